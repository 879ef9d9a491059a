"""Running heads and feet, and the numbers that are printed in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sources.ingestion.pdf.layout import Line, Page

#: Heads and feet are among so many lines at the edge of a page, and within so much of its height.
_OUTERMOST = 2
_EDGE = 0.2
_FEWEST_REPEATS = 3
_DIGITS = re.compile(r"\d+")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN = r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_ALONE = re.compile(
    rf"(?:[Pp]age\s+|[Pp]\.\s*|[Ss]eite\s+|\(|\[|[-\u2013\u2014|\s]+)?(?P<number>\d{{1,5}}|{_ROMAN}|{_ROMAN.upper()})"
    r"(?:\s*(?:/|of|von|sur)\s*\d{1,5}|[-\u2013\u2014|)\]\s.]+)?"
)
_PAIR = re.compile(r"(?P<first>\d{1,5})\s+(?P<second>\d{1,5})")
_AT_START = re.compile(r"(?P<number>\d{1,5})\s+\D")
_AT_END = re.compile(r".*\D\s+(?P<number>\d{1,5})", re.DOTALL)


class Printed(NamedTuple):
    """A number in a head or foot that may be the page's.

    Attributes:
        sheet: The page of the file, from 0.
        value: The number.
        style: "arabic", "roman", "ROMAN".
        is_pair: Whether it is the first of two on a double page.
        is_alone: Whether it has its line for itself.
    """

    sheet: int
    value: int
    style: str
    is_pair: bool = False
    is_alone: bool = True


def edges(page: Page) -> Iterator[Line]:
    """The lines at the page's head and foot, where page numbers and running titles stand."""
    by_height = sorted(page.lines, key=lambda line: -line.middle)
    outermost = [*by_height[:_OUTERMOST], *by_height[max(_OUTERMOST, len(by_height) - _OUTERMOST) :]]
    low, high = _EDGE * page.height, (1 - _EDGE) * page.height
    yield from (line for line in outermost if not low < line.middle < high)


def printed_numbers(pages: Sequence[Page]) -> Iterator[Printed]:
    """Every number in a head or foot that might be a page number."""
    for sheet, page in enumerate(pages):
        for line in edges(page):
            yield from _numbers(sheet, line.text)


def furniture(pages: Sequence[Page], numbered: dict[int, set[int]]) -> list[set[int]]:
    """For each page, the places in ``lines`` of its running heads, feet and page numbers.

    Args:
        pages: All pages.
        numbered: For a page of the file, the printed numbers that are its label.
    """
    repeated = Counter(shape for page in pages for shape in {_shape(line) for line in edges(page)})
    found: list[set[int]] = []
    for sheet, page in enumerate(pages):
        outer = {id(line) for line in edges(page)}
        found.append(
            {
                place
                for place, line in enumerate(page.lines)
                if id(line) in outer
                and (
                    repeated[_shape(line)] >= _FEWEST_REPEATS
                    or any(one.value in numbered.get(sheet, ()) for one in _numbers(sheet, line.text))
                )
            }
        )
    return found


def _numbers(sheet: int, text: str) -> Iterator[Printed]:
    if len(text) > 300:
        return
    pair = _PAIR.fullmatch(text)
    if pair and int(pair["second"]) == int(pair["first"]) + 1:
        yield Printed(sheet, int(pair["first"]), "arabic", is_pair=True)
        return
    alone = _ALONE.fullmatch(text)
    if alone and alone["number"]:
        yield _of(sheet, alone["number"])
        return
    for pattern in (_AT_START.match(text), _AT_END.fullmatch(text)):
        if pattern:
            yield Printed(sheet, int(pattern["number"]), "arabic", is_alone=False)


def _of(sheet: int, number: str) -> Printed:
    if number.isdigit():
        return Printed(sheet, int(number), "arabic")
    digits = [_ROMAN_DIGITS[sign] for sign in number.lower()]
    value = sum(-one if one < following else one for one, following in zip(digits, [*digits[1:], 0], strict=True))
    return Printed(sheet, value, "roman" if number.islower() else "ROMAN")


def _shape(line: Line) -> str:
    """The words of a line whatever numbers are in it."""
    return _DIGITS.sub("#", line.text.casefold())[:200]
