"""Places where a quote stands with differences: by seeds, by fit, and judged word by word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sources.anchoring.apparatus import Stretch
from sources.anchoring.comparing import Comparison, compare
from sources.anchoring.cutting import with_cut
from sources.anchoring.fitting import Hay, fit, hay_of, snapped
from sources.anchoring.punctuation import widened
from sources.anchoring.quoting import Quote, read_quote
from sources.anchoring.seeds import stretches
from sources.anchoring.view import View

Found = tuple[Stretch, Comparison]
_MOST_FITS = 40
_MOST_FITTED = 80_000  # Letters of all fits together: a long quote is tried in fewer places.
_FEWEST_WORDS = 4  # A shorter quote fits anywhere with a change or two.
_FEWEST_LETTERS = 12
_WORDS_FOR_ONE_OTHER = 7
_ALWAYS_ALLOWED = 1.5  # One word, or three characters of a script without spaces.
_MOST_AT_EDGE = 2  # Words: a quote that begins or ends otherwise is another sentence.


def noisy_places(quote: str, content: str, view: View) -> tuple[list[Found], list[Found]]:
    """Where ``quote`` stands with differences, and what only resembles it; the best first, none overlapping another."""
    found: dict[Stretch, Comparison] = {}
    for reading in _readings(quote):
        for windows in stretches(reading, view.text):
            here = dict(_in_windows(reading, content, view, windows))
            for place, comparison in here.items():
                if place not in found or order(comparison) < order(found[place]):
                    found[place] = comparison
            if any(is_that_sentence(comparison) for comparison in here.values()):
                break
    ranked = _apart(sorted(found.items(), key=lambda item: (order(item[1]), item[0])))
    return [item for item in ranked if is_that_sentence(item[1])], [item for item in ranked if not is_that_sentence(item[1])]


def order(comparison: Comparison) -> tuple[bool, float, int, int]:
    """What makes a place better than another: no word altered, fewer other words, fewer letters, less left out."""
    return comparison.grade == "approximate", comparison.other, comparison.distance, comparison.left_out


def is_that_sentence(comparison: Comparison) -> bool:
    """Whether what stands there is the quoted sentence, perhaps altered, and not one that resembles it.

    A misread word is the same word; of other words few are allowed. Which they are, the diff shows.
    """
    if comparison.firm < _FEWEST_LETTERS:
        return False
    if comparison.grade != "approximate":
        return True
    if comparison.edge > _MOST_AT_EDGE:
        return False
    allowed = max(_ALWAYS_ALLOWED, comparison.words / _WORDS_FOR_ONE_OTHER)
    return comparison.other <= allowed and comparison.words - comparison.other >= _FEWEST_WORDS


def equally_good(comparison: Comparison, best: Comparison) -> bool:
    """Whether nothing but chance would choose between the two places."""
    if (comparison.grade == "approximate") != (best.grade == "approximate") or comparison.other != best.other:
        return False
    near = comparison.distance <= best.distance + max(1, best.letters * 3 // 100)
    return near and comparison.left_out <= 2 * best.left_out + 24


def _readings(quote: str) -> Iterator[Quote]:
    """What the quote may mean: a bracket stands for other words, or its words are the text's; and so with page heads."""
    first = read_quote(quote)
    readings = [first]
    if any(joint.kind == "bracket" for joint in first.joints):
        readings.append(read_quote(quote, cut_brackets=False))
    if first.additions:
        readings.append(read_quote(quote, cut_brackets=False, skip_additions=False))
    return (reading for reading in readings if reading.parts)


def _in_windows(quote: Quote, content: str, view: View, windows: list[Stretch]) -> Iterator[Found]:
    """All places in the windows; beside a place that is found, its window is searched on."""
    waiting = list(reversed(windows))
    shortest = len(quote.whole) // 2
    for _ in range(max(4, min(_MOST_FITS, _MOST_FITTED // len(quote.whole)))):
        if not waiting:
            return
        first, last = waiting.pop()
        best = min(_in_window(quote, content, view, first, last), key=lambda item: order(item[1]), default=None)
        if best is None:
            continue
        yield best
        low, high = (bisect_left(view.starts, offset) for offset in best[0])
        waiting.extend(rest for rest in ((first, low), (high, last)) if rest[1] - rest[0] > shortest)


def _in_window(quote: Quote, content: str, view: View, first: int, last: int) -> Iterator[Found]:
    """The best place with note marks taken out, and with them, where that is another text."""
    bare = hay_of(content, view, first, last, bare=True)
    hays = [bare] if len(bare.starts) == last - first else [bare, hay_of(content, view, first, last, bare=False)]
    for hay in hays:
        found = _compared(quote, hay)
        if found:
            yield found
        if found and not found[1].other:
            return
        cut = with_cut(quote, hay)
        cut_found = _compared(cut, hay) if cut else None
        if cut_found:
            yield cut_found


def _compared(quote: Quote, hay: Hay) -> Found | None:
    where = fit(quote, hay)
    if where is None:
        return None
    low, high = snapped(quote, hay, *where)
    found = _placed(quote, hay, low, high)
    if not found[1].edge:
        return found
    # The first or the last word is another word: it may stand in the text's place for the one beside.
    wider = [(hay.word_before(low), high), (low, hay.word_after(high))]
    return min([found, *(_placed(quote, hay, *each) for each in wider)], key=lambda item: order(item[1]))


def _placed(quote: Quote, hay: Hay, low: int, high: int) -> Found:
    place = widened(quote, hay.content, hay.starts[low], hay.starts[high - 1] + 1)
    return place, compare(quote, hay.content, *place)


def _apart(ranked: list[Found]) -> list[Found]:
    """Of places that overlap the best."""
    kept: list[Found] = []
    for place, comparison in ranked:
        if all(place[1] <= other[0] or place[0] >= other[1] for other, _ in kept):
            kept.append((place, comparison))
    return kept
