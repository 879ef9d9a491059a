"""What became of one entry of an imported file, and of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sources.formats.entries import Fault

Result = Literal["created", "updated", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the file says otherwise than the document here."""

    #: A CSL variable or role, ``type``, ``part_of``, ``original``, ``titles.<form>``, ``identifiers.<scheme>`` or ``extra.<name>``.
    field: str
    #: "" where the document here says nothing.
    here: str
    file: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry, or would become of it."""

    #: Line on which the entry begins, from 1.
    line: int
    #: The file's own key; "" if it has none.
    key: str
    #: Citation key here; "" when it failed.
    document: str
    result: Result
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    #: For one that is here already: what the file says otherwise; with ``updated``, what was written over.
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How an import ended."""

    #: Stored anew; after a dry run, what would be; 0 where a failed entry kept everything out.
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    #: Whether the database now holds what the file brought.
    is_stored: bool = False


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the object by which commands and the API show an outcome; faults are sentences that name line and field."""
    return {
        "key": outcome.key,
        "line": outcome.line,
        "result": outcome.result,
        "errors": [str(fault) for fault in outcome.errors],
        "warnings": [str(fault) for fault in outcome.warnings],
        "document": outcome.document,
        "differences": [{"field": one.field, "here": one.here, "file": one.file} for one in outcome.differences],
    }
