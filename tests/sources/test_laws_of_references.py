"""What a reference found in a text must be, held by the database against raw SQL of the application's own role."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from history.laws import broken_laws
from sources.ingestion.extraction import Extraction
from sources.models import Reference
from sources.services.hold_text import Copy, fill_text
from sources.services.merging import merge_documents, undo_merge
from sources.services.references.finding import find_references
from sources.services.verify_sources import verify_sources
from tests.factories.sources import DocumentFactory, ReferenceFactory, TextFactory

pytestmark = pytest.mark.django_db

WORDS = "Water rose. Ada Quill, Tides (1998). It fell."


def change(reference: Reference, **columns: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        named = ", ".join(f'"{column}" = %s' for column in columns)
        cursor.execute(f"UPDATE sources_reference SET {named} WHERE id = %s", [*columns.values(), reference.pk])


@pytest.fixture
def reference():
    text = TextFactory(content=WORDS)
    return ReferenceFactory(citing=text.document, text=text, start=12, end=36, raw=WORDS[12:36])


def test_its_words_are_the_slice_of_its_text(reference):
    for columns in ({"raw": "Ada Quill, Tides (1999)."}, {"start": 13}, {"end": 37}, {"raw": ""}):
        with pytest.raises(IntegrityError, match="is not the slice"):
            change(reference, **columns)

    change(reference, start=16, raw=WORDS[16:36])


def test_its_place_lies_within_its_text(reference):
    with pytest.raises(IntegrityError, match="ends at 99, its text at 45"):
        change(reference, end=99)


def test_its_text_is_one_of_the_citing_document(reference):
    for columns in ({"citing_id": DocumentFactory().pk}, {"text_id": TextFactory(content=WORDS).pk}):
        with pytest.raises(IntegrityError, match="is not one of the citing document"):
            change(reference, **columns)


def test_what_it_quotes_lies_within_a_text_of_the_cited_document(reference):
    held = TextFactory(content=WORDS)
    cited = {"status": "resolved", "cited_id": held.document_id, "cited_text_id": held.pk, "cited_start": 0}

    with pytest.raises(IntegrityError, match="ends at 99, the text at 45"):
        change(reference, **cited, cited_end=99)
    with pytest.raises(IntegrityError, match="is not one of the cited document"):
        change(reference, **{**cited, "cited_id": DocumentFactory().pk}, cited_end=9)
    change(reference, **cited, cited_end=9)


def test_the_hash_of_the_words_is_the_database_s_own(reference):
    change(reference, raw_sha256="0" * 64)
    reference.refresh_from_db()

    assert reference.raw_sha256 == hashlib.sha256(WORDS[12:36].encode()).hexdigest()


def copy(words: str) -> Copy:
    return Copy("words.txt", words.encode(), Extraction(words, (), "text/plain", "plain text", "1"))


def test_in_a_text_that_is_not_held_its_hash_stands_until_the_words_arrive():
    text = TextFactory(content=None, words=WORDS)
    sha256 = hashlib.sha256(WORDS[12:36].encode()).hexdigest()
    row = ReferenceFactory(citing=text.document, text=text, start=12, end=36, raw="", raw_sha256=sha256)

    fill_text(text, copy(WORDS))

    row.refresh_from_db()
    assert row.raw == WORDS[12:36]


def test_words_that_do_not_give_a_reference_its_hash_are_refused():
    text = TextFactory(content=None, words=WORDS)
    ReferenceFactory(citing=text.document, text=text, start=12, end=36, raw="Ada Quill, Storms (2001)")

    with pytest.raises(ValidationError, match="the words are refused: reference .* does not give its own hash"):
        fill_text(text, copy(WORDS))


def test_without_words_and_without_a_hash_there_is_no_reference():
    with pytest.raises(IntegrityError, match="sources_reference_has_words"):
        ReferenceFactory(raw="")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "notes"}, "sources_reference_kind_known"),
        ({"method": "guess"}, "sources_reference_method_known"),
        ({"score": 1.5}, "sources_reference_score_fits"),
        ({"cited_start": 3}, "sources_reference_cited_span"),
        ({"parsed": "[]"}, "sources_reference_parsed_is_object"),
        ({"candidates": "{}"}, "sources_reference_candidates_are_list"),
    ],
)
def test_values_that_do_not_fit_are_refused(reference, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        change(reference, **columns)


def test_a_citation_does_not_repeat_itself(reference):
    with pytest.raises(IntegrityError, match="sources_reference_not_itself"):
        change(reference, repeats_id=reference.pk)


def test_a_merge_takes_references_along_with_their_text_and_gives_them_back(reference, editor):
    kept, merged = DocumentFactory(), reference.citing
    merge = merge_documents(kept, merged, by=editor, reason="One work")
    reference.refresh_from_db()
    assert (reference.citing, reference.text.document) == (kept, kept)

    undo_merge(merge, by=editor, reason="Two works")

    reference.refresh_from_db()
    assert (reference.citing, reference.text.document) == (merged, merged)


def test_the_laws_are_known_to_whoever_verifies(reference):
    assert find_references(reference.text).created == []
    assert broken_laws()[1] == []
    assert verify_sources() == ({"texts": 1, "files": 0, "passages": 0, "references": 1}, [])
