"""Page labels as books print them, and how they go on from page to page.

One printed label says which numbers its neighbours bear: Arabic or Roman, behind a prefix ("A-3"), two to a sheet where a scan
shows double pages ("12-13"), or leaves with their two sides ("12r", "12v").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_DASH = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]"
_SHEET = re.compile(rf"(?P<first>[0-9]{{1,9}}|[A-Za-z]{{1,15}})(?P<dash>{_DASH})(?P<second>[0-9]{{1,9}}|[A-Za-z]{{1,15}})")
_LEAF = re.compile(r"(?P<number>[0-9]{1,9})(?P<side>[rv])")
# What stands before the number does not end in a letter or a digit that the number would swallow; behind it come signs only, or an
# ideograph as in "12頁": what a letter there means ("12a") nobody can say.
_ARABIC = re.compile(r"(?P<before>(?:.*[^0-9])?)(?P<number>[0-9]{1,9})(?P<after>[^0-9A-Za-z]*)", re.DOTALL)
_ROMAN = re.compile(r"(?P<before>(?:.*[^0-9A-Za-z])?)(?P<number>[ivxlcdm]{1,15}|[IVXLCDM]{1,15})(?P<after>[^0-9A-Za-z]*)", re.DOTALL)
_NUMERALS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    ),
)
_MOST_ROMAN = 3999


class Basis(StrEnum):
    """How the value of a mark is known."""

    #: It came with the file: printed in it, or counted by whoever made it.
    FOUND = "found"
    #: An editor typed it; no rule changes it.
    TYPED = "typed"
    #: Counted on from the nearest label that is known.
    COUNTED = "counted"
    #: An editor says that this page bears no number and is not counted.
    UNNUMBERED = "unnumbered"
    #: Nobody knows: no label is near that says it.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label of one page: empty where it bears none or nobody knows."""

    value: str
    basis: Basis


def labels_in_order(given: Sequence[Labelled | None]) -> list[Labelled]:
    """Return the label of each page in its order: those that are given stay, the others are counted.

    A page is counted on from the last given label before it; before the first one, back from that. Pages without a number are
    passed over. Where no rule leads from the given label (from "12a", or below 1), the page's label is unknown.
    """
    counted = _counted(given)
    backwards = _counted(given[::-1], step=-1)[::-1]
    return [
        label or _as_counted(forth if forth is not None else back) for label, forth, back in zip(given, counted, backwards, strict=True)
    ]


def label_after(label: str, pages: int) -> str | None:
    """Return the label that stands ``pages`` after this one (before it, if negative); None where the label does not say.

    A range is a double page where its second number follows its first; else its first number is a prefix: "1-7" is followed by "1-8".
    """
    for rule in (_leaf, _sheet, _arabic, _roman):
        followed, after = rule(label, pages)
        if followed:
            return after
    return None


def outer_numbers(label: str) -> tuple[str, str]:
    """Return the first and the last page of a label: both of a double page "12-13", twice the same of any other."""
    sheet = _SHEET.fullmatch(label)
    if sheet and _is_sheet(sheet):
        return sheet["first"], sheet["second"]
    return label, label


def _counted(given: Sequence[Labelled | None], step: int = 1) -> list[str | None]:
    """What each page that is not given would be called; None before the first given label, empty where no rule leads there."""
    found: list[str | None] = []
    last, pages = None, 0
    for label in given:
        if label is None:
            pages += step
            found.append(None if last is None else label_after(last, pages) or "")
            continue
        found.append(None)
        if label.value:
            last, pages = label.value, 0
    return found


def _as_counted(value: str | None) -> Labelled:
    return Labelled(value, Basis.COUNTED) if value else Labelled("", Basis.UNKNOWN)


# Each rule says whether it knows the label, and what follows.


def _leaf(label: str, pages: int) -> tuple[bool, str | None]:
    leaf = _LEAF.fullmatch(label)
    if leaf is None:
        return False, None
    side = 2 * int(leaf["number"]) + (leaf["side"] == "v") + pages
    return True, f"{side // 2}{'rv'[side % 2]}" if side >= 2 else None


def _sheet(label: str, pages: int) -> tuple[bool, str | None]:
    sheet = _SHEET.fullmatch(label)
    if sheet is None or not _is_sheet(sheet):
        return False, None
    first, second = label_after(sheet["first"], 2 * pages), label_after(sheet["second"], 2 * pages)
    return True, f"{first}{sheet['dash']}{second}" if first and second else None


def _is_sheet(sheet: re.Match[str]) -> bool:
    return label_after(sheet["first"], 1) == sheet["second"]


def _arabic(label: str, pages: int) -> tuple[bool, str | None]:
    found = _ARABIC.fullmatch(label)
    if found is None:
        return False, None
    number = int(found["number"]) + pages
    # Leading zeros are printed, as in "007".
    width = len(found["number"]) if found["number"].startswith("0") else 1
    return True, f"{found['before']}{number:0{width}d}{found['after']}" if _fits(number, found["number"]) else None


def _fits(number: int, printed: str) -> bool:
    """Whether the number can stand in a book: from 1, or from 0 where that is how it began."""
    return number >= 1 or (number == 0 and not printed.strip("0"))


def _roman(label: str, pages: int) -> tuple[bool, str | None]:
    found = _ROMAN.fullmatch(label)
    number = _roman_value(found["number"].lower()) if found else None
    if found is None or number is None:
        return False, None
    if not 1 <= number + pages <= _MOST_ROMAN:
        return True, None
    numeral = roman(number + pages)
    return True, f"{found['before']}{numeral.upper() if found['number'].isupper() else numeral}{found['after']}"


def roman(number: int) -> str:
    """Return a number from 1 to 3999 as a Roman numeral in small letters."""
    written = []
    for value, numeral in _NUMERALS:
        written.append(numeral * (number // value))
        number %= value
    return "".join(written)


def _roman_value(numeral: str) -> int | None:
    """The number of a Roman numeral in small letters, None if it is not written as books write it."""
    total, rest = 0, numeral
    for value, sign in _NUMERALS:
        while rest.startswith(sign):
            total += value
            rest = rest.removeprefix(sign)
    return total if not rest and 1 <= total <= _MOST_ROMAN and roman(total) == numeral else None
