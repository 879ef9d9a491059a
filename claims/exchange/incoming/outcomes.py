"""What became of one record of a file of claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from claims.exchange.lines.reading import Cells
from sources.formats.entries import Fault
from sources.services.importing.outcome import Difference, Result

T = TypeVar("T")


@dataclass(slots=True)
class Incoming(Generic[T]):
    """A record on its way in, and what becomes of it."""

    #: Its place among all records of the file, from 0.
    number: int
    #: On which it stands, from 1.
    line: int
    record: T
    result: Result = "created"
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    #: Where in a foreign table it was said; None for a line of our own files.
    cells: Cells | None = None

    def told(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Return faults or warnings by where they stand in the file that was given."""
        return tuple(faults) if self.cells is None else tuple(map(self.cells.of, faults))

    def refuse(self, place: str, message: str) -> None:
        """Note why it is not taken."""
        self.faults.append(Fault(self.line, place, message))
        self.result = "failed"

    def warn(self, place: str, message: str) -> None:
        """Note what is taken otherwise than it was meant."""
        self.warnings.append(Fault(self.line, place, message))

    def differs(self, place: str, here: str, file: str) -> None:
        """Note what the file says otherwise than the record here."""
        self.differences.append(Difference(place, here, file))
        self.result = "unchanged"


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What became of one topic, claim or relation, or would become of it."""

    #: topic, claim or relation; "" where the line cannot be read.
    record: str
    #: Line on which it stands, from 1.
    line: int
    #: A topic's slug; the id of others; "" if it has none.
    key: str
    result: Result
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    #: For one that is here already: what the file says otherwise; with ``updated``, what was written over.
    differences: tuple[Difference, ...] = ()


def claim_outcome_as_json(outcome: ClaimOutcome) -> dict[str, Any]:
    """Return the object by which the command shows an outcome; faults are sentences that name line and field."""
    return {
        "record": outcome.record,
        "key": outcome.key,
        "line": outcome.line,
        "result": outcome.result,
        "errors": [str(fault) for fault in outcome.errors],
        "warnings": [str(fault) for fault in outcome.warnings],
        "differences": [{"field": one.field, "here": one.here, "file": one.file} for one in outcome.differences],
    }
