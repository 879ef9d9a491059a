"""Places in a work that a citation points at: what they are called, and when they are several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sources.formats.page_labels import outer_numbers
from sources.formats.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = r"(?:[A-Za-z]{0,3}[0-9]+[A-Za-z]{0,2}|[ivxlcdm]+|[IVXLCDM]+)"
_DASH = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}]"
_RANGE_DASH = re.compile(rf"\s*(?:--+|{_DASH})\s*")
_NUMBERS = re.compile(rf"{_NUMBER}(?:(?:\s*(?:--+|{_DASH}|[,&])\s*|\s+and\s+){_NUMBER})*")
# Numbers behind a prefix have a dash of their own, so that a range of them has a longer one: "A-3–A-5".
_PREFIXED = rf"[0-9A-Za-z]+(?:-{_NUMBER})+"
_PREFIXED_RANGE = re.compile(rf"{_PREFIXED}\s*\N{{EN DASH}}\s*{_PREFIXED}")
_FURTHER = re.compile(rf"(?P<outer>.+?),\s*(?P<term>[A-Za-z]+\.?)\s*(?P<value>{_NUMBERS.pattern})")

#: The usual English abbreviations, of one and of several; labels that have none are written out.
TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "book": ("bk.", "bks."),
        "chapter": ("ch.", "chs."),
        "column": ("col.", "cols."),
        "figure": ("fig.", "figs."),
        "folio": ("fol.", "fols."),
        "issue": ("no.", "nos."),
        "line": ("l.", "ll."),
        "note": ("n.", "nn."),
        "opus": ("op.", "opp."),
        "page": ("p.", "pp."),
        "paragraph": ("para.", "paras."),
        "part": ("pt.", "pts."),
        "section": ("sec.", "secs."),
        "sub-verbo": ("s.v.", "s.vv."),
        "verse": ("v.", "vv."),
        "volume": ("vol.", "vols."),
    }
)
_LABELS = {term: label for label, terms in TERMS.items() for term in terms} | {
    "note": "note",
    "notes": "note",
    "fn.": "note",
    "footnote": "note",
    "line": "line",
    "lines": "line",
    "table": "table",
    "figure": "figure",
    "column": "column",
    "paragraph": "paragraph",
}


@dataclass(frozen=True, slots=True)
class Locator:
    """The place in a work that a citation points at."""

    #: One of `sources.formats.record.LOCATOR_LABELS`.
    label: str
    #: As printed: "4", "4-5", "iv", or the words of a heading.
    value: str
    #: Places within this one, from the outside in: note 7 on page 12.
    further: tuple[Locator, ...] = ()


def read_locator(label: str, value: str) -> Locator:
    """Return the locator of what an editor typed: page "12, n. 7" is note 7 on page 12.

    Only numbers are taken apart; the words of a heading stay as they are.
    """
    further: tuple[Locator, ...] = ()
    outer = clean(value)
    while (found := _FURTHER.fullmatch(outer)) and found["term"].lower() in _LABELS:
        further = (Locator(_LABELS[found["term"].lower()], found["value"]), *further)
        outer = found["outer"]
    if further and is_numbers(outer):
        return Locator(label, outer, further)
    return Locator(label, value)


def is_numbers(value: str) -> bool:
    """Whether a value is a number, a range or a list of them, Arabic or Roman: "4", "4-5", "iv", "4, 9"."""
    return _NUMBERS.fullmatch(clean(value)) is not None


def is_several(value: str) -> bool:
    """Whether a value names several places: a range or a list of numbers. A heading is one place, whatever it is made of."""
    cleaned = clean(value)
    return (is_numbers(cleaned) and re.fullmatch(_NUMBER, cleaned) is None) or _PREFIXED_RANGE.fullmatch(cleaned) is not None


def value_from_to(first: str, last: str) -> str:
    """Return the value of a place that reaches from one printed value to another: "4-5", "iv-1", of two double pages "12-15"."""
    if first == last:
        return first
    opening, closing = outer_numbers(first)[0], outer_numbers(last)[1]
    return f"{opening}-{closing}" if "-" not in opening + closing else f"{opening}\N{EN DASH}{closing}"


def with_range_dash(value: str, dash: str) -> str:
    """Return numbers with their ranges written with this dash and no blanks around it; anything else as it is, on one line."""
    cleaned = clean(value)
    return _RANGE_DASH.sub(dash, cleaned) if is_numbers(cleaned) else cleaned
