"""Where in a stretch of a text the parts of a quote fit: verbatim where they can, else with the fewest edits."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sources.anchoring.apparatus import apparatus, page_heads
from sources.anchoring.borders import inside_word, weight, word_count
from sources.anchoring.edits import Fit, distance, fits
from sources.anchoring.quoting import Quote, merged
from sources.anchoring.view import View

# Letters of the text that a joint may stand for: an ellipsis for about a paragraph, a bracket for a phrase.
REACH = {"ellipsis": 900, "bracket": 90, "gap": 200, "extra": 4}
_SHORTEST_NOISY = 12
_LONG = 2000
_SHORT = 12  # Letters up to which a part must stand between borders of words.
_MOST_TRIES = 200
_MOST_ANCHORS = 8
_HEAD = 32  # Letters looked at to find a border.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Hay:
    """A piece of a text's view, note marks and page numbers taken out or not, and where its letters stand in the text."""

    content: str
    text: str
    starts: list[int]

    def parts_word(self, place: int) -> bool:
        """Whether a quote that begins with the letter ``place`` would begin inside a word."""
        return 0 <= place < len(self.starts) and (inside_word(self.content, self.starts[place]) or self._parts_character(place))

    def parts_word_before(self, place: int) -> bool:
        """Whether a quote that ends before the letter ``place`` would end inside a word."""
        return 0 < place <= len(self.starts) and (inside_word(self.content, self.starts[place - 1] + 1) or self._parts_character(place))

    def word_before(self, place: int) -> int:
        """Where the word before the letter ``place`` begins."""
        start = max(0, place - 1)
        while start > 0 and self.parts_word(start):
            start -= 1
        return start

    def word_after(self, place: int) -> int:
        """Where the word that begins with the letter ``place`` ends."""
        end = min(len(self.starts), place + 1)
        while end < len(self.starts) and self.parts_word_before(end):
            end += 1
        return end

    def _parts_character(self, place: int) -> bool:
        return 0 < place < len(self.starts) and self.starts[place] == self.starts[place - 1]


def hay_of(content: str, view: View, first: int, last: int, *, bare: bool) -> Hay:
    """The letters ``[first, last)`` of the view of ``content``; ``bare`` takes note marks and page numbers out."""
    starts = view.starts[first:last].tolist()
    text = view.text[first:last]
    if not bare or not starts:
        return Hay(content, text, starts)
    kept: list[str] = []
    offsets: list[int] = []
    place = 0
    low, high = starts[0], min(len(content), starts[-1] + 2)
    for begin, end in merged([*apparatus(content, low, high), *page_heads(content, low, high)]):
        low, high = bisect_left(starts, begin), bisect_left(starts, end)
        if high > low:
            kept.append(text[place:low])
            offsets.extend(starts[place:low])
            place = high
    return Hay(content, "".join([*kept, text[place:]]), offsets + starts[place:])


def allowed_edits(words: str) -> int:
    """How many letters of ``words`` may be misread; fewer in proportion for short ones, which fit anywhere."""
    letters = weight(words)
    if letters < _SHORTEST_NOISY:
        return 0
    share = 0.12 if letters < 20 else 0.2 if letters < 32 else 0.26 if letters < 60 else 0.34 if letters < _LONG else 0.2
    return int(len(words) * share)


def fit(quote: Quote, hay: Hay) -> tuple[int, int] | None:
    """Where the quote's parts stand in ``hay``, in order and nearest each other: from and to, in letters of ``hay``."""
    texts = [part.text for part in quote.parts]
    anchor = max(range(len(texts)), key=lambda index: len(texts[index]))
    if len(texts) > 1 and (weight(texts[anchor]) < 8 or word_count(quote.raw[quote.parts[anchor].start : quote.parts[anchor].end]) < 2):
        return None
    place = 0
    nearest: tuple[int, int] | None = None
    for _ in range(_MOST_ANCHORS if len(texts) > 1 else 1):
        found = best_fit(texts[anchor], hay, place, len(hay.text))
        if found is None or (nearest and found.distance):
            break
        end = _after(quote, hay, anchor, found.end)
        start = _before(quote, hay, anchor, found.start)
        if start is not None and end is not None and (nearest is None or end - start < nearest[1] - nearest[0]):
            nearest = start, end
        place = found.start + 1
    return nearest


def _after(quote: Quote, hay: Hay, anchor: int, end: int) -> int | None:
    """Where the last part ends, the parts behind the anchor standing in order and near; None where one is not there."""
    for part, joint in zip(quote.parts[anchor + 1 :], quote.joints[anchor:], strict=True):
        room = REACH[joint.kind] + len(part.text) * 4 // 3
        found = best_fit(part.text, hay, end, min(len(hay.text), end + room))
        if found is None:
            return None
        end = found.end
    return end


def _before(quote: Quote, hay: Hay, anchor: int, start: int) -> int | None:
    """Where the first part begins, likewise."""
    for part, joint in zip(reversed(quote.parts[:anchor]), reversed(quote.joints[:anchor]), strict=True):
        room = REACH[joint.kind] + len(part.text) * 4 // 3
        found = best_fit(part.text, hay, max(0, start - room), start, last=True)
        if found is None:
            return None
        start = found.start
    return start


def best_fit(part: str, hay: Hay, low: int, high: int, *, last: bool = False) -> Fit | None:
    """The place of ``part`` in ``hay.text[low:high]``: the first verbatim one (or the last), else the one with the fewest edits."""
    exact = _verbatim(part, hay, low, high, last=last)
    if exact >= 0:
        return Fit(0, exact, exact + len(part))
    most = allowed_edits(part)
    found = fits(part, hay.text[low:high], "HW", most) if most else []
    if not found:
        return None
    best = found[-1 if last else 0]
    return Fit(best.distance, low + best.start, low + best.end)


def snapped(quote: Quote, hay: Hay, start: int, end: int) -> tuple[int, int]:
    """The same place with its borders moved to the borders of words, where that costs next to nothing."""
    head, tail = quote.parts[0].text[:_HEAD], quote.parts[-1].text[-_HEAD:]
    start = _start_border(hay, start, head)
    return start, max(start + 1, _end_border(hay, end, tail))


def _verbatim(part: str, hay: Hay, low: int, high: int, *, last: bool) -> int:
    """A verbatim place of ``part``, or -1. A short part stands between borders of words."""
    for _ in range(_MOST_TRIES):
        place = hay.text.rfind(part, low, high) if last else hay.text.find(part, low, high)
        if place < 0 or weight(part) > _SHORT or not (hay.parts_word(place) or hay.parts_word_before(place + len(part))):
            return place
        low, high = (low, place + len(part) - 1) if last else (place + 1, high)
    return -1


def _start_border(hay: Hay, place: int, head: str) -> int:
    """The cheapest border of a word near ``place``; a place inside a word only where it is cheaper by two edits."""
    if hay.text.startswith(head, place) and not hay.parts_word(place):
        return place
    costs = []
    for candidate in range(max(0, place - _NEAR), min(len(hay.text) - 1, place + _NEAR) + 1):
        inside = hay.parts_word(candidate)
        if candidate == place or not inside:
            cost = distance(head, hay.text[candidate : candidate + len(head) * 3 // 2], "SHW")
            costs.append((cost + 1.5 * inside, abs(candidate - place + _outward(head[:1])), candidate))
    return min(costs)[2] if costs else place


def _outward(letter: str) -> float:
    """Of two borders that cost the same the outer one is chosen: a letter at the end is rather misread than added; a digit is added."""
    return 0.0 if letter.isdigit() else 0.9


def _end_border(hay: Hay, place: int, tail: str) -> int:
    """The same for the end of a place."""
    if hay.text.endswith(tail, 0, place) and not hay.parts_word_before(place):
        return place
    costs = []
    for candidate in range(max(1, place - _NEAR), min(len(hay.text), place + _NEAR) + 1):
        inside = hay.parts_word_before(candidate)
        if candidate == place or not inside:
            cost = distance(tail[::-1], hay.text[max(0, candidate - len(tail) * 3 // 2) : candidate][::-1], "SHW")
            costs.append((cost + 1.5 * inside, abs(candidate - place - _outward(tail[-1:])), candidate))
    return min(costs)[2] if costs else place
