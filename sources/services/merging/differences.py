"""Where two records say different things, field by field."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sources.models import Author, Document
from sources.models.names import NameParts
from sources.services.merging.moves import Move

# The parts of a name only make sense together, with whether it is a person's.
NAME_COLUMNS = ("kind", "family", "given", "particle", "dropping_particle", "suffix", "literal")
_AUTHOR_FIELDS = ("orcid", "viaf", "wikidata", "note")
_NOT_COMPARED = {"id", "public_id", "revision", "created_at", "changed_at", "citation_key", "merged_into", "is_hidden"}
NAME, CREDITS = "name", "contributions"


@dataclass(frozen=True)
class Difference:
    """One field in which two records differ; ``is_taken`` where the merged record's value shall stand afterwards."""

    name: str
    label: str
    kept: str
    merged: str
    is_taken: bool


def differences(kept: Any, merged: Any, take: Collection[str]) -> list[Difference]:
    """Return the fields in which two documents, or two authors, differ, in the order of the form."""
    found = _document_differences(kept, merged) if isinstance(kept, Document) else _author_differences(kept, merged)
    return [Difference(name, label, mine, theirs, name in take) for name, label, mine, theirs in found if mine != theirs]


def field_moves(kept: Any, merged: Any, take: Collection[str]) -> list[Move]:
    """Return the moves that give the kept record the merged record's values of the fields in ``take``."""
    columns = [column for name in take for column in (NAME_COLUMNS if name == NAME else (name,)) if name in columns_to_take(kept)]
    moves = []
    for name in columns:
        column = kept._meta.get_field(name).attname
        old, new = getattr(kept, column), getattr(merged, column)
        if old != new:
            moves.append(Move(kept._meta.db_table, kept.pk, column, old, new))
    return moves


def columns_to_take(record: Any) -> list[str]:
    """Return the names of the fields of one record that a merge may take from the other."""
    return [NAME, *_AUTHOR_FIELDS] if isinstance(record, Author) else _document_fields()


def _document_fields() -> list[str]:
    return [field.name for field in Document._meta.concrete_fields if field.name not in _NOT_COMPARED]


def _document_differences(kept: Document, merged: Document) -> Iterator[tuple[str, str, str, str]]:
    for name in _document_fields():
        yield name, _label(kept, name), _shown(kept, name), _shown(merged, name)
        if name == "title":
            yield CREDITS, "names on the title page", _credits(kept), _credits(merged)


def _author_differences(kept: Author, merged: Author) -> Iterator[tuple[str, str, str, str]]:
    yield NAME, "name", _name(kept), _name(merged)
    for name in _AUTHOR_FIELDS:
        yield name, _label(kept, name), _shown(kept, name), _shown(merged, name)


def _shown(record: Any, name: str) -> str:
    value = getattr(record, name)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _label(record: Any, name: str) -> str:
    return str(record._meta.get_field(name).verbose_name)


def _name(author: Author) -> str:
    return f"{author.sort_name} ({author.get_kind_display()})"


def _credits(document: Document) -> str:
    """The contributions as a line: roles, names, and what the document prints."""
    told = []
    for one in document.contributions.select_related("author").order_by("role", "position"):
        named: NameParts = one if one.has_name else one.author
        told.append(f"{one.get_role_display()}: {named.sort_name}" + (f" (as {one.credited})" if one.credited else ""))
    return "; ".join(told)
