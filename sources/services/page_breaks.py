"""The page breaks of a text as an editor handles them: where each page begins, and what is known of its label."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sources.formats.page_labels import Basis, Labelled
from sources.models import Mark, Text

_COUNTED = frozenset({Basis.COUNTED, Basis.UNKNOWN})


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page begins.

    Attributes:
        start: Offset of its first character, in Unicode code points.
        label: Its printed label, which nothing changes; None to count it from its neighbours; "" for a page that bears no number and
            is not counted.
        is_found: The label came with the file, nobody typed it: "continue numbering" may replace it.
    """

    start: int
    label: str | None = None
    is_found: bool = False

    @property
    def given(self) -> Labelled | None:
        """The label as far as it is given."""
        if self.label is None:
            return None
        if not self.label:
            return Labelled("", Basis.UNNUMBERED)
        return Labelled(self.label, Basis.FOUND if self.is_found else Basis.TYPED)


def breaks_of(marks: Iterable[Mark]) -> list[PageBreak]:
    """Return the breaks that page marks, in their order, stand for."""
    return [PageBreak(mark.start, None if mark.basis in _COUNTED else mark.value, is_found=mark.basis == Basis.FOUND) for mark in marks]


def state_of_pages(text: Text) -> str:
    """Return a short name of the present state of a text's pages: another one as soon as anybody changes one of them."""
    states = Mark.objects.filter(text=text).pages().values_list("pk", "revision")
    return hashlib.sha256(repr(list(states)).encode()).hexdigest()[:16]


def with_break(breaks: Sequence[PageBreak], start: int, label: str | None) -> list[PageBreak]:
    """Return the breaks with one at ``start`` that has this label, whether or not there was one."""
    return sorted([*without_break(breaks, start), PageBreak(start, label)], key=lambda one: one.start)


def without_break(breaks: Sequence[PageBreak], start: int) -> list[PageBreak]:
    """Return the breaks without the one at ``start``: the page before it takes its words."""
    return [one for one in breaks if one.start != start]


def moved_break(breaks: Sequence[PageBreak], start: int, to: int) -> list[PageBreak]:
    """Return the breaks with the one at ``start`` moved, label and all. On the place of another it takes that one's part."""
    moving = next((one for one in breaks if one.start == start), None)
    if moving is None:
        return list(breaks)
    rest = without_break(without_break(breaks, start), to)
    return sorted([*rest, replace(moving, start=to)], key=lambda one: one.start)


def continued_from(breaks: Sequence[PageBreak], start: int) -> list[PageBreak]:
    """Return the breaks with the labels behind the page at ``start`` counted on from it, up to the next that somebody typed."""
    continued, is_behind = [], False
    for one in breaks:
        if is_behind and one.label is not None and not one.is_found:
            is_behind = False
        continued.append(PageBreak(one.start) if is_behind else one)
        is_behind = is_behind or one.start == start
    return continued
