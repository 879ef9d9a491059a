"""Entries of an export, each written once and kept for as long as nothing that it is made of changes.

What an entry is made of are rows whose revisions the database counts, on every path, and the program. An entry is kept under all of
these, so a change needs to tell nobody: the entry is found no more. The versions of the rows are read before the rows are, so that
a change in between leaves an entry that is newer than it says, never one that is older.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from history.past import is_past
from sources.formats.record import Record
from sources.models.documents import DocumentQuerySet
from sources.services.read_records import records_of

#: Libraries that have a say in how a work is written.
LIBRARIES = ("edtf", "langcodes", "language_data", "orjson", "pylatexenc", "python-stdnum")

_CHUNK = 4000
_WRITTEN_AT_ONCE = 1000

# One document at a time, by the indexes: after an import the planner takes the tables for small, and would read them whole for every chunk.
_VERSIONS = """
SELECT document.id, document.part_of_id, document.original_id,
       concat(document.revision, ' ', credits.versions, ' ', identifiers.versions, ' ', titles.versions), kept.versions, kept.text
  FROM unnest(%(keys)s::bigint[]) AS asked (id)
 CROSS JOIN LATERAL (SELECT * FROM sources_document WHERE id = asked.id OFFSET 0) AS document
 CROSS JOIN LATERAL (
    SELECT string_agg(concat(credit.id, '.', credit.revision, '.', author.revision), ',' ORDER BY credit.id) AS versions
      FROM sources_contribution AS credit
     CROSS JOIN LATERAL (SELECT revision FROM sources_author WHERE id = credit.author_id OFFSET 0) AS author
     WHERE credit.document_id = asked.id) AS credits
 CROSS JOIN LATERAL (
    SELECT string_agg(concat(id, '.', revision), ',' ORDER BY id) AS versions
      FROM sources_identifier WHERE document_id = asked.id) AS identifiers
 CROSS JOIN LATERAL (
    SELECT string_agg(concat(id, '.', revision), ',' ORDER BY id) AS versions
      FROM sources_titlevariant WHERE document_id = asked.id) AS titles
  LEFT JOIN LATERAL (
    SELECT versions, text FROM sources_writtenentry
     WHERE document_id = asked.id AND format = %(format)s AND program = %(program)s OFFSET 0) AS kept ON true
"""
# Whoever exports never waits: not for another export that keeps the same entries, nor for a document that is being deleted.
_KEEP = """
INSERT INTO sources_writtenentry (document_id, format, program, versions, text)
SELECT document.id, %(format)s, %(program)s, written.versions, written.text
  FROM unnest(%(keys)s::bigint[], %(versions)s::text[], %(texts)s::text[]) AS written (id, versions, text)
 CROSS JOIN LATERAL (SELECT id FROM sources_document WHERE id = written.id FOR KEY SHARE SKIP LOCKED) AS document
 WHERE (SELECT pg_try_advisory_xact_lock(history_lock('writing_entries')))
    ON CONFLICT (document_id, format) DO UPDATE SET program = excluded.program, versions = excluded.versions, text = excluded.text
"""


class _Found(NamedTuple):
    """What an entry is made of, and the entry where one is kept that is made of just that."""

    versions: str
    kept: str | None


def written_entries(documents: DocumentQuerySet, *, format: str, write: Callable[[Record], str]) -> Iterator[str]:  # noqa: A002 - as exports say
    """Yield each document as ``write`` gives it, in their order and in constant memory.

    Two statements for every four thousand documents, three where any belongs to a whole or an original; entries that are not kept
    yet are written, and kept, a thousand at a time.

    Args:
        documents: Which.
        format: Under what name the entries are kept: always the same for one way of writing.
        write: Gives the entry of a record, which may depend on the record only.
    """
    keys = iter(documents.values_list("pk", flat=True).iterator(chunk_size=_CHUNK))
    while chunk := list(islice(keys, _CHUNK)):
        found = _find(chunk, format)
        for start in range(0, len(chunk), _WRITTEN_AT_ONCE):
            part = [key for key in chunk[start : start + _WRITTEN_AT_ONCE] if key in found]
            texts = {key: kept for key in part if (kept := found[key].kept) is not None}
            texts |= _write([key for key in part if key not in texts], found, format, write)
            # What was deleted in between has no record any more.
            yield from (texts[key] for key in part if key in texts)


def _find(keys: Sequence[int], form: str) -> dict[int, _Found]:
    rows = _rows(keys, form)
    own = {row[0]: row[3] for row in rows}
    linked = {key for row in rows for key in row[1:3] if key is not None}
    if linked - own.keys():
        own |= {row[0]: row[3] for row in _rows(list(linked - own.keys()), form)}
    found = {}
    for key, whole, original, own_versions, kept_under, kept in rows:
        is_linked = whole is not None or original is not None
        versions = f"{own_versions} in {own.get(whole, '')} of {own.get(original, '')}" if is_linked else own_versions
        found[key] = _Found(versions, kept if kept_under == versions else None)
    return found


def _rows(keys: Sequence[int], form: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, {"keys": list(keys), "format": form, "program": program_digest()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _write(keys: Sequence[int], found: Mapping[int, _Found], form: str, write: Callable[[Record], str]) -> dict[int, str]:
    """Return the entries of these documents, those deleted meanwhile left out, and keep them."""
    if not keys:
        return {}
    written = {key: write(record) for key, record in records_of(keys).items()}
    if is_past():
        return written
    given: dict[str, Any] = {
        "keys": list(written),
        "versions": [found[key].versions for key in written],
        "texts": list(written.values()),
        "format": form,
        "program": program_digest(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, given)
    return written


@cache
def program_digest() -> str:
    """Return the SHA-256 of what writes entries: every module of this room, and the versions of Python and of the libraries."""
    digest = hashlib.sha256(" ".join([platform.python_version(), *map(version, LIBRARIES)]).encode())
    room = Path(__file__).parents[1]
    for path in sorted(room.rglob("*.py")):
        digest.update(str(path.relative_to(room)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
