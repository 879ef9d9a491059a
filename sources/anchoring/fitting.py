"""Where in a stretch of a text the parts of a quote fit: verbatim where they can, else with the fewest edits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from sources.anchoring.apparatus import apparatus
from sources.anchoring.borders import inside_word
from sources.anchoring.edits import Fit, distance, fits
from sources.anchoring.quoting import Quote
from sources.anchoring.view import View

# Letters that an ellipsis may leave out: about a paragraph. A bracket stands for a phrase.
MOST_LEFT_OUT = 900
MOST_FOR_BRACKET = 90
_SHORTEST_NOISY = 12
_HEAD = 32  # Letters looked at to find a border.

_Cost = Callable[["Stretch", int, str], int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text's view, note marks and page numbers taken out or not, and where its letters stand in the text."""

    text: str
    starts: list[int]


def stretch(content: str, view: View, first: int, last: int, *, bare: bool) -> Stretch:
    """The letters ``[first, last)`` of the view of ``content``."""
    starts = view.starts[first:last].tolist()
    text = view.text[first:last]
    if not bare or not starts:
        return Stretch(text, starts)
    kept: list[str] = []
    offsets: list[int] = []
    place = 0
    for begin, end in apparatus(content, starts[0], starts[-1] + 2):
        low, high = bisect_left(starts, begin), bisect_left(starts, end)
        if high > low:
            kept.append(text[place:low])
            offsets.extend(starts[place:low])
            place = high
    return Stretch("".join([*kept, text[place:]]), offsets + starts[place:])


def allowed_edits(letters: int) -> int:
    """How many edits a quote of so many letters may need; fewer in proportion for short ones, which fit anywhere."""
    if letters < _SHORTEST_NOISY:
        return 0
    share = 0.12 if letters < 20 else 0.2 if letters < 32 else 0.26 if letters < 60 else 0.34
    return int(letters * share)


def fit(quote: Quote, hay: Stretch) -> tuple[int, int] | None:
    """Where the quote's parts stand in ``hay``, in order and near each other: from and to, in letters of ``hay``."""
    texts = [part.text for part in quote.parts]
    anchor = max(range(len(texts)), key=lambda index: len(texts[index]))
    found = _best(texts[anchor], hay.text, 0, len(hay.text))
    if found is None:
        return None
    start, end = found.start, found.end
    for index in range(anchor + 1, len(texts)):
        reach = _reach(quote, index - 1)
        following = _best(texts[index], hay.text, end, min(len(hay.text), end + reach + len(texts[index]) * 4 // 3))
        if following is None:
            return None
        end = following.end
    for index in range(anchor - 1, -1, -1):
        reach = _reach(quote, index)
        low = max(0, start - reach - len(texts[index]) * 4 // 3)
        before = _best(texts[index], hay.text, low, start, last=True)
        if before is None:
            return None
        start = before.start
    return start, end


def snapped(quote: Quote, content: str, hay: Stretch, start: int, end: int) -> tuple[int, int]:
    """The same place with its borders moved to the borders of words, where that costs next to nothing."""
    head, tail = quote.parts[0].text[:_HEAD], quote.parts[-1].text[-_HEAD:]
    start = _border(content, hay, start, head, _start_cost)
    end = max(start + 1, _border(content, hay, end, tail, _end_cost))
    return start, end


def _reach(quote: Quote, joint: int) -> int:
    return MOST_LEFT_OUT if quote.joints[joint].kind == "ellipsis" else MOST_FOR_BRACKET


def _best(part: str, text: str, low: int, high: int, *, last: bool = False) -> Fit | None:
    exact = text.rfind(part, low, high) if last else text.find(part, low, high)
    if exact >= 0:
        return Fit(0, exact, exact + len(part))
    most = allowed_edits(len(part))
    if not most:
        return None
    found = fits(part, text[low:high], "HW", most)
    if not found:
        return None
    best = found[-1 if last else 0]
    return Fit(best.distance, low + best.start, low + best.end)


def _start_cost(hay: Stretch, place: int, head: str) -> int:
    return distance(head, hay.text[place : place + len(head) * 3 // 2], "SHW")


def _end_cost(hay: Stretch, place: int, tail: str) -> int:
    return distance(tail[::-1], hay.text[max(0, place - len(tail) * 3 // 2) : place][::-1], "SHW")


def _border(content: str, hay: Stretch, place: int, words: str, cost_at: _Cost) -> int:
    """The cheapest border of a word near ``place``; a place inside a word only where it is cheaper by two edits."""
    best: tuple[float, int, int] | None = None
    for candidate in range(max(0, place - 12), min(len(hay.text), place + 12) + 1):
        inside = _parts_word(content, hay, candidate, at_start=cost_at is _start_cost)
        if inside and candidate != place:
            continue
        cost = cost_at(hay, candidate, words) + (1.5 if inside else 0)
        if best is None or (cost, abs(candidate - place), candidate) < best:
            best = (cost, abs(candidate - place), candidate)
    return best[2] if best else place


def _parts_word(content: str, hay: Stretch, place: int, *, at_start: bool) -> bool:
    if at_start:
        return place < len(hay.starts) and (inside_word(content, hay.starts[place]) or _same_character(hay, place))
    return place > 0 and (inside_word(content, hay.starts[place - 1] + 1) or _same_character(hay, place))


def _same_character(hay: Stretch, place: int) -> bool:
    """Whether the letters on both sides came from one character of the text."""
    return 0 < place < len(hay.starts) and hay.starts[place] == hay.starts[place - 1]
