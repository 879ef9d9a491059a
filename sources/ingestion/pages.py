"""Pages of a text that keeps its form feeds."""

from __future__ import annotations

from collections.abc import Iterator

from sources.ingestion.extraction import Span

FORM_FEED = "\f"


def pages(content: str) -> Iterator[Span]:
    """Yield the stretches between form feeds, numbered from 1; a blank page has a number and no mark.

    The numbers count sheets: printed page numbers are not looked for. A text without form feeds has no pages.
    """
    if FORM_FEED not in content:
        return
    start = 0
    for number, stretch in enumerate(content.split(FORM_FEED), start=1):
        end = start + len(stretch)
        if stretch.strip():
            yield Span("page", str(number), start, end)
        start = end + 1
