"""Prove the held texts and passages again, with the database's own functions and apart from its triggers."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from sources.models import OriginalFile, Passage, Reference, Text

# Hashes are computed by the server, row by row: nothing is held in memory, however long the texts.
_FALSE_TEXTS = """
    SELECT public_id, 'its words have another SHA-256 or length than its record' FROM sources_text
     WHERE content IS NOT NULL AND (encode(sha256(convert_to(content, 'UTF8')), 'hex') <> sha256 OR char_length(content) <> length)
"""
_FALSE_FILES = """
    SELECT file.public_id, CASE WHEN kept.content IS NULL THEN 'its bytes are missing'
        ELSE 'its bytes have another SHA-256 or size than its record' END
      FROM sources_originalfile file LEFT JOIN sources_originalbytes kept ON kept.file_id = file.id
     WHERE kept.content IS NULL OR encode(sha256(kept.content), 'hex') <> file.sha256 OR octet_length(kept.content) <> file.size
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
_FALSE_REFERENCES = """
    SELECT * FROM (SELECT reference.public_id, CASE
        WHEN text.document_id <> reference.citing_id THEN 'its text belongs to another document'
        WHEN text.content IS NOT NULL AND substr(text.content, reference.start + 1, reference."end" - reference.start) <> reference.raw
            THEN 'its words are not the slice of its text'
        WHEN reference.raw <> '' AND encode(sha256(convert_to(reference.raw, 'UTF8')), 'hex') <> reference.raw_sha256
            THEN 'its words have another SHA-256'
        END
      FROM sources_reference reference JOIN sources_text text ON text.id = reference.text_id) AS judged (name, fault)
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
# What is shown, and counted as shown, against what it should be: counted by the database, from the passages.
_FALSE_SPANS = """
    SELECT passage.public_id, 'what is counted as shown of its text is not what it shows'
      FROM sources_passage passage JOIN sources_text text ON text.id = passage.text_id
      LEFT JOIN sources_shownspan span ON span.passage_id = passage.id
     WHERE (passage.start IS NOT NULL AND passage.is_published IS DISTINCT FROM coalesce(span.by_itself, false))
        OR (span.text_id, span.start, span."end") IS DISTINCT FROM
           (passage.text_id, greatest(passage.start - 32, 0), least(passage."end" + 32, text.length)) AND span.passage_id IS NOT NULL
"""
_FALSE_USES = """
    SELECT text.public_id, CASE
        WHEN (used.characters, used.words) IS DISTINCT FROM (counted.characters, counted.words)
            THEN format('its excerpts show %s words, counted were %s', counted.words, coalesce(used.words, 0))
        ELSE format('its excerpts show more than they may: %s of %s words, %s of %s characters', counted.words, text.excerpt_most_words,
                    counted.characters, text.length::bigint * text.excerpt_most_share / 100) END
      FROM sources_text text CROSS JOIN LATERAL sources_count_excerpts(text.id) AS counted
      LEFT JOIN sources_excerptuse used ON used.text_id = text.id
     WHERE (used.characters, used.words) IS DISTINCT FROM (counted.characters, counted.words)
        OR (text.rights = 'excerpt_only' AND (counted.words > text.excerpt_most_words
            OR counted.characters::bigint * 100 > text.length::bigint * text.excerpt_most_share))
"""


def verify_sources() -> tuple[dict[str, int], list[str]]:
    """Return how many texts, files, passages and references were proved, and a sentence for each that failed."""
    counts = {
        "texts": Text.objects.count(),
        "files": OriginalFile.objects.count(),
        "passages": Passage.objects.count(),
        "references": Reference.objects.filter(text__isnull=False).count(),
    }
    return counts, [
        *_faults("Text", _FALSE_TEXTS),
        *_faults("File", _FALSE_FILES),
        *_faults("Passage", _FALSE_PASSAGES),
        *_faults("Passage", _FALSE_LINEAGE),
        *_faults("Passage", _FALSE_SPANS),
        *_faults("Text", _FALSE_USES),
        *_faults("Reference", _FALSE_REFERENCES),
    ]


def _faults(kind: str, query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        for name, fault in cursor:
            yield f"{kind} {name}: {fault}."
