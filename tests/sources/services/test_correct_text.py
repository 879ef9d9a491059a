"""Corrections: looked at, then accepted as they were seen, or not at all."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, connections, transaction

from claims.services.accounts import EDITORS
from history.models import Change
from sources.ingestion.extraction import Span as MarkedSpan
from sources.models import Mark, Passage, Reference, Text
from sources.services.correct_text import (
    ChangedSinceError,
    NewWords,
    accept_correction,
    newest_text,
    preview_correction,
    words_with_stretch,
)
from sources.services.locating.located import Quote, Reader
from sources.services.pin_passage import pin_quote, pin_span
from sources.services.place_passages import place_passages
from sources.services.verify_sources import verify_sources
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, ReferenceFactory, TextFactory

OLD = (
    "The harb0ur gate closed at dawn. It opened again at noon. Nobody knows why. "
    "The warden wrote it down in the book of the gate.1 He never said more of it to anybody.\n\n1 Gate book, 1912, p. 4."
)
NEW = OLD.replace("harb0ur", "harbour").replace("Nobody knows why. ", "").replace("Gate book", "The gate's book")


def new_words(content: str = NEW, **columns) -> NewWords:
    return NewWords(**({"content": content, "file_name": "repaired.txt", "media_type": "text/plain", "tool": "plain text 1"} | columns))


def span_of(words: str) -> dict[str, int]:
    return {"start": OLD.index(words), "end": OLD.index(words) + len(words)}


@pytest.fixture
def text(db) -> Text:
    return TextFactory(content=OLD, rights="open", note="A scan.", language="en-GB")


@pytest.fixture
def passages(text) -> list[Passage]:
    words = ("harb0ur gate closed", "It opened again at noon.", "Nobody knows why.")
    return [PassageFactory(text=text, **span_of(one)) for one in words]


def accept(text: Text, new: NewWords, *, by=None) -> Text:
    return accept_correction(text, new, by=by, seen=preview_correction(text, new).seen, reason="Misread letters.")


def test_a_preview_says_what_would_become_of_each_passage_and_writes_nothing(text, passages):
    preview = preview_correction(text, new_words())

    assert [(one.passage, str(one.span.grade), one.words, one.resting) for one in preview.passages] == [
        (passages[0], "changed", "harbour gate closed", 0),
        (passages[1], "moved", "It opened again at noon.", 0),
        (passages[2], "orphaned", "", 0),
    ]
    assert [(piece.before, piece.after) for piece in preview.passages[0].diff] == [("harb0ur", "harbour"), (" gate closed", " gate closed")]
    assert preview.graded("orphaned")[0].span.reason == "Its words are gone."
    assert 0.8 < preview.share_kept < 1
    assert (Text.objects.count(), Passage.objects.count()) == (1, 3)


def test_a_correction_is_a_new_version_with_passages_derived_from_the_old_ones(text, passages, editor):
    new = accept(text, new_words(), by=editor)

    assert (new.version, new.derived_from, new.content, new.rights, new.note, new.language) == (2, text, NEW, "open", "A scan.", "en-GB")
    carried = Passage.objects.filter(text=new).order_by("pk")
    assert [(one.derived_from, one.carried, one.status, one.quote) for one in carried] == [
        (passages[0], "changed", "exact", "harbour gate closed"),
        (passages[1], "moved", "exact", "It opened again at noon."),
        (passages[2], "orphaned", "orphaned", None),
    ]
    assert Change.objects.of(new).get().user == editor.username
    assert Change.objects.of(new).get().reason == "Corrected text: Misread letters."
    assert verify_sources() == ({"texts": 2, "files": 0, "passages": 6, "references": 0}, [])


def test_the_old_version_stays_as_it_was(text, passages, editor):
    accept(text, new_words(), by=editor)

    text.refresh_from_db()
    assert (text.content, text.revision) == (OLD, 1)
    assert [(one.quote, one.revision) for one in text.passages.order_by("start")] == [(one.quote, 1) for one in passages]


def test_marks_go_with_their_words_and_found_ones_fill_what_was_lacking(text):
    border = OLD.index("Nobody")
    for label, value, start, end in (
        ("page", "iv", 0, border),
        ("page", "v", border, len(OLD)),
        ("line", "3", border, border + len("Nobody knows why. ")),
    ):
        MarkFactory(text=text, label=label, value=value, basis="typed", start=start, end=end)
    found = (MarkedSpan("page", "9", 0, len(NEW)), MarkedSpan("paragraph", "1", 0, 20))

    preview = preview_correction(text, new_words(marks=found))
    new = accept(text, new_words(marks=found))

    assert [str(mark) for mark in preview.dropped_marks] == ["line 3"]
    there = NEW.index("The warden")
    assert list(Mark.objects.filter(text=new).order_by("label", "start").values_list("label", "value", "basis", "start", "end")) == [
        ("page", "iv", "typed", 0, there),
        ("page", "v", "typed", there, len(NEW)),
        ("paragraph", "1", "found", 0, 20),
    ]


def test_references_follow_their_words_and_stay_where_those_are_gone(text):
    followed = ReferenceFactory(citing=text.document, text=text, raw="Gate book, 1912, p. 4.", **span_of("Gate book, 1912, p. 4."))
    gone = ReferenceFactory(citing=text.document, text=text, raw="Nobody knows why.", **span_of("Nobody knows why."))

    new = accept(text, new_words())

    followed, gone = (Reference.objects.get(pk=one.pk) for one in (followed, gone))
    assert (followed.text, followed.raw, NEW[followed.start : followed.end]) == (
        new,
        "gate's book, 1912, p. 4.",
        "gate's book, 1912, p. 4.",
    )
    assert (gone.text, gone.raw) == (text, "Nobody knows why.")


def test_new_pins_are_made_in_the_newest_version(text, passages):
    new = accept(text, new_words())

    passage, is_new = pin_quote(text.document, Quote("harbour gate"), reader=Reader())
    again, is_new_again = pin_span(new, NEW.index("harbour gate closed"), NEW.index(" at dawn"))

    assert (passage.text, is_new) == (new, True)
    assert (again.derived_from, is_new_again) == (passages[0], False)
    assert newest_text(text.document) == new
    with pytest.raises(ValidationError, match="do not stand in"):
        pin_quote(text.document, Quote("harb0ur gate"), reader=Reader())


def test_a_stretch_is_edited_in_its_place(text, passages):
    start = OLD.index("harb0ur")

    new = accept(text, words_with_stretch(text, start, start + 7, "harbour"))

    assert new.content == OLD.replace("harb0ur", "harbour")
    assert (new.file_name, new.tool, new.file_sha256) == (text.file_name, "edited by hand", "")
    assert sorted(one.carried for one in new.passages.all()) == ["changed", "moved", "moved"]


@pytest.mark.parametrize(("start", "end", "words"), [(-1, 3, ""), (5, 4, ""), (0, 10_000, ""), (0, 3, "a\0b"), (0, 3, "\ud800")])
def test_what_is_no_stretch_or_no_text_is_refused(text, start, end, words):
    with pytest.raises(ValidationError, match=r"is not one of|a character that no text has"):
        words_with_stretch(text, start, end, words)


def test_what_is_no_correction_is_refused(text, settings):
    with pytest.raises(ValidationError, match="nothing is corrected"):
        preview_correction(text, new_words(OLD))
    with pytest.raises(ValidationError, match=r"These are not the same words.*give it a document of its own"):
        preview_correction(text, new_words("Something else entirely, with no word in common."))
    with pytest.raises(ValidationError, match="are not held"):
        preview_correction(TextFactory(content=None, words=OLD), new_words())
    settings.MAX_TEXT_BYTES = 50
    with pytest.raises(ValidationError, match="more than the 50 bytes"):
        preview_correction(text, new_words())


def test_an_older_version_is_not_corrected_again(text):
    accept(text, new_words())
    accept(newest_text(text.document), new_words(f"{NEW} So it is told."))

    with pytest.raises(ValidationError, match=r"Version 1 was corrected already: version 2 took its place\. Correct version 3\."):
        preview_correction(text, new_words(f"{OLD} So it is said."))


def test_a_correction_is_taken_back_by_correcting_again(text, passages):
    new = accept(text, new_words())

    back = accept(new, new_words(OLD))

    assert back.content == OLD
    assert [(one.carried, one.derived_from.derived_from) for one in back.passages.order_by("start")] == [
        ("changed", passages[0]),
        ("moved", passages[1]),
    ]


@pytest.mark.parametrize("change", ["passage", "mark", "correction", "other words"])
def test_what_was_not_seen_is_not_accepted(text, passages, change):
    seen, new = preview_correction(text, new_words()).seen, new_words()
    if change == "passage":
        PassageFactory(text=text, **span_of("The warden"))
    elif change == "mark":
        MarkFactory(text=text)
    elif change == "correction":
        accept(text, new_words(f"{NEW} So it is told."))
    else:
        new = new_words(NEW.replace("noon", "one"))
    before = (Text.objects.count(), Passage.objects.count())

    with pytest.raises(ChangedSinceError, match="Nothing was done"):
        accept_correction(text, new, by=None, seen=seen, reason="Misread letters.")

    assert (Text.objects.count(), Passage.objects.count()) == before


def test_only_an_editor_corrects_and_says_why(text, curator):
    seen = preview_correction(text, new_words()).seen

    with pytest.raises(PermissionDenied, match="ask an editor"):
        accept_correction(text, new_words(), by=curator, seen=seen, reason="Misread letters.")
    with pytest.raises(ValidationError, match="Say why"):
        accept_correction(text, new_words(), by=None, seen=seen, reason=" ")
    assert Text.objects.count() == 1


def test_locators_follow_the_marks_of_the_new_version(text, passages):
    MarkFactory(text=text, label="page", value="7", start=0, end=len(OLD))

    new = accept(text, new_words())

    placed = place_passages(Passage.objects.filter(text=new))
    assert {one.carried: str(placed[one.pk].value) if one.pk in placed else None for one in new.passages.all()} == {
        "changed": "7",
        "moved": "7",
        "orphaned": None,
    }


# In transactions of their own.


def test_of_two_who_accept_at_once_one_wins(committed_db):
    text = TextFactory(content=OLD)
    PassageFactory(text=text, **span_of("harb0ur gate"))
    ways = [new_words(), new_words(f"{NEW} So it is told.")]
    seen = [preview_correction(text, new).seen for new in ways]
    editors = [get_user_model().objects.create_user(name) for name in ("edith", "edgar")]
    for editor in editors:
        editor.groups.add(Group.objects.get(name=EDITORS))
    start, refusals = Barrier(2), []

    def work(number: int) -> None:
        try:
            start.wait(timeout=20)
            accept_correction(text, ways[number], by=editors[number], seen=seen[number], reason="Misread letters.")
        except ChangedSinceError as error:
            refusals.extend(error.messages)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert refusals == ["Nothing was done. Version 1 was corrected already: version 2 took its place. Correct version 2."]
    assert list(Text.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert Passage.objects.filter(derived_from__isnull=False).count() == 1


def test_a_process_that_dies_while_it_accepts_leaves_nothing(committed_db):
    text = TextFactory(content=OLD)
    PassageFactory(text=text, **span_of("harb0ur gate"))
    seen = preview_correction(text, new_words()).seen
    other = connection.copy()

    with pytest.raises(OperationalError), transaction.atomic():
        accept_correction(text, new_words(), by=None, seen=seen, reason="Misread letters.")
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        Passage.objects.count()
    other.close()
    connection.close()

    assert (Text.objects.count(), Passage.objects.count()) == (1, 1)
    assert Change.objects.filter(reason__startswith="Corrected text").count() == 0


def test_a_document_without_a_text_has_nothing_to_correct(db):
    assert newest_text(DocumentFactory()) is None
