from __future__ import annotations

import hashlib

import pytest

from history.models import Change
from sources.models import Passage
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, TextFactory
from tests.history.admin.pages import errors, filled, messages_of, page

pytestmark = pytest.mark.django_db


def pin(client, document, **given):
    address = page("sources_passage", "add")
    return client.post(address, filled(client.get(address), document=document.pk, **given), follow=True)


def test_pasted_words_are_pinned_to_the_character(client, curator):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")

    answer = pin(client, text.document, quote="gate", words_after=" opened")

    passage = Passage.objects.get()
    assert (passage.start, passage.end, passage.quote, passage.status) == (24, 28, "gate", "exact")
    assert answer.redirect_chain == [(page("sources_passage", "change", passage.pk), 302)]
    assert messages_of(answer) == ["Pinned: these are the words of the text, proved to the character."]
    assert Change.objects.of(passage).get().user == "carla"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("a door", "These words do not stand in {key}: a door"),
        ("gate", "These words stand in {key} 2 times (at 4, 24); add the words before or after."),
        ("", "This field is required."),
    ],
)
def test_words_that_cannot_be_placed_are_refused_at_their_field(client, curator, quote, said):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")

    answer = pin(client, text.document, quote=quote)

    assert errors(answer) == {"quote": [said.format(key=text.document.citation_key)]}
    assert not Passage.objects.exists()


def test_a_document_without_words_has_nothing_to_pin_in(client, curator):
    client.force_login(curator)
    document = DocumentFactory(citation_key="nodomi2005challenges")

    answer = pin(client, document, quote="gate")

    assert errors(answer) == {"document": ["No words of nodomi2005challenges are held that may be searched."]}


def test_a_passage_shows_its_words_its_place_its_citation_and_what_rests_on_it(client, curator, debate):
    client.force_login(curator)

    shown = client.get(page("sources_passage", "change", debate.public.pk)).content.decode()

    assert ">The harbour gate closed at dawn.</blockquote>" in shown
    assert "(Tarrowby, 2019, p. 4)" in shown
    assert r"<code>\autocite[4]{tarrowby2019holding}</code>" in shown
    assert "<code>[@tarrowby2019holding, p. 4]</code>" in shown
    assert "page 4 ·" in shown
    assert page("claims_claim", "change", debate.published.pk) in shown
    assert page("claims_evidence", "change", debate.accepted.pk) in shown


def test_a_passage_without_its_words_says_how_to_load_them(client, curator):
    client.force_login(curator)
    words = "Words that are not here."
    text = TextFactory(content=None, words=words, file_name="harbour.txt")
    passage = PassageFactory(text=text, status="pinned", start=0, end=5, quote_sha256=hashlib.sha256(words[:5].encode()).hexdigest())

    shown = client.get(page("sources_passage", "change", passage.pk)).content.decode()

    assert f"run manage.py ingest harbour.txt --document {text.document.citation_key}; its SHA-256 must be {text.sha256}." in shown


def test_an_editor_publishes_a_passage_by_itself_and_a_curator_does_not(client, curator, editor):
    passage = PassageFactory()
    address = page("sources_passage", "change", passage.pk)

    published = []
    for user in (curator, editor):
        client.force_login(user)
        client.post(address, filled(client.get(address), is_published="on"))
        passage.refresh_from_db()
        published.append(passage.is_published)

    assert published == [False, True]
    assert Change.objects.of(passage).last().changed == ["is_published"]


def test_nothing_else_of_a_passage_changes(client, editor):
    client.force_login(editor)
    passage = PassageFactory()
    address = page("sources_passage", "change", passage.pk)

    client.post(address, filled(client.get(address), quote="forged", start="5", status="transcribed"))

    passage.refresh_from_db()
    assert (passage.quote, passage.start, passage.status, passage.revision) == ("The harbour gate closed at dawn.", 0, "exact", 1)


def test_an_editor_publishes_a_private_passage_without_reading_it(client, editor):
    client.force_login(editor)
    passage = PassageFactory(text=TextFactory(rights="private"))
    address = page("sources_passage", "change", passage.pk)

    answer = client.post(address, filled(client.get(address), is_published="on"), follow=True)

    passage.refresh_from_db()
    assert (passage.is_published, passage.quote) == (True, "The harbour gate closed at dawn.")
    assert "harbour gate" not in answer.content.decode()


def test_a_text_is_not_read_by_guessing_its_words(client, editor, administrator):
    passage = PassageFactory(text=TextFactory(rights="private"))
    PassageFactory(text=TextFactory(content="Another gate."), start=0, end=12)

    def found(term: str) -> list[int]:
        return [one.pk for one in client.get(page("sources_passage", "changelist"), {"q": term}).context["cl"].result_list]

    client.force_login(editor)
    assert (found("harbour"), found(passage.public_id), found(passage.document.citation_key)) == ([], [passage.pk], [passage.pk])
    client.force_login(administrator)
    assert found("harbour") == [passage.pk]


def test_places_are_shown_in_the_list(client, curator):
    client.force_login(curator)
    passage = PassageFactory()
    MarkFactory(text=passage.text, label="page", value="iv", start=0, end=40)

    (row,) = client.get(page("sources_passage", "changelist")).context["cl"].result_list

    assert row.place_in_words == "page iv"


def test_words_that_are_printed_otherwise_are_pinned_as_the_text_has_them(client, curator):
    client.force_login(curator)
    text = TextFactory(content="“The har-\nbour gate closed at dawn.” So they said.")

    answer = pin(client, text.document, quote='"The harbour gate\r\nclosed at dawn."')

    assert answer.redirect_chain
    assert Passage.objects.get().quote == "“The har-\nbour gate closed at dawn.”"
    assert messages_of(answer) == ["Pinned: these are the words of the text, proved to the character."]


def offered(answer) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in answer.context["adminform"].form.fields["place"].widget.choices]


def test_where_words_stand_twice_one_chooses(client, curator):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")
    address = page("sources_passage", "add")

    asked = pin(client, text.document, quote="gate")
    choices = offered(asked)
    answer = client.post(address, filled(asked, place=choices[1][0]), follow=True)

    assert [value for value, _ in choices] == [f"{text.pk}:4:8", f"{text.pk}:24:28"]
    assert "closed and the <mark>gate</mark> opened." in choices[1][1]
    assert (Passage.objects.get().start, messages_of(answer)) == (24, ["Pinned: these are the words of the text, proved to the character."])


def test_words_that_differ_are_pinned_only_when_they_were_seen(client, curator):
    client.force_login(curator)
    text = TextFactory(content="The harbour gate of the old town closed at dawn, and the bakers went home. It opened at noon.")
    altered = "The harbour gate of the old town closed at dusk, and the bakers went home."

    asked = pin(client, text.document, quote=altered)
    ((value, label),) = offered(asked)
    client.post(page("sources_passage", "add"), filled(asked, place=value))

    assert errors(asked)["quote"][0].startswith(f"These words do not stand in {text.document.citation_key} verbatim: The harbour gate")
    assert ("<del>dusk,</del>" in label, "<ins>dawn,</ins>" in label) == (True, True)
    assert Passage.objects.get().quote == altered.replace("dusk", "dawn")


def test_a_place_that_was_not_offered_is_not_pinned(client, curator):
    client.force_login(curator)
    text = TextFactory(content="The gate closed and the gate opened.")
    other = TextFactory(content="Private words.", rights="private")

    for forged in (f"{other.pk}:0:7", f"{text.pk}:0:36", "nonsense"):
        answer = pin(client, text.document, quote="gate", place=forged)
        assert "quote" in errors(answer)

    assert not Passage.objects.exists()
