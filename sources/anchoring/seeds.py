"""Which stretches of a long text are worth a closer look: those that hold runs of the quote's letters."""

from __future__ import annotations

from collections.abc import Iterator

from sources.anchoring.edits import fits
from sources.anchoring.fitting import REACH, allowed_edits
from sources.anchoring.quoting import Quote

_STAGES = ((20, 4), (12, 12), (8, 32))  # Letters of a seed, and how many seeds: few long ones first, which cost little.
_MOST_HITS = 64
_MOST_STRETCHES = 12
_MARGIN = 240  # Letters that note marks, page heads and readings may add.
_MOST_WORK = 20_000_000_000  # Letters of quote times letters of text that a search without seeds may compare.


def stretches(quote: Quote, text: str) -> Iterator[list[tuple[int, int]]]:
    """The stretches of the view ``text`` that may hold the quote, half-open: by few seeds, by many, and by all letters.

    Each later answer costs more than the one before and is to be asked for only if no stretch before held the quote.
    """
    whole = quote.whole
    margin = len(whole) // 2 + _MARGIN + sum(REACH[joint.kind] for joint in quote.joints)
    for size, count in _STAGES:
        clusters = _clusters(_hits(whole, text, size, count), margin)
        yield [(max(0, low - margin), min(len(text), high + len(whole) + margin)) for low, high in clusters]
    yield _by_distance(quote, text, margin)


def _hits(whole: str, text: str, size: int, count: int) -> list[tuple[int, int]]:
    """Where the quote would begin if a seed's place is right, and which seed says so."""
    size = min(size, max(4, len(whole) // 3))
    last = len(whole) - size
    if last < 0:
        return []
    count = min(count, last // size + 1)
    offsets = sorted({last * number // max(1, count - 1) for number in range(count)})
    return [(place - offset, offset) for offset in offsets for place in _places(whole[offset : offset + size], text)]


def _places(seed: str, text: str) -> list[int]:
    """All places of a seed; none where it is too common to tell places apart."""
    found: list[int] = []
    place = text.find(seed)
    while place >= 0:
        if len(found) == _MOST_HITS:
            return []
        found.append(place)
        place = text.find(seed, place + 1)
    return found


def _clusters(hits: list[tuple[int, int]], margin: int) -> list[tuple[int, int]]:
    """Hits that agree on a place: the least and the greatest beginning, those with the most different seeds first."""
    groups: list[tuple[int, int, set[int]]] = []
    for place, seed in sorted(hits):
        if groups and place - groups[-1][1] <= margin // 4:
            groups[-1] = (groups[-1][0], place, groups[-1][2] | {seed})
        else:
            groups.append((place, place, {seed}))
    ranked = sorted(groups, key=lambda group: (-len(group[2]), group[0]))
    return [(low, high) for low, high, seeds in ranked if 4 * len(seeds) >= len(ranked[0][2])][:_MOST_STRETCHES]


def _by_distance(quote: Quote, text: str, margin: int) -> list[tuple[int, int]]:
    """Without a seed in place: where the longest part fits with the fewest edits in all of the text."""
    part = max(quote.parts, key=lambda part: len(part.text)).text
    most = allowed_edits(part)
    if not most or len(part) * len(text) > _MOST_WORK:
        return []
    room = len(quote.whole) + margin
    return [(max(0, found.start - room), min(len(text), found.end + room)) for found in fits(part, text, "HW", most)[:_MOST_STRETCHES]]
