"""Printed page labels: from the numbers in heads and feet where they run consistently, else from the file's own list.

What is printed on the page is what a citation names. The catalogue of a PDF may have a list of labels too (ISO 32000-1, 12.4.2); it
is believed where no printed number contradicts it. The count of a file's pages is never a label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sources.ingestion.numerals import roman
from sources.ingestion.pdf.furniture import Printed

#: So many pages must agree: with the number alone on its line, and within a running title.
_FEWEST_ALONE = 2
_FEWEST_WITHIN = 3


class _Run(NamedTuple):
    """Numbers that grow with the pages: their style, and the sheets on which they are printed."""

    is_pair: bool
    style: str
    #: The number that the first page of the file would have.
    origin: int
    sheets: tuple[int, ...]
    alone: int

    @property
    def step(self) -> int:
        """How much the number grows from one page of the file to the next."""
        return 2 if self.is_pair else 1


def page_labels(printed: Iterable[Printed], declared: Sequence[str]) -> tuple[dict[int, str], dict[int, set[int]]]:
    """Return the label of each page that has one, and the printed numbers that it stands on.

    Args:
        printed: Numbers found in heads and feet.
        declared: The file's own label for every page, "" for none.
    """
    found: dict[int, str] = {}
    numbers: dict[int, set[int]] = defaultdict(set)
    taken: list[_Run] = []
    for run in sorted(_runs(printed), key=lambda run: (-run.alone, -len(run.sheets), run.origin)):
        if any(_crosses(run, other) for other in taken):
            continue
        taken.append(run)
        for sheet in range(run.sheets[0], run.sheets[-1] + 1):
            value = run.origin + run.step * sheet
            found[sheet] = _written(run, value)
            numbers[sheet] |= {value}
    if any(declared) and all(declared[sheet] == label for sheet, label in found.items() if declared[sheet]):
        found = {sheet: label for sheet, label in enumerate(declared) if label} | found
    return found, numbers


def _runs(printed: Iterable[Printed]) -> list[_Run]:
    groups: dict[tuple[bool, str, int], list[Printed]] = defaultdict(list)
    for one in printed:
        if one.value > 0:
            groups[one.is_pair, one.style, one.value - (2 if one.is_pair else 1) * one.sheet].append(one)
    runs = []
    for (is_pair, style, origin), members in groups.items():
        sheets = tuple(sorted({one.sheet for one in members}))
        alone = len({one.sheet for one in members if one.is_alone})
        if alone >= _FEWEST_ALONE or len(sheets) >= _FEWEST_WITHIN:
            runs.append(_Run(is_pair, style, origin, sheets, alone))
    return runs


def _crosses(run: _Run, other: _Run) -> bool:
    """Whether two runs lay claim to the same page."""
    return run.sheets[0] <= other.sheets[-1] and other.sheets[0] <= run.sheets[-1]


def _written(run: _Run, value: int) -> str:
    if run.is_pair:
        return f"{value}-{value + 1}"
    if run.style == "arabic":
        return str(value)
    return roman(value) if run.style == "roman" else roman(value).upper()
