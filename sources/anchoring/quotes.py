"""Verbatim quotes: where they stand, and what stands around them. Offsets count Unicode code points."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

CONTEXT_WIDTH = 32


def find_exact(content: str, quote: str, prefix: str = "", suffix: str = "", *, most: int | None = None) -> list[int]:
    """Find every place where ``quote`` stands verbatim, with ``prefix`` right before and ``suffix`` right after it.

    Places may overlap. An empty quote stands nowhere.

    Args:
        content: The text to search.
        quote: The words, character for character.
        prefix: Characters that must stand right before the quote.
        suffix: Characters that must stand right after it.
        most: Stop after so many places; None finds all.

    Returns:
        The offsets at which the quote (not its prefix) begins, rising.
    """
    if not quote:
        return []
    starts = _starts(content, prefix + quote + suffix)
    return [start + len(prefix) for start in islice(starts, most)]


def context(content: str, start: int, end: int, width: int = CONTEXT_WIDTH) -> tuple[str, str]:
    """The ``width`` characters before ``start`` and after ``end``, fewer at the borders of the text."""
    return content[max(0, start - width) : start], content[end : end + width]


def _starts(content: str, needle: str) -> Iterator[int]:
    """Yield all starts of ``needle``, overlapping ones too, in linear time.

    After an overlap the needle's period is known: the next start is one period on, which its tail alone decides, or,
    where that fails, further on than the needle is long without its period.
    """
    length = len(needle)
    period = 0
    before = -length
    start = content.find(needle)
    while start >= 0:
        yield start
        if not period and start - before < length:
            period = _period(needle)
        before = start
        if period and content.startswith(needle[length - period :], start + length):
            start += period
        else:
            start = content.find(needle, start + 1 + (max(period, length - period) if period else 0))


def _period(needle: str) -> int:
    """The smallest distance at which ``needle`` can overlap itself (Knuth, Morris and Pratt's failure function)."""
    borders = [0] * len(needle)
    border = 0
    for index in range(1, len(needle)):
        while border and needle[index] != needle[border]:
            border = borders[border - 1]
        border += needle[index] == needle[border]
        borders[index] = border
    return len(needle) - borders[-1]
