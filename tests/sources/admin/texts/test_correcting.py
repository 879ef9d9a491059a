"""Correcting a text in the admin: asked, shown, accepted as it was shown."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sources.models import Passage, Text
from sources.services.correct_text import NewWords, accept_correction, preview_correction
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory
from tests.history.admin.pages import messages_of, page

pytestmark = pytest.mark.django_db

OLD = "The harb0ur gate closed at dawn.\n\nIt opened again at noon.\n\nNobody knows why it did not stay shut."
NEW = OLD.replace("harb0ur", "harbour").replace("It opened again at noon.\n\n", "")


@pytest.fixture
def text() -> Text:
    text = TextFactory(document=DocumentFactory(citation_key="gate2019key"), content=OLD)
    for words in ("harb0ur gate", "It opened again at noon.", "Nobody knows"):
        PassageFactory(text=text, start=OLD.index(words), end=OLD.index(words) + len(words))
    return text


def correct(text: Text) -> str:
    return page("sources_text", "correct", text.pk)


def upload(client, text: Text, words: str = NEW):
    return client.post(correct(text), {"file": SimpleUploadedFile("repaired.txt", words.encode())})


def accepted(client, text: Text, shown, **changes):
    context = shown.context
    given = {**context["fields"], "seen": context["preview"].seen, "reason": "Misread letters.", "accept": "1"}
    return client.post(correct(text), given | changes, follow=True)


def test_an_editor_sees_what_a_repaired_file_does_and_accepts_it(client, editor, text):
    client.force_login(editor)

    shown = upload(client, text)
    html = shown.content.decode()
    assert "1 moved" in html
    assert "<del>harb0ur</del> gate" in html
    assert "<ins>harbour</ins> gate" in html
    assert "Its words are gone." in html
    assert Text.objects.count() == 1
    done = accepted(client, text, shown)

    new = Text.objects.get(version=2)
    assert messages_of(done) == ["Corrected: this is version 2. Version 1 stays as it was and can be cited."]
    assert done.redirect_chain == [(page("sources_text", "change", new.pk), 302)]
    assert (new.content, new.derived_from, new.file_name) == (NEW, text, "repaired.txt")
    assert "passages: 1 changed, 1 moved, 1 orphaned" in done.content.decode()


def test_a_few_words_are_found_and_edited_in_place(client, editor, text):
    client.force_login(editor)

    asked = client.get(correct(text), {"find": "harb0ur gate"})
    stretch = asked.context["stretch"]
    assert (stretch.start, stretch.end, stretch.words) == (0, 32, OLD[:32])
    typed = {"start": stretch.start, "end": stretch.end, "words": stretch.words.replace("harb0ur", "harbour")}
    done = accepted(client, text, client.post(correct(text), typed))

    assert messages_of(done)[0].startswith("Corrected")
    assert Text.objects.get(version=2).content == OLD.replace("harb0ur", "harbour")


def test_line_ends_of_browsers_are_those_of_the_text(client, editor):
    client.force_login(editor)
    for content in ("The gate\nclosed at dvwn.", "The gate\r\nclosed at dvwn."):
        text = TextFactory(content=content)
        typed = {"start": 0, "end": len(content), "words": "The gate\r\nclosed at dawn."}

        shown = client.post(correct(text), typed)

        assert shown.context["preview"].new.content == content.replace("dvwn", "dawn")


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({}, "Choose a repaired file, or change some words below."),
        ({"start": 0, "end": 32, "words": OLD[:32]}, "nothing is corrected"),
        ({"start": 0, "end": 9999, "words": "x"}, "is not one of the text's"),
        ({"start": 0, "end": len(OLD), "words": "Other words altogether."}, "These are not the same words"),
        ({"held": "x" * 32}, "The file waits no longer: upload it again."),
        ({"file": SimpleUploadedFile("gate.exe", b"MZ")}, "gate.exe"),
    ],
)
def test_what_is_no_correction_is_said_and_asked_again(client, editor, text, given, because):
    client.force_login(editor)

    answer = client.post(correct(text), given)

    assert because in messages_of(answer)[0]
    assert answer.templates[0].name == "sources/admin/correct.html"
    assert Text.objects.count() == 1


def test_a_correction_that_was_not_shown_is_a_conflict(client, editor, text):
    client.force_login(editor)
    shown = upload(client, text)
    PassageFactory(text=text, start=0, end=3)

    again = accepted(client, text, shown)

    assert "Nothing was done: look at it again." in messages_of(again)[0]
    assert len(again.context["preview"].passages) == 4
    assert Text.objects.count() == 1


def test_of_two_editors_the_second_is_told(client, editor, text):
    client.force_login(editor)
    shown = upload(client, text)
    new = NewWords(f"{NEW} So it was.", "other.txt", "text/plain", "plain text 1")
    accept_correction(text, new, by=editor, seen=preview_correction(text, new).seen, reason="Misread.")

    late = accepted(client, text, shown)

    assert "It was corrected already" in late.content.decode()
    assert Text.objects.count() == 2


def test_a_reason_is_asked_for(client, editor, text):
    client.force_login(editor)

    answer = accepted(client, text, upload(client, text), reason=" ")

    assert messages_of(answer) == ["Reason: Say why the text is corrected: its passages will show it."]
    assert Text.objects.count() == 1


def test_who_may_not_correct_is_told_why(client, curator, editor, administrator, text):
    private, awaited = TextFactory(content=OLD, rights="private"), TextFactory(content=None, words=OLD)
    for user, asked, because in (
        (curator, text, "Correcting is for editors"),
        (editor, private, "The rights of this text are private"),
        (administrator, awaited, "Its words are not held"),
    ):
        client.force_login(user)
        for answer in (client.get(correct(asked)), upload(client, asked)):
            assert because in answer.content.decode()
            assert OLD[:20] not in answer.content.decode()
    client.force_login(administrator)
    assert client.get(correct(private)).context["why_not"] == ""
    assert Text.objects.filter(derived_from__isnull=False).count() == 0


def test_words_of_an_older_version_are_not_pinned_any_more(client, editor, text):
    client.force_login(editor)
    accepted(client, text, upload(client, text))

    answer = client.post(page("sources_text", "pin", text.pk), {"start": 0, "end": 3}, follow=True)

    assert messages_of(answer) == ["This version was corrected: pin the words in the newest one."]
    assert not Passage.objects.filter(start=0, end=3).exists()


def test_a_passage_says_what_corrections_made_of_it(client, editor, text):
    client.force_login(editor)
    accepted(client, text, upload(client, text))

    for passage in Passage.objects.filter(text=text):
        later = passage.derived.get()
        assert (
            f'in version 2: <span class="pin-label pin-neutral" title="">{later.get_carried_display()}'
            in client.get(page("sources_passage", "change", passage.pk)).content.decode()
        )
        there = client.get(page("sources_passage", "change", later.pk))
        assert there.status_code == 200
        assert f"{passage.start}–{passage.end} of version 1" in there.content.decode()
    assert client.get(page("sources_passage", "changelist")).status_code == 200
