"""Prove the held texts and passages again, with the database's own functions and apart from its triggers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from sources.models import Passage, Text

# Hashes are computed by the server, row by row: nothing is held in memory, however long the texts.
_FALSE_TEXTS = """
    SELECT public_id, 'its words have another SHA-256 or length than its record' FROM sources_text
     WHERE content IS NOT NULL AND (encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256 OR char_length(content) <> length)
"""
_FALSE_PASSAGES = """
    SELECT * FROM (SELECT passage.public_id, CASE
        WHEN passage.status = 'exact' AND text.content IS NULL THEN 'it is called exact but its text is not held'
        WHEN passage.status = 'pinned' AND text.content IS NOT NULL THEN 'it is called pinned but its text is held'
        WHEN passage.status = 'exact' AND substr(text.content, passage.start + 1, passage."end" - passage.start) <> passage.quote
            THEN 'its words are not the slice of its text'
        WHEN text.document_id <> passage.document_id THEN 'its text belongs to another document'
        WHEN encode(sha256(convert_to(passage.quote, 'UTF8')), 'hex') <> passage.quote_sha256 THEN 'its words have another SHA-256'
        END
      FROM sources_passage passage LEFT JOIN sources_text text ON text.id = passage.text_id) AS judged (name, fault)
     WHERE fault IS NOT NULL
"""

# What corrections made of passages: each is told, of the right text, with the grade that the words have.
_FALSE_LINEAGE = """
    SELECT carried.public_id, CASE
        WHEN text.derived_from_id IS DISTINCT FROM before.text_id THEN 'its text does not correct the text of the passage it is derived from'
        WHEN (carried.carried = 'changed') = (carried.quote_sha256 = before.quote_sha256)
            THEN 'it is called ' || carried.carried || ', and the words say otherwise'
        WHEN (carried.carried = 'orphaned') <> (carried.start IS NULL) THEN 'an orphaned passage has no place, any other has one' END AS fault
      FROM sources_passage carried JOIN sources_passage before ON before.id = carried.derived_from_id
      LEFT JOIN sources_text text ON text.id = carried.text_id
     WHERE text.derived_from_id IS DISTINCT FROM before.text_id OR (carried.carried = 'changed') = (carried.quote_sha256 = before.quote_sha256)
        OR (carried.carried = 'orphaned') <> (carried.start IS NULL)
     UNION ALL
    SELECT before.public_id, 'its text was corrected, and nothing says what became of it'
      FROM sources_text text JOIN sources_passage before ON before.text_id = text.derived_from_id
     WHERE before.status <> 'orphaned' AND before.created_at < text.created_at
       AND NOT EXISTS (SELECT 1 FROM sources_passage carried WHERE carried.derived_from_id = before.id AND carried.text_id = text.id)
     UNION ALL
    SELECT carried.public_id, 'nothing says which passage it was carried over from' FROM sources_passage carried
     WHERE (carried.carried <> '') <> (carried.derived_from_id IS NOT NULL)
"""


def verify_sources() -> tuple[dict[str, int], list[str]]:
    """Return how many texts and passages were proved, and a sentence for each that failed."""
    counts = {"texts": Text.objects.count(), "passages": Passage.objects.count()}
    return counts, [*_faults("Text", _FALSE_TEXTS), *_faults("Passage", _FALSE_PASSAGES), *_faults("Passage", _FALSE_LINEAGE)]


def _faults(kind: str, query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        for name, fault in cursor:
            yield f"{kind} {name}: {fault}."
