"""Law 1 against everything that the application's role can say to the database."""

from __future__ import annotations

import hashlib

import pytest
from django.db import Error, IntegrityError, connection, transaction

from history.services import recorded
from sources.models import Passage, Text
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, TextFactory, publisher

WORDS = "The harbour gate closed at dawn. It opened again at noon. 堤防は閉じた。"


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.fixture
def passage(db) -> Passage:
    return PassageFactory(text=TextFactory(content=WORDS), start=4, end=16)


@pytest.fixture
def awaited(db) -> Passage:
    text = TextFactory(content=None, words=WORDS)
    return PassageFactory(text=text, start=4, end=16, status="pinned", quote_sha256=sha256(WORDS[4:16]))


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE sources_text SET content = content || '.'", "never change"),
        ("UPDATE sources_text SET content = NULL", "never change"),
        ("UPDATE sources_text SET content = upper(content), sha256 = sources_sha256(upper(content))", "never change"),
        ("UPDATE sources_text SET sha256 = repeat('0', 64)", "only its rights, language and note may change"),
        ("UPDATE sources_text SET length = length + 1", "only its rights, language and note may change"),
        ("UPDATE sources_text SET id = id + 1000", "only its rights, language and note may change"),
        ("UPDATE sources_text SET version = 7", "only its rights, language and note may change"),
        ("UPDATE sources_passage SET start = start + 1", "never changes"),
        ('UPDATE sources_passage SET "end" = "end" + 1', "never changes"),
        ('UPDATE sources_passage SET start = start + 1, "end" = "end" + 1', "never changes"),
        ("UPDATE sources_passage SET quote = quote || '.'", "never changes"),
        ("UPDATE sources_passage SET quote_sha256 = repeat('0', 64)", "never changes"),
        ("UPDATE sources_passage SET status = 'transcribed'", "never changes"),
        (
            "UPDATE sources_passage SET status = 'transcribed', text_id = NULL, start = NULL, \"end\" = NULL, quote = 'other'",
            "never changes",
        ),
        ("UPDATE sources_passage SET status = 'pinned', quote = NULL", "never changes"),
        ("UPDATE sources_passage SET text_id = NULL", "never changes"),
        ("UPDATE sources_passage SET origin = 'machine', tool = 'x'", "never changes"),
        ("DELETE FROM sources_text", "is kept"),
        ("DELETE FROM sources_document", "is kept"),
        ("TRUNCATE sources_passage CASCADE", "permission denied"),
        ("TRUNCATE sources_text CASCADE", "permission denied"),
        ("TRUNCATE sources_document CASCADE", "permission denied"),
    ],
)
def test_raw_sql_against_a_pinned_passage_is_refused(passage, statement, because):
    with pytest.raises(Error, match=because):
        run(statement)

    passage.refresh_from_db()
    assert (passage.start, passage.end, passage.quote, passage.status) == (4, 16, "harbour gate", "exact")
    assert Text.objects.get().content == WORDS


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        ({"start": 5}, "is not the slice"),
        ({"quote": "harbour gatf"}, "is not the slice"),
        ({"quote_sha256": "0" * 64}, "is not the one given"),
        ({"end": 10_000, "quote": "harbour gate"}, "ends at"),
        ({"status": "pinned", "quote": None, "quote_sha256": "0" * 64}, "must be exact"),
    ],
)
def test_a_false_passage_is_not_taken(db, columns, because):
    text = TextFactory(content=WORDS)
    honest = {"text": text, "start": 4, "end": 16, "quote": "harbour gate", "status": "exact"}

    with pytest.raises(IntegrityError, match=because), transaction.atomic():
        PassageFactory(**(honest | columns))


def test_a_passage_belongs_to_the_document_of_its_text(db):
    text = TextFactory(content=WORDS)

    with pytest.raises(IntegrityError, match="another document"), transaction.atomic():
        PassageFactory(text=text, document=DocumentFactory(), start=4, end=16)


def test_offsets_count_code_points_not_bytes_nor_utf16(db):
    words = "𝒜 says: 堤防は閉じた。 👩‍👩‍👧 é"
    start = words.index("堤防")

    passage = PassageFactory(text=TextFactory(content=words), start=start, end=start + 7)

    assert passage.quote == "堤防は閉じた。"


def test_a_text_is_what_its_hash_says(db):
    with pytest.raises(IntegrityError, match="not the words of text"), transaction.atomic():
        TextFactory(content=WORDS, sha256="0" * 64)
    with pytest.raises(IntegrityError, match="not the words of text"), transaction.atomic():
        TextFactory(content=WORDS, length=3)


def test_words_fill_a_stand_off_text_once_and_bring_its_passages_to_life(awaited):
    run("UPDATE sources_text SET content = %s", WORDS)

    awaited.refresh_from_db()
    assert (awaited.status, awaited.quote) == ("exact", "harbour gate")
    with pytest.raises(IntegrityError, match="never change"):
        run("UPDATE sources_text SET content = NULL")


def test_other_words_do_not_fill_a_stand_off_text(awaited):
    altered = WORDS.replace("dawn", "down")

    with pytest.raises(IntegrityError, match=f"their SHA-256 is {sha256(altered)}, the record says {sha256(WORDS)}"):
        run("UPDATE sources_text SET content = %s", altered)
    with pytest.raises(IntegrityError, match="64 characters, the record says 65"):
        run("UPDATE sources_text SET content = %s", WORDS[:-1])
    with pytest.raises(IntegrityError, match="only its rights"):
        run("UPDATE sources_text SET sha256 = %s", sha256(altered))

    awaited.refresh_from_db()
    assert (awaited.status, awaited.quote) == ("pinned", None)


def test_a_passage_that_does_not_give_its_hash_stops_the_load(awaited):
    false_pin = PassageFactory(text=awaited.text, start=0, end=3, status="pinned", quote_sha256="0" * 64)

    with pytest.raises(IntegrityError, match=f"passage {false_pin.public_id} does not give its own hash"):
        run("UPDATE sources_text SET content = %s", WORDS)

    assert Text.objects.get().content is None


def test_a_pinned_passage_is_not_called_exact_without_its_words(awaited):
    with pytest.raises(IntegrityError, match="is not the slice"):
        run("UPDATE sources_passage SET status = 'exact', quote = 'harbour gate'")


def test_rights_language_and_note_may_change(passage):
    run("UPDATE sources_text SET rights = 'private', note = 'withheld', language = 'en-GB'")

    assert Text.objects.values_list("rights", "note", "language").get() == ("private", "withheld", "en-GB")


def test_an_uncited_text_may_go_and_a_published_passage_may_not(db):
    text = TextFactory(content=WORDS)
    passage = PassageFactory(text=text, start=4, end=16, is_published=True)
    with recorded(by=publisher()):
        run("UPDATE sources_passage SET is_published = false")
    with pytest.raises(IntegrityError, match="is or was published"):
        run("DELETE FROM sources_passage WHERE id = %s", passage.pk)
    uncited = PassageFactory(text=TextFactory(content=WORDS), start=4, end=16)

    run("DELETE FROM sources_passage WHERE id = %s", uncited.pk)
    run("DELETE FROM sources_text WHERE id = %s", uncited.text_id)

    assert Text.objects.get() == text


def test_words_are_not_loaded_from_an_older_view_of_the_database(committed_db):
    text = TextFactory(content=None, words=WORDS)

    with pytest.raises(IntegrityError, match="READ COMMITTED"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("UPDATE sources_text SET content = %s WHERE id = %s", [WORDS, text.pk])


def test_a_mark_lies_within_its_text_and_stays_there(passage):
    mark = MarkFactory(text=passage.text)

    with pytest.raises(IntegrityError, match="ends past its text"):
        run('UPDATE sources_mark SET "end" = 10000')
    with pytest.raises(IntegrityError, match="a mark stays with its text"):
        run("UPDATE sources_mark SET text_id = %s", TextFactory(content="Other words.").pk)
    with pytest.raises(IntegrityError, match="the key of a row of sources_mark never changes"):
        run("UPDATE sources_mark SET id = id + 1000")

    mark.refresh_from_db()
    assert mark.revision == 1


def test_the_search_index_is_written_by_its_trigger_alone(passage):
    for statement in ("DELETE FROM sources_passageindex", "UPDATE sources_passageindex SET search = ''"):
        with pytest.raises(Error, match="permission denied"):
            run(statement)


def test_a_citation_key_stays(db):
    DocumentFactory(citation_key="nodomi2005challenges")

    with pytest.raises(IntegrityError, match="citation_key of sources_document .* changes only when an editor renames it"):
        run("UPDATE sources_document SET citation_key = 'other2005key'")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sources_document", "type", "nonsense"),
        ("sources_text", "rights", "nonsense"),
        ("sources_passage", "carried", "nonsense"),
        ("sources_document", "citation_key", "with space"),
    ],
)
def test_an_unknown_value_is_refused_by_the_table_itself(passage, table, column, value):
    with pytest.raises(IntegrityError):
        run(f"UPDATE {table} SET {column} = %s", value)


def test_a_pin_and_a_load_at_the_same_time_wait_for_each_other(committed_db):
    text = TextFactory(content=None, words=WORDS)
    other = connection.copy()
    try:
        with transaction.atomic():
            PassageFactory(text=text, start=0, end=3, status="pinned", quote_sha256="0" * 64)
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
                with pytest.raises(Error, match="lock timeout"):
                    cursor.execute("UPDATE sources_text SET content = %s", [WORDS])
    finally:
        other.close()
