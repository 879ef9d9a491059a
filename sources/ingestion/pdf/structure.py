"""Headings, paragraphs and footnotes of pages, by the size of type and by where lines stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sources.ingestion.pdf.layout import Line, Page
from sources.ingestion.sentences import ends_sentence

#: Shares of the usual size of type: from where a line is a heading, and up to where it may be a note.
_LARGE = 1.12
_SMALL = 0.93
_LONGEST_HEADING = 200
#: A line of so many characters is prose, not a name or a date.
_PROSE = 40
#: Where more of the words than this are "headings", sizes say nothing.
_MOST_HEADINGS = 0.25
_NOTE = re.compile(r"(?P<marker>\d{1,3}|[*\u2020\u2021\u00a7\u00b6]{1,3})(?:[.):\]]?\s+\S|(?=[^\W\d_\u2026]|[\"'\u201c\u2018(\[]))")
_SHORT = 0.85


class Sizes:
    """The usual size of type of a document, and what is larger."""

    def __init__(self, pages: Iterable[tuple[Page, set[int]]]) -> None:
        """Measure all lines but the running heads and feet, whose places go with each page."""
        lines = [line for page, out in pages for place, line in enumerate(page.lines) if place not in out]
        weights: Counter[float] = Counter()
        for line in lines:
            weights[round(line.size, 1)] += len(line.text)
        self.usual = max(weights, key=lambda size: (weights[size], size), default=0.0)
        large = [line for line in lines if self._is_large(line)]
        self._has_headings = sum(len(line.text) for line in large) <= _MOST_HEADINGS * weights.total()
        self._title_matter = self._found_title_matter(lines)
        self._levels = {size: level for level, size in enumerate(sorted({round(line.size) for line in large}, reverse=True), start=1)}

    def level(self, line: Line) -> int:
        """The level of a heading, 1 for the largest type; 0 for what is none."""
        if not self._has_headings or not self._is_large(line) or id(line) in self._title_matter:
            return 0
        return self._levels[round(line.size)]

    def _found_title_matter(self, lines: list[Line]) -> set[int]:
        """The large lines before the first prose that are no headings: names and dates under a title, in sizes that no heading has."""
        prose = next((place for place, line in enumerate(lines) if not self._is_large(line) and len(line.text) >= _PROSE), len(lines))
        later = {round(line.size) for line in lines[prose:] if self._is_large(line)}
        before = [line for line in lines[:prose] if self._is_large(line)]
        title = max((round(line.size) for line in before), default=0)
        return {id(line) for line in before if round(line.size) not in {title, *later}}

    def is_small(self, line: Line) -> bool:
        """Whether a line is set as notes are."""
        return line.size <= _SMALL * self.usual

    def _is_large(self, line: Line) -> bool:
        has_letters = sum(sign.isalpha() for sign in line.text) >= 2
        return has_letters and len(line.text) <= _LONGEST_HEADING and line.size >= _LARGE * self.usual


def note_lines(page: Page, left_out: set[int], sizes: Sizes) -> dict[int, str]:
    """The lines of a page's footnotes: their places, each with the marker of the note that begins there or "".

    Notes are lines of small type with nothing but notes, heads and feet below them in their column, of which one begins with a marker.
    """
    notes: dict[int, str] = {}
    for column in _columns(page, left_out):
        small: list[int] = []
        for place in reversed(column):
            if not sizes.is_small(page.lines[place]):
                break
            small.append(place)
        markers = {place: _marker(page.lines[place]) for place in reversed(small)}
        if any(markers.values()) and len(small) < len(column):
            notes |= markers
    return notes


def begins_paragraph(before: Line, after: Line, pitch: float) -> bool:
    """Whether ``after`` begins another paragraph than that of ``before``, on the same page.

    Args:
        before: A line.
        after: The one read next.
        pitch: The usual distance between lines.
    """
    drop = before.middle - after.middle
    if abs(before.size - after.size) > 0.08 * before.size:
        return True
    if drop < 0:  # the next column
        return ends_sentence(before.text) and not before.is_broken
    if drop > 1.4 * pitch:
        return True
    indented = after.left - before.left > 0.8 * after.size
    is_short = before.right - before.left < _SHORT * (after.right - after.left) or before.right < after.right - 4 * after.size
    return not before.is_broken and ends_sentence(before.text) and (indented or is_short)


def pitch_of(page: Page) -> float:
    """The usual distance between the lines of a page."""
    drops = sorted(
        before.middle - after.middle for before, after in pairwise(page.lines) if 0 < before.middle - after.middle < 4 * before.size
    )
    return drops[len(drops) // 3] if drops else 12.0


def _columns(page: Page, left_out: set[int]) -> Iterator[list[int]]:
    """Places of the lines of each column, in order."""
    column: list[int] = []
    for place, line in enumerate(page.lines):
        if place in left_out:
            continue
        if column and line.middle > page.lines[column[-1]].middle + line.size:
            yield column
            column = []
        column.append(place)
    if column:
        yield column


def _marker(line: Line) -> str:
    found = _NOTE.match(line.text)
    return found["marker"] if found else ""
