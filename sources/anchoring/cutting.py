"""Quotes with one stretch too much or too little that nothing marks: a page's head between two lines, a clause left out.

An alignment that pays for each letter cannot bridge such a stretch. Where the quote's beginning and its end stand in the
text in order, the one cut that makes the rest fit is looked for, at the borders of words. What the text has more, with nothing
to mark it, is less than either side of it: two pieces of a text with much between them are no quotation.
"""

from __future__ import annotations

from dataclasses import replace

from sources.anchoring.borders import inside_word
from sources.anchoring.edits import distance, fits
from sources.anchoring.fitting import Hay, allowed_edits, best_fit
from sources.anchoring.quoting import Joint, Part, Quote
from sources.anchoring.view import view_of

_SHORTEST_CUT = 6
_LONGEST_CUT = 200
_MOST_LETTERS = 3000
_SHORTEST_END = 12  # Letters that must stand on either side of a cut.
_ENDS = (40, 24, 12)


def with_cut(quote: Quote, hay: Hay) -> Quote | None:
    """The quote with a joint where one stretch is too much or too little; None where no cut makes it fit."""
    if len(quote.parts) != 1 or not 2 * _SHORTEST_END <= len(quote.whole) <= _MOST_LETTERS:
        return None
    whole = quote.whole
    region = _region(whole, hay)
    if region is None or not _SHORTEST_CUT <= abs(len(region) - len(whole)) <= _LONGEST_CUT:
        return None
    offsets = _offsets(quote)
    borders = [place for place in range(_SHORTEST_END, len(whole) - _SHORTEST_END + 1) if not inside_word(quote.raw, offsets[place])]
    cut = _best_cut(whole, region, borders)
    if cut is None:
        return None
    first, last = cut
    begin, end = offsets[first], offsets[last - 1] + 1 if last > first else offsets[first]
    (part,) = quote.parts
    parts = (Part(whole[:first], part.start, begin), Part(whole[last:], end, part.end))
    return replace(quote, parts=parts, joints=(Joint("extra" if last > first else "gap", begin, end),))


def _region(whole: str, hay: Hay) -> str | None:
    """The held letters from where the quote's beginning stands to where its end stands."""
    sizes = [size for size in _ENDS if 2 * size <= len(whole)]
    head = next((found for size in sizes if (found := best_fit(whole[:size], hay, 0, len(hay.text)))), None)
    if head is None:
        return None
    high = min(len(hay.text), head.start + len(whole) + _LONGEST_CUT)
    tail = next((found for size in sizes if (found := best_fit(whole[-size:], hay, head.end, high, last=True))), None)
    return hay.text[head.start : tail.end] if tail else None


def _offsets(quote: Quote) -> list[int]:
    """Where each letter of the quote's one part stands in the quote."""
    silent = [False] * (len(quote.raw) + 1)
    for begin, end in quote.silent:
        silent[begin:end] = [True] * (end - begin)
    (part,) = quote.parts
    return [start for start in view_of(quote.raw).starts if part.start <= start < part.end and not silent[start]]


def _best_cut(whole: str, region: str, borders: list[int]) -> tuple[int, int] | None:
    """Which letters of the quote to leave out, ``[first, last)``; none of them where the text has more."""
    surplus = len(whole) - len(region)
    costs: list[tuple[int, int, int]] = []
    for first in borders:
        head = fits(whole[:first], region, "SHW", allowed_edits(whole[:first]))
        if not head:
            continue
        if surplus < 0:
            if -surplus > min(first, len(whole) - first):
                continue
            costs.append((head[0].distance + distance(whole[first:][::-1], region[::-1], "SHW"), first, first))
            continue
        rest = region[head[0].end :]
        costs.extend(
            (head[0].distance + distance(whole[last:], rest, "NW"), first, last) for last in borders if abs(last - first - surplus) <= 3
        )
    cost, first, last = min(costs, default=(0, 0, 0))
    return (first, last) if costs and cost <= allowed_edits(whole[: first - last or None]) // 2 else None
