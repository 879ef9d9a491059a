"""Rewriting a text by edits, with or without keeping account of where each character came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` give way to ``replacement``."""

    start: int
    end: int
    replacement: str


Rule = Callable[[str], Iterable[Edit]]
"""A rule looks at a text and yields its edits, in order and without overlap; none of them only inserts."""


class Run(NamedTuple):
    """A stretch of a reading that comes from one stretch of the verbatim text.

    Where both are of one length their characters answer to each other one by one; else each character of the reading stands for
    the whole verbatim stretch. All offsets count Unicode code points, half-open.
    """

    #: Where it begins in the reading, and how long it is there.
    at: int
    length: int
    #: The verbatim stretch.
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Whether the characters answer to each other one by one."""
        return self.length == self.end - self.start

    def start_of(self, place: int) -> int:
        """Where the origin of the reading's character at ``place`` begins."""
        return self.start + place - self.at if self.is_plain else self.start

    def end_of(self, place: int) -> int:
        """Just past the origin of the reading's character at ``place``."""
        return self.start + place - self.at + 1 if self.is_plain else self.end

    def place_of(self, offset: int) -> int:
        """The first character of the reading, of this run or just past it, that does not end before ``offset``."""
        return self.at + max(0, offset - self.start) if self.is_plain else self.at


@dataclass(frozen=True)
class Reading:
    """A reading view with its ways to the verbatim text and back.

    Attributes:
        text: What one reads.
        runs: Where it came from, in order; together they are the whole reading.
    """

    text: str
    runs: tuple[Run, ...]
    _places: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", [run.at for run in self.runs])
        object.__setattr__(self, "_ends", [run.end for run in self.runs])

    def verbatim_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the verbatim text that a span of the reading, not empty, stands for.

        Raises:
            IndexError: The span is empty or not of this reading.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is no span of a reading of {len(self.text)} characters")
        return self._run_at(start).start_of(start), self._run_at(end - 1).end_of(end - 1)

    def reading_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the reading in which a span of the verbatim text is read; empty where nothing of it is.

        What is only partly in the verbatim span, as half a ligature, is in it.
        """
        first = bisect_right(self._ends, start)
        end = max(start, end)
        if first == len(self.runs):
            return len(self.text), len(self.text)
        opening = self.runs[first].place_of(start)
        # The last run that begins before the end of the span.
        last = bisect_left(self.runs, end, key=lambda run: run.start) - 1
        if last < first or start == end:
            return opening, opening
        run = self.runs[last]
        closing = run.at + (min(run.length, end - run.start) if run.is_plain else run.length)
        return opening, max(opening, closing)

    def _run_at(self, place: int) -> Run:
        return self.runs[bisect_right(self._places, place) - 1]


def rewrite(text: str, rules: Iterable[Rule]) -> str:
    """Apply ``rules`` one after the other."""
    for rule in rules:
        text = "".join(_pieces(text, rule(text)))
    return text


def rewrite_with_map(text: str, rules: Iterable[Rule]) -> Reading:
    """Apply ``rules`` one after the other and say where each character of the result came from."""
    return edited(Reading(text, (Run(0, len(text), 0, len(text)),) if text else ()), rules)


def edited(reading: Reading, rules: Iterable[Rule]) -> Reading:
    """Apply further ``rules`` to a reading."""
    for rule in rules:
        edits = list(rule(reading.text))
        if edits:
            reading = Reading("".join(_pieces(reading.text, edits)), tuple(_moved(reading.runs, edits, len(reading.text))))
    return reading


def _pieces(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    done = 0
    for edit in edits:
        yield text[done : edit.start]
        yield edit.replacement
        done = edit.end
    yield text[done:]


class _Runs:
    """Runs as they are written one behind the other; what answers one by one and follows without a gap is one run."""

    def __init__(self) -> None:
        self.written: list[Run] = []
        self.at = 0

    def add(self, length: int, start: int, end: int) -> None:
        """Write a run; one without length is none."""
        if not length:
            return
        last = self.written[-1] if self.written else None
        if last and last.end == start and length == end - start and last.length == start - last.start:
            self.written[-1] = Run(last.at, last.length + length, last.start, end)
        else:
            self.written.append(Run(self.at, length, start, end))
        self.at += length

    def add_part(self, run: Run, start: int, end: int) -> None:
        """Write what the old reading's span ``[start, end)`` has of a run."""
        at, length, opening, closing = run
        first, last = max(start, at), min(end, at + length)
        if first >= last:
            return
        if length == closing - opening:
            self.add(last - first, opening + first - at, opening + last - at)
        else:
            self.add(last - first, opening, closing)


def _moved(old: Sequence[Run], edits: Iterable[Edit], length: int) -> list[Run]:
    """The runs of the edited text: parts of old ones where it stayed, and one of its own for each replacement."""
    runs = _Runs()
    done, number = 0, 0
    for edit in [*edits, Edit(length, length, "")]:
        while number < len(old) and old[number].at < edit.start:
            runs.add_part(old[number], done, edit.start)
            if old[number].at + old[number].length > edit.start:
                break
            number += 1
        if edit.end > edit.start:
            opening = old[number].start_of(edit.start)
            while old[number].at + old[number].length < edit.end:
                number += 1
            runs.add(len(edit.replacement), opening, old[number].end_of(edit.end - 1))
        done = edit.end
        while number < len(old) and old[number].at + old[number].length <= done:
            number += 1
    return runs.written
