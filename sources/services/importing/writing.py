"""New documents, their people, identifiers and titles, written a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from sources.formats.record import CSL_DATES, Name, Record
from sources.models import Author, Contribution, Document, Identifier, TitleVariant
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS, FURTHER_VARIABLES
from sources.services.importing.incoming import Incoming, digest_of, identifiers_of
from sources.services.importing.rows import Table
from sources.services.importing.tables import copy_in, next_ids

_FURTHER = frozenset(FURTHER_VARIABLES)
_PARTS = ("family", "given", "particle", "dropping_particle", "suffix", "literal")


_AUTHORS = Table(Author)
_DOCUMENTS = Table(Document)
_CONTRIBUTIONS = Table(Contribution)
_IDENTIFIERS = Table(Identifier)
_TITLES = Table(TitleVariant)
_COLUMNS = {variable: _DOCUMENTS.place[column] for column, variable in {**FIELD_COLUMNS, **DATE_COLUMNS}.items()}
_AUTHOR_PARTS = [_AUTHORS.place[part] for part in _PARTS]
_CREDIT_PARTS = [_CONTRIBUTIONS.place[part] for part in _PARTS]


@dataclass
class Credits:
    """The authors of a batch: those here, and those who must be made."""

    #: Digest of a name -> authors who bear it: primary key, and whether it is the authority record's own name.
    people: dict[str, list[tuple[int, bool]]]
    #: Names of authors to be made, with the digest.
    made: list[tuple[str, Name]] = field(default_factory=list)
    #: Document, author (negative: place in `made`, from -1), role, position, name where it is not the record's own.
    rows: list[tuple[int, int, str, int, Name | None]] = field(default_factory=list)

    def add(self, document: int, role: str, names: Iterable[Name]) -> None:
        """Credit names on a document, in order.

        A name equal in all parts to an author's, or to a variant of one, is that author; of several authors who bear it the first
        by primary key. Named twice in one role, a name stands for two people: the second of those who bear it, or a new one.
        """
        used: set[int] = set()
        for position, name in enumerate(names, 1):
            digest = digest_of(name)
            known = self.people.setdefault(digest, [])
            found = next((one for one in known if one[0] not in used), None)
            if found is None:
                self.made.append((digest, name))
                found = (-len(self.made), True)
                known.append(found)
            used.add(found[0])
            self.rows.append((document, found[0], role, position, None if found[1] else name))


def write_documents(batch: Sequence[Incoming], stored: Sequence[Record], people: dict[str, list[tuple[int, bool]]]) -> None:
    """Write new documents with all that belongs to them, in as many statements as there are tables.

    Args:
        batch: Entries with their primary keys and citation keys.
        stored: What is written of each: its record without what it inherits.
        people: Authors here by the digests of names.
    """
    who = Credits(people)
    for entry, record in zip(batch, stored, strict=True):
        for role, names in record.names.items():
            who.add(entry.document_id, role, names)
    write_authors(who)
    _DOCUMENTS.write([_document_row(entry, record) for entry, record in zip(batch, stored, strict=True)])
    _CONTRIBUTIONS.write(_contribution_rows(who))
    _IDENTIFIERS.write(_identifier_rows(batch, stored))
    _TITLES.write(_title_rows(batch, stored))


def write_authors(who: Credits) -> None:
    """Write the authors who must be made, note them for the names of later entries, and give the contributions their primary keys."""
    if not who.made:
        return
    keys = next_ids(_AUTHORS.name, len(who.made))
    _AUTHORS.write([_author_row(key, name) for key, (_, name) in zip(keys, who.made, strict=True)])
    noted = ((digest, key, True) for key, (digest, _) in zip(keys, who.made, strict=True))
    copy_in("import_person", ("digest", "author_id", "is_own"), noted)
    for digest, _ in who.made:
        who.people[digest] = [(author if author > 0 else keys[-author - 1], is_own) for author, is_own in who.people[digest]]
    who.rows = [
        (document, author if author > 0 else keys[-author - 1], role, position, name) for document, author, role, position, name in who.rows
    ]


def write_contributions(who: Credits) -> None:
    """Write contributions, and the authors who must be made for them."""
    write_authors(who)
    _CONTRIBUTIONS.write(_contribution_rows(who))


def _contribution_rows(who: Credits) -> list[list[Any]]:
    rows = []
    keys = next_ids(_CONTRIBUTIONS.name, len(who.rows))
    for key, (document, author, role, position, name) in zip(keys, who.rows, strict=True):
        row = _CONTRIBUTIONS.row({"id": key, "document_id": document, "author_id": author, "role": role, "position": position})
        if name is not None:
            for place, part in zip(_CREDIT_PARTS, _PARTS, strict=True):
                row[place] = getattr(name, part)
        rows.append(row)
    return rows


def _author_row(key: int, name: Name) -> list[Any]:
    row = _AUTHORS.row({"id": key, "kind": Author.Kind.ORGANISATION.value if name.literal else Author.Kind.PERSON.value})
    for place, part in zip(_AUTHOR_PARTS, _PARTS, strict=True):
        row[place] = getattr(name, part)
    return row


def _document_row(entry: Incoming, record: Record) -> list[Any]:
    row = _DOCUMENTS.row(
        {
            "id": entry.document_id,
            "citation_key": entry.citation_key,
            "type": record.type,
            "part_of_id": entry.part_of_id,
            "original_id": entry.original_id,
        }
    )
    for variable, text in (*record.fields.items(), *record.dates.items()):
        place = _COLUMNS.get(variable)
        if place is not None:
            row[place] = text
    further = further_variables(record)
    if further:
        row[_DOCUMENTS.place["variables"]] = orjson.dumps(further).decode()
    if record.extra:
        row[_DOCUMENTS.place["extra"]] = orjson.dumps(dict(record.extra)).decode()
    return row


def further_variables(record: Record) -> dict[str, str]:
    """Return what goes into ``Document.variables``: the variables of CSL that have no column."""
    found = {name: text for name, text in record.fields.items() if name in _FURTHER}
    return found | {name: date for name, date in record.dates.items() if name in _FURTHER and name in CSL_DATES}


def _identifier_rows(batch: Sequence[Incoming], stored: Sequence[Record]) -> list[list[Any]]:
    found = [(entry.document_id, *one) for entry, record in zip(batch, stored, strict=True) for one in identifiers_of(record)]
    keys = next_ids(_IDENTIFIERS.name, len(found))
    return [
        _IDENTIFIERS.row({"id": key, "document_id": document, "scheme": scheme, "value": value})
        for key, (document, scheme, value) in zip(keys, found, strict=True)
    ]


def _title_rows(batch: Sequence[Incoming], stored: Sequence[Record]) -> list[list[Any]]:
    found = [(entry.document_id, title) for entry, record in zip(batch, stored, strict=True) for title in record.titles]
    keys = next_ids(_TITLES.name, len(found)) if found else []
    return [
        _TITLES.row({"id": key, "document_id": document, "form": title.form, "language": title.language, "title": title.text})
        for key, (document, title) in zip(keys, found, strict=True)
    ]
