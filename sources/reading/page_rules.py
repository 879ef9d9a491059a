"""What a printer puts at the head and foot of every page, and a reader reads over: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sources.reading.edits import Edit

# A head and a number, each on a line of its own.
_LINES_AT_A_BORDER = 2
# A head that stands on the pages of one hand only is on every second page.
_FEWEST_PAGES = 3
_LONGEST_HEAD = 100
_LINE = re.compile(r"[^\S\n\r\f]*\S[^\n\r\f]*")
_ORNAMENT = "-\u2010\u2013\u2014[]() \t"
_NUMBER = re.compile(r"[0-9]+|\b[ivxlcdm]+\b")


class Page(NamedTuple):
    """A page of a text: where it begins and what is printed on it as its number, if anything."""

    start: int
    label: str = ""


class _Line(NamedTuple):
    start: int
    end: int
    words: str
    label: str


def without_page_borders(text: str, pages: Iterable[Page]) -> Iterator[Edit]:
    """Drop the printed number of a page, alone on a line at its head or foot, and heads that run through the text.

    A line runs through the text if it stands, but for numbers in it, at the head of three pages or more, or at the foot of as many.

    Args:
        text: The verbatim text.
        pages: Its pages, in order; form feeds begin pages too.
    """
    heads: list[_Line] = []
    feet: list[_Line] = []
    for start, end, label in _stretches(text, pages):
        lines = list(_lines_at_borders(text, start, end, label))
        heads += lines[0] if lines else []
        feet += lines[1] if lines else []
    dropped = {(line.start, line.end) for lines in (heads, feet) for line in _running(lines)}
    dropped |= {(line.start, line.end) for line in (*heads, *feet) if line.label and line.words.strip(_ORNAMENT) == line.label}
    yield from (Edit(start, end, "") for start, end in sorted(dropped))


def _stretches(text: str, pages: Iterable[Page]) -> Iterator[tuple[int, int, str]]:
    starts = {found.end(): "" for found in re.finditer("\f", text)} | {page.start: page.label for page in pages}
    if not starts:
        return
    borders = sorted({0: "", **starts}.items())
    for number, (start, label) in enumerate(borders):
        end = borders[number + 1][0] if number + 1 < len(borders) else len(text)
        yield start, end, label


def _lines_at_borders(text: str, start: int, end: int, label: str) -> Iterator[list[_Line]]:
    """The first lines of a page that have words, and the last; no line is both."""
    first = [_line(found, label) for found, _ in zip(_LINE.finditer(text, start, end), range(_LINES_AT_A_BORDER), strict=False)]
    yield first
    last: list[_Line] = []
    done = end
    while len(last) < _LINES_AT_A_BORDER and (found := _last_line(text, first[-1].end if first else start, done)):
        last.append(_line(found, label))
        done = found.start()
    yield last


def _last_line(text: str, start: int, end: int) -> re.Match[str] | None:
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    begin = max(start, *(text.rfind(sign, start, stop) + 1 for sign in "\n\r\f"))
    return _LINE.search(text, begin, stop)


def _line(found: re.Match[str], label: str) -> _Line:
    return _Line(found.start(), found.end(), found.group().strip(), label)


def _running(lines: Sequence[_Line]) -> list[_Line]:
    forms = [_NUMBER.sub("#", line.words.casefold()) if len(line.words) <= _LONGEST_HEAD else "" for line in lines]
    often = {form for form, count in Counter(forms).items() if count >= _FEWEST_PAGES and any(sign.isalpha() for sign in form)}
    return [line for line, form in zip(lines, forms, strict=True) if form in often]
