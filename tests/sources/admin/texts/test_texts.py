from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from history.admin.records import address_of
from history.models import Change
from sources.models import OriginalFile, Text
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory
from tests.history.admin.pages import errors, filled, messages_of, page
from tests.sources.ingestion.pdf.printing import SENTENCES, centred, lines, printed, together

pytestmark = pytest.mark.django_db

WORDS = "The harbour gate closed at dawn. It opened again at noon."


def upload(client, document, data: bytes, name: str = "harbour.txt", **fields):
    address = page("sources_text", "add")
    given = filled(client.get(address), document=document.pk, file=SimpleUploadedFile(name, data), **fields)
    return client.post(address, given, follow=True)


def test_an_uploaded_file_becomes_the_words_of_a_document(client, curator):
    client.force_login(curator)
    document = DocumentFactory(language="en")

    answer = upload(client, document, b"First page.\fSecond page.", rights="open", note="an online reprint")

    text = Text.objects.get()
    assert (text.document, text.content, text.rights, text.language, text.note) == (
        document,
        "First page.\fSecond page.",
        "open",
        "en",
        "an online reprint",
    )
    assert answer.redirect_chain == [(page("sources_text", "change", text.pk), 302)]
    assert messages_of(answer) == [f"The words are held: version 1, 24 characters, {text.marks.count()} places marked."]
    assert Change.objects.of(text).get().user == "carla"


def test_an_uploaded_pdf_is_read_with_its_pages_and_kept(client, curator):
    client.force_login(curator)
    data = printed(*(together(lines(SENTENCES), centred(str(number))) for number in (12, 13)))

    answer = upload(client, DocumentFactory(), data, "gate.pdf")

    text = Text.objects.get()
    assert [mark.value for mark in text.marks.filter(label="page")] == ["12", "13"]
    shown = answer.content.decode()
    assert address_of(OriginalFile.objects.get(sha256=text.file_sha256)) in shown


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gate.pdf", b"<!doctype html><p>words", "This is HTML, not PDF: rename it so that it ends in .html."),
        (
            "gate.html",
            b"<p>" + b"<i>" * 100_000,
            "Line 1: The elements of the HTML file are nested too deep, or one of them is too large: no text is made like this.",
        ),
    ],
)
def test_a_file_of_another_kind_or_a_hostile_one_is_refused_in_the_same_words(client, curator, name, data, said):
    client.force_login(curator)

    answer = upload(client, DocumentFactory(), data, name)

    assert errors(answer) == {"file": [said]}
    assert (Text.objects.count(), OriginalFile.objects.count()) == (0, 0)


def test_words_of_another_encoding_are_read_as_it_says(client, curator):
    client.force_login(curator)

    upload(client, DocumentFactory(), "閉じる門".encode("shift_jis"), encoding="Shift_JIS")

    assert Text.objects.get().content == "閉じる門"


@pytest.mark.parametrize(
    ("name", "data", "encoding", "field", "said"),
    [
        ("harbour.exe", b"words", "", "file", '"harbour.exe" has an ending that is not understood.'),
        ("harbour.txt", b"", "", "file", "The submitted file is empty."),
        ("harbour.txt", "閉じる門".encode("shift_jis"), "ascii", "file", ""),
        ("harbour.txt", b"words", "klingon", "encoding", "There is no encoding klingon. Examples: cp1252, shift_jis, utf-16."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_at_its_field(client, curator, name, data, encoding, field, said):
    client.force_login(curator)

    answer = upload(client, DocumentFactory(), data, name, encoding=encoding)

    assert list(errors(answer)) == [field]
    assert errors(answer)[field][0].startswith(said)
    assert not Text.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, curator, settings):
    settings.MAX_TEXT_BYTES = 10
    client.force_login(curator)

    answer = upload(client, DocumentFactory(), WORDS.encode())

    assert errors(answer) == {"file": ["The file has 57 bytes, more than the 10 that are accepted. Split it."]}


def test_the_copy_that_was_awaited_brings_its_passages_to_life(client, curator):
    client.force_login(curator)
    awaited = TextFactory(content=None, words=WORDS)
    sha256 = hashlib.sha256(WORDS[:32].encode()).hexdigest()
    passage = PassageFactory(text=awaited, status="pinned", start=0, end=32, quote_sha256=sha256)

    answer = upload(client, awaited.document, WORDS.encode())

    passage.refresh_from_db()
    assert (passage.status, passage.quote) == ("exact", WORDS[:32])
    assert messages_of(answer) == ["These are the awaited words: their hash is right and every passage pinned in them is proved."]


def test_other_words_than_those_awaited_are_refused_at_the_file(client, curator):
    client.force_login(curator)
    awaited = TextFactory(content=None, words=WORDS)

    answer = upload(client, awaited.document, b"Quite other words.")

    (said,) = errors(answer)["file"]
    assert said.startswith(f"harbour.txt: these are not the words that {awaited.document.citation_key} awaits")
    awaited.refresh_from_db()
    assert awaited.content is None


def test_the_same_words_again_change_nothing(client, curator):
    client.force_login(curator)
    text = TextFactory(content=WORDS)

    answer = upload(client, text.document, WORDS.encode())

    assert messages_of(answer) == ["These very words were held already: nothing was changed."]
    assert Text.objects.get().revision == 1


def test_only_rights_language_and_note_of_a_text_change(client, curator):
    client.force_login(curator)
    text = TextFactory(rights="excerpt_only")
    address = page("sources_text", "change", text.pk)

    client.post(address, filled(client.get(address), rights="private", note="seen", content="forged", sha256="0" * 64))

    text.refresh_from_db()
    assert (text.rights, text.note, text.content) == ("private", "seen", WORDS)


def test_the_page_of_a_text_shows_its_words_escaped_with_its_passages(client, curator):
    client.force_login(curator)
    text = TextFactory(content="<script>alert(1)</script> & the gate")
    passage = PassageFactory(text=text, start=28, end=36)

    shown = client.get(page("sources_text", "change", text.pk)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in shown
    assert "<script>alert" not in shown
    assert f'<a class="pin-passage" id="passage-{passage.pk}"' in shown


def test_a_megabyte_is_not_sent_at_once_and_goes_on_where_it_ended(client, curator):
    client.force_login(curator)
    text = TextFactory(content="A line of a very long text.\n" * 40_000)
    words = page("sources_text", "words", text.pk)

    first = client.get(page("sources_text", "change", text.pk))
    stretch = first.context["stretch"]
    following = client.get(words, {"from": stretch.end})

    assert len(first.content) < 120_000
    assert f"{words}?from={stretch.end}" in first.content.decode()
    assert following.context["stretch"].start == stretch.end
    assert following.context["stretch"].html.startswith("A line of")


@pytest.mark.parametrize("asked", ["nonsense", "-5", "99999999999999999999", ""])
def test_a_place_that_is_none_is_the_beginning(client, curator, asked):
    client.force_login(curator)
    text = TextFactory()

    for name in ("from", "near"):
        assert client.get(page("sources_text", "change", text.pk), {name: asked}).context["stretch"].start == 0


def test_private_words_are_read_by_administrators_only(client, editor, administrator):
    text = TextFactory(rights="private")
    pages = page("sources_text", "change", text.pk), page("sources_text", "words", text.pk)

    seen = {}
    for user in (editor, administrator):
        client.force_login(user)
        answers = [client.get(address) for address in pages]
        seen[user.username] = [(answer.status_code, "harbour gate" in answer.content.decode()) for answer in answers]

    assert seen == {"edith": [(200, False), (403, False)], "ada": [(200, True), (200, True)]}


def test_a_text_whose_words_are_awaited_says_how_to_load_them(client, curator):
    client.force_login(curator)
    text = TextFactory(content=None, words=WORDS)

    shown = client.get(page("sources_text", "change", text.pk)).content.decode()

    assert f"its SHA-256 must be {text.sha256}." in shown
    assert client.get(page("sources_text", "words", text.pk)).status_code == 404
