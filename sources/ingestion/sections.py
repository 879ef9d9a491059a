"""From headings to the stretches they govern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sources.ingestion.extraction import Span

LONGEST_TITLE = 300


class Heading(NamedTuple):
    """A heading: where it begins, how deep it stands (1 is the highest) and its words without markup."""

    start: int
    level: int
    title: str


def sections(headings: Iterable[Heading], end: int) -> Iterator[Span]:
    """Yield the stretch of each heading: up to the next one of the same or a higher level, or to ``end``.

    A heading without words ends the sections before it and has none of its own. Longer titles than
    ``LONGEST_TITLE`` characters are cut.

    Args:
        headings: In the order of their starts.
        end: Offset just past the last character that a section may reach.
    """
    unfinished: list[Heading] = []
    for heading in headings:
        while unfinished and unfinished[-1].level >= heading.level:
            yield from _section(unfinished.pop(), heading.start)
        unfinished.append(heading)
    for heading in reversed(unfinished):
        yield from _section(heading, end)


def _section(heading: Heading, end: int) -> Iterator[Span]:
    title = " ".join(heading.title[: 4 * LONGEST_TITLE].split())
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + "\u2026"
    if title:
        yield Span("section", title, heading.start, end)
