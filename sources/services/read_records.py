"""Records of many documents from a few statements, without an object for each row.

Gives what ``describe_document`` gives, which is its oracle in the tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import orjson
from django.db import connection

from sources.formats.record import CSL_DATES, Name, Record, Title
from sources.models import Document
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS, DocumentQuerySet
from sources.services.describe_document import with_identifiers
from sources.services.inheritance import with_inherited

_CHUNK = 1000
_TEXTS = tuple(FIELD_COLUMNS.items())
_DATES = tuple(DATE_COLUMNS.items())
_FIRST_TEXT = 8
_FIRST_DATE = _FIRST_TEXT + len(_TEXTS)
_COLUMNS = ", ".join(
    [
        "id",
        "citation_key",
        "type",
        "part_of_id",
        "original_id",
        "is_hidden",
        "variables::text",
        "extra::text",
        *FIELD_COLUMNS,
        *DATE_COLUMNS,
    ]
)
_NAME = ("family", "given", "particle", "dropping_particle", "suffix", "literal")
_CREDITED = (
    "SELECT credit.document_id, credit.role, "  # noqa: S608 - names of columns
    + ", ".join(f"CASE WHEN own THEN credit.{part} ELSE author.{part} END" for part in _NAME)
    + " FROM sources_contribution AS credit"
    # One author at a time: in the midst of an import the planner takes the table for empty and would read it whole.
    " CROSS JOIN LATERAL (SELECT * FROM sources_author AS one WHERE one.id = credit.author_id OFFSET 0) AS author"
    " CROSS JOIN LATERAL (SELECT credit.family <> '' OR credit.given <> '' OR credit.literal <> '' AS own) AS named"
    ' WHERE credit.document_id = ANY(%s) ORDER BY credit.document_id, credit.role COLLATE "C", credit.position'
)


def read_records(documents: DocumentQuerySet) -> Iterator[Record]:
    """Yield the records of ``documents`` in their order, with what they inherit; in constant memory.

    Reads through a cursor of the server; a few statements for every thousand documents.
    """
    keys = iter(documents.values_list("pk", flat=True).iterator(chunk_size=_CHUNK))
    while chunk := list(islice(keys, _CHUNK)):
        records = records_of(chunk)
        yield from (records[key] for key in chunk if key in records)


def records_of(keys: Iterable[int]) -> dict[int, Record]:
    """Return the records of these documents by their primary keys, with what they inherit. Four statements, twice if any inherits."""
    rows = _rows(list(keys))
    own = _own_records(rows)
    related = {key for row in rows for key in (row[3], row[4]) if key is not None}
    if not related:
        return own
    related_rows = _rows(list(related))
    theirs = _own_records(related_rows)
    # What is hidden is named nowhere, not even by what belongs to it (law 7).
    shown = {row[0]: theirs[row[0]] for row in related_rows if not row[5]}
    return {row[0]: with_inherited(own[row[0]], shown.get(row[3]), shown.get(row[4])) for row in rows}


def own_records_of(keys: Iterable[int]) -> dict[int, Record]:
    """Return what these documents say themselves, by their primary keys. Four statements."""
    return _own_records(_rows(list(keys)))


def _rows(keys: Sequence[int]) -> list[tuple[Any, ...]]:
    return _all(f"SELECT {_COLUMNS} FROM {Document._meta.db_table} WHERE id = ANY(%s)", keys)  # noqa: S608 - names of columns


def _own_records(rows: Sequence[tuple[Any, ...]]) -> dict[int, Record]:
    keys = [row[0] for row in rows]
    names = _names(keys)
    identifiers = _grouped("SELECT document_id, scheme, value FROM sources_identifier WHERE document_id = ANY(%s) ORDER BY 1, 2, 3", keys)
    titles = _grouped(
        "SELECT document_id, form, language, title FROM sources_titlevariant WHERE document_id = ANY(%s) ORDER BY 1, id", keys
    )
    return {row[0]: _own_record(row, names.get(row[0], {}), identifiers.get(row[0], ()), titles.get(row[0], ())) for row in rows}


def _own_record(
    row: tuple[Any, ...],
    names: Mapping[str, tuple[Name, ...]],
    identifiers: Sequence[tuple[str, str]],
    titles: Sequence[tuple[str, str, str]],
) -> Record:
    fields = {variable: text for (_, variable), text in zip(_TEXTS, row[_FIRST_TEXT:_FIRST_DATE], strict=True) if text}
    dates = {variable: text for (_, variable), text in zip(_DATES, row[_FIRST_DATE:], strict=True) if text}
    if row[6] != "{}":
        for name, value in orjson.loads(row[6]).items():
            (dates if name in CSL_DATES else fields)[name] = value
    further: Mapping[str, tuple[str, ...]] = {}
    if identifiers:
        fields, further = with_identifiers(fields, identifiers)
    return Record(
        key=row[1],
        type=row[2],
        names=names,
        dates=dates,
        fields=fields,
        identifiers=further,
        titles=tuple(Title(*title) for title in titles),
        extra={} if row[7] == "{}" else {name: str(value) for name, value in orjson.loads(row[7]).items()},
    )


def _names(keys: Sequence[int]) -> dict[int, dict[str, tuple[Name, ...]]]:
    credited: dict[int, dict[str, list[Name]]] = {}
    for document, role, *parts in _all(_CREDITED, keys):
        credited.setdefault(document, {}).setdefault(role, []).append(Name(*parts))
    return {document: {role: tuple(names) for role, names in roles.items()} for document, roles in credited.items()}


def _grouped(statement: str, keys: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for document, *values in _all(statement, keys):
        found[document].append(tuple(values))
    return found


def _all(statement: str, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
