"""What an import said of each entry, kept in files: whole counts, and rows to page through, the faults first."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, replace
from itertools import islice, product
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, TextIO

#: What may have become of an entry, the gravest first; ``differs``: it is here already, and the file says something else.
KINDS: tuple[str, ...] = ("failed", "differs", "updated", "created", "unchanged")
#: How many bytes of `footprint` stand for one entry.
FOOTPRINT = 16
# A file of broken entries may have millions of them: so many of a kind can be looked at, all are counted.
_MOST_ROWS = 20_000
# One field may hold megabytes, one entry thousands of faults.
_MOST_CHARACTERS = 1_000
_MOST_ITEMS = 25


class Fault(Protocol):
    """What is wrong with an entry, or is taken otherwise than it was meant."""

    @property
    def line(self) -> int:
        """Where, from 1."""

    @property
    def field(self) -> str:
        """Of which field; "" for all of the entry."""

    @property
    def message(self) -> str:
        """A sentence."""


class Difference(Protocol):
    """What a file says otherwise than the record here."""

    @property
    def field(self) -> str:
        """Of which field."""

    @property
    def here(self) -> str:
        """What is said here."""

    @property
    def file(self) -> str:
        """What the file says."""


class Outcome(Protocol):
    """What became of one entry of a file, or would become of it: a frozen dataclass of the app that reads the file."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def line(self) -> int:
        """On which it begins, from 1."""

    @property
    def key(self) -> str:
        """The file's own name for it; "" if it has none."""

    @property
    def result(self) -> Literal["created", "updated", "unchanged", "failed"]:
        """How it ended."""

    @property
    def errors(self) -> Sequence[Fault]:
        """Why it failed."""

    @property
    def warnings(self) -> Sequence[Fault]:
        """What its reader should know."""

    @property
    def differences(self) -> Sequence[Difference]:
        """Of an entry that is here already."""


#: Names the record here that an entry speaks of: what kind it is, and its name; "" where there is none.
Naming = Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of one sort: those of a file are in the order of the imported file."""

    #: Whether an entry has another outcome than at the first look.
    is_changed: bool
    kind: str
    is_warned: bool

    @property
    def name(self) -> str:
        """Of its file, and of its count."""
        return "-".join([*["changed"] * self.is_changed, self.kind, *["warned"] * self.is_warned])

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """Changed before others, then what cannot be read, then what has warnings."""
        return not self.is_changed, self.kind != "failed", not self.is_warned, KINDS.index(self.kind)

    def answers(self, show: str) -> bool:
        """Whether its rows are asked for: by a kind, by ``warned`` or ``changed``, or all of them by ""."""
        return show in {"", self.kind, *["changed"] * self.is_changed, *["warned"] * self.is_warned}


PLACES: tuple[Place, ...] = tuple(sorted((Place(*one) for one in product((True, False), KINDS, (True, False))), key=lambda one: one.order))
#: What can be asked for.
SHOWN: tuple[str, ...] = ("changed", "failed", "warned", "differs", "updated", "created", "unchanged")


@dataclass(frozen=True)
class Counts:
    """How many entries there are of every sort, however many rows are kept of them."""

    by_place: Mapping[str, int]

    def of(self, show: str) -> int:
        """How many entries are asked for by one of ``SHOWN``, or by "" all."""
        return sum(self.by_place.get(place.name, 0) for place in PLACES if place.answers(show))

    def listed(self, show: str) -> int:
        """How many of them have a row."""
        return sum(min(_MOST_ROWS, self.by_place.get(place.name, 0)) for place in PLACES if place.answers(show))


class RowWriter:
    """Writes rows into a folder; to be used in a ``with`` statement."""

    def __init__(self, folder: Path, naming: Naming, *, is_look: bool) -> None:
        """Begin.

        Args:
            folder: Made here.
            naming: Names the records.
            is_look: Nothing is stored yet: what an update would change only ``differs``.
        """
        self._folder = folder
        self._naming = naming
        self._is_look = is_look
        self._counted: Counter[str] = Counter()
        self._files: dict[str, TextIO] = {}
        self._open = ExitStack()

    def __enter__(self) -> RowWriter:
        self._folder.mkdir(mode=0o700)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def counts(self) -> Counts:
        """What was written so far."""
        return Counts(dict(self._counted))

    def write(self, outcome: Outcome, *, is_changed: bool = False) -> None:
        """Count an outcome, and keep its row while there are not too many of its sort."""
        place = Place(is_changed, _kind(outcome, is_look=self._is_look), bool(outcome.warnings))
        self._counted[place.name] += 1
        if self._counted[place.name] > _MOST_ROWS:
            return
        if place.name not in self._files:
            file = (self._folder / place.name).open("w", encoding="utf-8", errors="backslashreplace")
            self._files[place.name] = self._open.enter_context(file)
        self._files[place.name].write(json.dumps(_row(outcome, place, *self._naming(outcome)), ensure_ascii=False) + "\n")


def read_rows(folder: Path, counts: Counts, show: str, start: int, most: int) -> list[dict[str, Any]]:
    """Return ``most`` rows from number ``start`` of those asked for, the faults first."""
    return list(islice(_rows(folder, counts, show, start), most))


def _rows(folder: Path, counts: Counts, show: str, start: int) -> Iterator[dict[str, Any]]:
    for place in PLACES:
        held = min(_MOST_ROWS, counts.by_place.get(place.name, 0)) if place.answers(show) else 0
        if start < held:
            with (folder / place.name).open(encoding="utf-8") as file:
                yield from map(json.loads, islice(file, start, None))
        start = max(0, start - held)


def footprint(outcome: Outcome) -> bytes:
    """Return ``FOOTPRINT`` bytes that are others when anything of the outcome is.

    The same for a dry run and the import itself, and for a document that differs whether or not it is updated.
    """
    told = json.dumps(astuple(replace(outcome, result="unchanged" if outcome.result == "updated" else outcome.result))).encode()
    return hashlib.blake2b(told, digest_size=FOOTPRINT).digest()


def _kind(outcome: Outcome, *, is_look: bool) -> str:
    if outcome.result == "updated":
        return "differs" if is_look else "updated"
    return "differs" if outcome.result == "unchanged" and outcome.differences else outcome.result


def _row(outcome: Outcome, place: Place, record: str, name: str) -> dict[str, Any]:
    return {
        "line": outcome.line,
        "key": _cut(outcome.key),
        "record": record,
        "name": name,
        "kind": place.kind,
        "is_changed": place.is_changed,
        "faults": [_fault(fault, tone) for fault, tone in _faults(outcome)[:_MOST_ITEMS]],
        "differences": [_difference(one) for one in outcome.differences[:_MOST_ITEMS]],
        "left_off": max(0, len(_faults(outcome)) - _MOST_ITEMS) + max(0, len(outcome.differences) - _MOST_ITEMS),
    }


def _faults(outcome: Outcome) -> list[tuple[Fault, str]]:
    return [*((fault, "danger") for fault in outcome.errors), *((fault, "warning") for fault in outcome.warnings)]


def _fault(fault: Fault, tone: str) -> dict[str, Any]:
    return {"line": fault.line, "field": _cut(fault.field), "message": _cut(fault.message), "tone": tone}


def _difference(one: Difference) -> dict[str, str]:
    return {"field": _cut(one.field), "here": _cut(one.here), "file": _cut(one.file)}


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_CHARACTERS else f"{words[:_MOST_CHARACTERS]}… ({len(words):,} characters)"
