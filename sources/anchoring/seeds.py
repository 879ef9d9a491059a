"""Which stretches of a long text are worth a closer look: those that hold runs of the quote's letters."""

from __future__ import annotations

from sources.anchoring.edits import fits
from sources.anchoring.fitting import MOST_LEFT_OUT, allowed_edits
from sources.anchoring.quoting import Quote

_SEED = 10  # Letters of a seed.
_SEEDS = 24
_MOST_HITS = 64
_MOST_STRETCHES = 12
_MOST_WORK = 400_000_000  # Letters of quote times letters of text that a search without seeds may compare.


def stretches(quote: Quote, text: str) -> list[tuple[int, int]]:
    """The stretches of the view ``text`` that may hold the quote, likeliest first, half-open."""
    whole = quote.whole
    margin = len(whole) // 2 + 160 + MOST_LEFT_OUT * len(quote.joints)
    clusters = _clusters(_hits(whole, text), margin)
    found = [(max(0, low - margin), min(len(text), high + len(whole) + margin)) for _, low, high in clusters]
    return found or _by_distance(quote, text, margin)


def _hits(whole: str, text: str) -> list[tuple[int, int]]:
    """Where the quote would begin if a seed's place is right, and which seed says so."""
    size = min(_SEED, max(4, len(whole) // 3))
    last = len(whole) - size
    if last < 0:
        return []
    count = min(_SEEDS, last // size + 1)
    offsets = sorted({last * number // max(1, count - 1) for number in range(count)})
    hits: list[tuple[int, int]] = []
    for offset in offsets:
        seed = whole[offset : offset + size]
        places = _places(seed, text)
        hits.extend((place - offset, offset) for place in places)
    return hits


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


def _clusters(hits: list[tuple[int, int]], margin: int) -> list[tuple[int, int, int]]:
    """Hits that agree on a place: how many different seeds, the least and the greatest beginning."""
    groups: list[tuple[int, int, set[int]]] = []
    for place, seed in sorted(hits):
        if groups and place - groups[-1][1] <= margin // 4:
            groups[-1] = (groups[-1][0], place, groups[-1][2] | {seed})
        else:
            groups.append((place, place, {seed}))
    ranked = sorted(((len(seeds), low, high) for low, high, seeds in groups), key=lambda group: (-group[0], group[1]))
    return [group for group in ranked if group[0] * 4 >= ranked[0][0]][:_MOST_STRETCHES]


def _by_distance(quote: Quote, text: str, margin: int) -> list[tuple[int, int]]:
    """Without a seed in place: where the longest part fits with the fewest edits in all of the text."""
    part = max(quote.parts, key=lambda part: len(part.text)).text
    most = allowed_edits(len(part))
    if not most or len(part) * len(text) > _MOST_WORK:
        return []
    found = fits(part, text, "HW", most)[:_MOST_STRETCHES]
    return [(max(0, fit.start - len(quote.whole) - margin), min(len(text), fit.end + len(quote.whole) + margin)) for fit in found]
