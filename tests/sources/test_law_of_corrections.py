"""What a correction is, by the tables themselves: derived passages, their grades, and that none is left out."""

from __future__ import annotations

import hashlib

import pytest
from django.db import Error, IntegrityError, connection, transaction

from sources.models import Passage, Text
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

OLD = "The harb0ur gate closed at dawn. It opened again at noon."
NEW = "The harbour gate closed at dawn. It opened again at noon."


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def at_once() -> None:
    """Judge now what the database judges at the end of the transaction."""
    run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def old(db) -> Text:
    return TextFactory(content=OLD)


@pytest.fixture
def passage(old) -> Passage:
    return PassageFactory(text=old, start=4, end=16)


def corrected(old: Text, content: str = NEW, **columns) -> Text:
    return TextFactory(**({"document": old.document, "content": content, "version": old.version + 1, "derived_from": old} | columns))


def derived(passage: Passage, text: Text, carried: str = "changed", **columns) -> Passage:
    orphan = {"start": None, "end": None, "quote": None, "quote_sha256": passage.quote_sha256, "status": "orphaned"}
    return PassageFactory(
        **({"text": text, "start": passage.start, "end": passage.end, "derived_from": passage, "carried": carried}
           | (orphan if carried == "orphaned" else {}) | columns)
    )  # fmt: skip


def test_a_passage_is_carried_to_the_correction_of_its_text(old, passage):
    moved = PassageFactory(text=old, start=33, end=57)
    new = corrected(old)

    derived(passage, new)
    derived(moved, new, "moved")
    at_once()

    assert [(one.carried, one.quote) for one in new.passages.order_by("start")] == [
        ("changed", "harbour gate"),
        ("moved", "It opened again at noon."),
    ]


def test_an_orphan_has_neither_span_nor_words(old, passage):
    orphan = derived(passage, corrected(old), "orphaned")
    at_once()

    assert (orphan.start, orphan.end, orphan.quote, orphan.quote_sha256) == (None, None, None, passage.quote_sha256)
    assert list(Passage.objects.placed()) == [passage]


@pytest.mark.parametrize(
    ("carried", "columns", "because"),
    [
        ("moved", {}, "is called moved, but its words are not those of"),
        ("changed", {"start": 17, "end": 23}, "is called changed, but its words are still those of"),
        ("orphaned", {"quote_sha256": "0" * 64}, "is called orphaned, but its words are not those of"),
        ("orphaned", {"status": "exact", "start": 4, "end": 16, "quote": OLD[4:16]}, "is not the slice"),
        ("orphaned", {"start": 4, "end": 16}, "grade_fits"),
        ("orphaned", {"is_published": True}, "grade_fits"),
        ("changed", {"status": "orphaned", "start": None, "end": None, "quote": None}, "carried_from|grade_fits"),
        ("", {}, "is called , but its words are not those of"),
        ("changed", {"derived_from": None}, "carried_from"),
    ],
)
def test_a_grade_is_what_the_words_say(old, columns, carried, because):
    passage = (
        PassageFactory(text=old, start=17, end=23) if because.endswith("still those of") else PassageFactory(text=old, start=4, end=16)
    )

    with pytest.raises(IntegrityError, match=because), transaction.atomic():
        derived(passage, corrected(old), carried, **columns)


def test_a_passage_is_carried_once_and_only_to_the_correction_of_its_text(old, passage):
    new = corrected(old)
    carried = derived(passage, new)

    with pytest.raises(IntegrityError, match="carried_once"), transaction.atomic():
        derived(passage, new, start=4, end=23)
    with pytest.raises(IntegrityError, match="whose text its own text does not correct"), transaction.atomic():
        derived(passage, TextFactory(content=NEW))
    with pytest.raises(IntegrityError, match="whose text its own text does not correct"), transaction.atomic():
        derived(passage, old, start=0, end=16)
    with pytest.raises(IntegrityError, match="never changes"):
        run("UPDATE sources_passage SET carried = 'moved' WHERE id = %s", carried.pk)
    with pytest.raises(IntegrityError, match="says what a correction made of another one"):
        run("DELETE FROM sources_passage WHERE id = %s", carried.pk)


def test_what_is_orphaned_is_carried_no_further(old, passage):
    new = corrected(old)
    orphan = derived(passage, new, "orphaned")
    newest = corrected(new, f"{NEW} Then it closed.")
    at_once()

    with pytest.raises(IntegrityError, match="whose words are gone"), transaction.atomic():
        derived(orphan, newest, "orphaned")


def test_no_passage_is_left_behind(old, passage):
    corrected(old)

    with pytest.raises(IntegrityError, match=f"its passage {passage.public_id} is not carried over"):
        at_once()
    derived(passage, Text.objects.get(version=2))
    at_once()


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        ({"version": 1, "content": NEW}, "must be a later version of the same document"),
        ({"content": OLD}, "corrects nothing"),
    ],
)
def test_a_correction_is_a_later_version_with_other_words(old, columns, because):
    TextFactory.create(document=old.document, content="Another copy.", version=3)

    with pytest.raises(IntegrityError, match=because), transaction.atomic():
        corrected(old, **({"version": 4} | columns))


def test_a_text_is_corrected_once_and_within_its_document(old):
    with pytest.raises(IntegrityError, match="same document"), transaction.atomic():
        corrected(old, document=DocumentFactory())
    corrected(old)

    with pytest.raises(IntegrityError, match="corrected_once"), transaction.atomic():
        corrected(old, f"{NEW}!", version=3)
    assert [text.version for text in Text.objects.current()] == [2]


def test_a_correction_may_be_taken_back_by_another_one(old):
    new = corrected(old)

    back = corrected(new, OLD)

    assert (back.version, back.sha256) == (3, hashlib.sha256(OLD.encode()).hexdigest())


def test_two_passages_may_come_to_one_span_and_a_new_one_may_not(old):
    pair = [PassageFactory(text=old, start=33, end=56), PassageFactory(text=old, start=33, end=57)]
    new = corrected(old, OLD.removesuffix("."))
    for passage, carried in zip(pair, ("moved", "changed"), strict=True):
        derived(passage, new, carried, start=33, end=56)
    fresh = PassageFactory(text=new, start=0, end=3)

    with pytest.raises(IntegrityError, match="span_once"), transaction.atomic():
        PassageFactory(text=new, start=fresh.start, end=fresh.end)


@pytest.mark.parametrize("lifting", ["SET CONSTRAINTS law_all_carried DEFERRED", "SET session_replication_role = replica"])
def test_nothing_lifts_the_law_that_all_are_carried(old, passage, lifting):
    corrected(old)

    with pytest.raises(Error, match="is not carried over|permission denied"), transaction.atomic():
        run(lifting)
        at_once()
    derived(passage, Text.objects.get(version=2))
