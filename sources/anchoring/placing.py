"""The place of a pasted quote in a text, graded by what differs: never by a score, never a silent best match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sources.anchoring.borders import inside_word, word_count
from sources.anchoring.comparing import Change, Comparison, compare
from sources.anchoring.fitting import fit, snapped, stretch
from sources.anchoring.punctuation import widened
from sources.anchoring.quotes import find_exact
from sources.anchoring.quoting import Quote, read_quote
from sources.anchoring.seeds import stretches
from sources.anchoring.view import View, view_of

MOST_CANDIDATES = 100
MOST_NEAR = 5
_MOST_LETTERS = 100_000  # A longer quote is placed verbatim or as the same letters, or not at all.
_GRADES = ("exact", "normalised", "approximate")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in a text, ``[start, end)`` in code points of the verbatim text, and how the quote differs from what stands there.

    ``grade`` is ``exact``, ``normalised`` or ``approximate``; ``score`` the share of letters that are the same: it orders, it never decides.
    """

    start: int
    end: int
    grade: str
    score: float
    diff: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer to where a quote stands.

    Attributes:
        grade: ``exact``: character for character at one place. ``normalised``: the same letters and digits in the same order,
            at one place. ``approximate``: one place where some words differ. ``ambiguous``: several places, equally good.
            ``absent``: nowhere.
        candidates: The places: one, or several where ambiguous, none where absent.
        near: Places that resemble a quote that is absent, to look at; the quote does not stand there.
        more: Whether there are more places than are listed.
    """

    grade: str
    candidates: tuple[Candidate, ...]
    near: tuple[Candidate, ...]
    more: bool = False


ABSENT = Placement("absent", (), ())


def place(quote: str, content: str, *, view: View | None = None, prefix: str = "", suffix: str = "") -> Placement:
    """Find where ``quote`` stands in ``content``.

    Args:
        quote: The words as they were pasted.
        content: The verbatim text.
        view: The view of ``content`` where it is at hand; it is made otherwise.
        prefix: What stands before the quote; it decides between several places, as tolerantly as the quote is read.
        suffix: What stands after the quote, likewise.

    Returns:
        The places with their grade; offsets count code points of ``content``.
    """
    view = view or view_of(content)
    wanted = view_of(quote).text
    if not wanted:
        return ABSENT
    found = _same_letters(quote, wanted, content, view)
    if found:
        return _chosen(found, content, prefix, suffix)
    if len(wanted) > _MOST_LETTERS:
        return ABSENT
    return _noisy(quote, content, view, prefix, suffix)


def _same_letters(quote: str, wanted: str, content: str, view: View) -> list[Candidate]:
    """Places where the same letters and digits stand in the same order."""
    whole = read_quote(quote, cut_brackets=False)
    verbatim = quote if quote in content else quote.strip()
    short = word_count(quote) < 4
    found = []
    for first in islice(_places(view.text, wanted), MOST_CANDIDATES + 1):
        start, end = view.starts[first], view.starts[first + len(wanted) - 1] + 1
        if _parts_character(view, first, first + len(wanted)) or (short and (inside_word(content, start) or inside_word(content, end))):
            continue
        start, end = widened(verbatim, content, start, end)
        found.append(_candidate(compare(whole, content, start, end), start, end))
    return found


def _places(text: str, wanted: str) -> Iterator[int]:
    yield from find_exact(text, wanted, most=10 * MOST_CANDIDATES)


def _parts_character(view: View, first: int, last: int) -> bool:
    """Whether a border of the stretch falls inside a character of the text, as between a letter and its accent."""
    starts = view.starts
    return (first > 0 and starts[first] == starts[first - 1]) or (last < len(starts) and starts[last] == starts[last - 1])


def _noisy(quote: str, content: str, view: View, prefix: str, suffix: str) -> Placement:
    """Places where the quote stands with differences."""
    readings = [read_quote(quote)]
    if any(joint.kind == "bracket" for joint in readings[0].joints):
        readings.append(read_quote(quote, cut_brackets=False))
    found: dict[tuple[int, int], Comparison] = {}
    for reading in readings:
        if not reading.parts:
            continue
        for first, last in stretches(reading, view.text):
            for place_found, comparison in _compared(reading, content, view, first, last):
                known = found.get(place_found)
                if known is None or _order(comparison) < _order(known):
                    found[place_found] = comparison
    ranked = sorted(_apart(found), key=lambda item: (_order(item[1]), item[0]))
    placed = [(where, comparison) for where, comparison in ranked if _is_that_sentence(comparison)]
    if not placed:
        return Placement("absent", (), tuple(_candidate(comparison, *where) for where, comparison in ranked[:MOST_NEAR]))
    best = placed[0][1]
    equal = [(where, comparison) for where, comparison in placed if _equally_good(comparison, best)]
    return _chosen([_candidate(comparison, *where) for where, comparison in equal], content, prefix, suffix)


def _compared(quote: Quote, content: str, view: View, first: int, last: int) -> Iterator[tuple[tuple[int, int], Comparison]]:
    for bare in (True, False):
        hay = stretch(content, view, first, last, bare=bare)
        found = fit(quote, hay)
        if found is None:
            continue
        low, high = snapped(quote, content, hay, *found)
        start, end = widened(quote.raw, content, hay.starts[low], hay.starts[high - 1] + 1)
        yield (start, end), compare(quote, content, start, end)


def _apart(found: dict[tuple[int, int], Comparison]) -> list[tuple[tuple[int, int], Comparison]]:
    """Of places that overlap the best one."""
    kept: list[tuple[tuple[int, int], Comparison]] = []
    for where, comparison in sorted(found.items(), key=lambda item: (_order(item[1]), item[0])):
        if all(where[1] <= other[0] or where[0] >= other[1] for other, _ in kept):
            kept.append((where, comparison))
    return kept


def _order(comparison: Comparison) -> tuple[int, float, int]:
    return _GRADES.index(comparison.grade), comparison.other, comparison.distance


def _is_that_sentence(comparison: Comparison) -> bool:
    """Whether what stands there is the quoted sentence, perhaps altered, and not one that resembles it."""
    if comparison.grade != "approximate":
        return True
    return comparison.other <= max(1, comparison.words // 7) and comparison.words - comparison.other >= 4 and comparison.firm >= 12


def _equally_good(comparison: Comparison, best: Comparison) -> bool:
    if (comparison.grade == "approximate") != (best.grade == "approximate"):
        return False
    return comparison.other == best.other and comparison.distance <= best.distance + max(1, best.letters * 3 // 100)


def _candidate(comparison: Comparison, start: int, end: int) -> Candidate:
    return Candidate(start, end, comparison.grade, round(comparison.score, 4), comparison.diff)


def _chosen(found: list[Candidate], content: str, prefix: str, suffix: str) -> Placement:
    """One place, or several that the context could not tell apart."""
    found = sorted(found, key=lambda candidate: (_GRADES.index(candidate.grade), candidate.start))
    left, right = view_of(prefix).text, view_of(suffix).text
    if len(found) > 1 and (left or right):
        fitting = [candidate for candidate in found if _fits_context(candidate, content, left, right)]
        found = fitting or found
    if len(found) == 1:
        return Placement(found[0].grade, tuple(found), ())
    return Placement("ambiguous", tuple(found[:MOST_CANDIDATES]), (), more=len(found) > MOST_CANDIDATES)


def _fits_context(candidate: Candidate, content: str, left: str, right: str) -> bool:
    before = view_of(content[max(0, candidate.start - 4 * len(left) - 40) : candidate.start]).text
    after = view_of(content[candidate.end : candidate.end + 4 * len(right) + 40]).text
    return before.endswith(left) and after.startswith(right)
