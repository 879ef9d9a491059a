"""The place of a pasted quote in a text, graded by what differs: never by a score, never a silent best match."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sources.anchoring.borders import inside_word, word_count
from sources.anchoring.comparing import Change, Comparison, compare
from sources.anchoring.contexts import fitting
from sources.anchoring.noise import equally_good, noisy_places
from sources.anchoring.punctuation import widened
from sources.anchoring.quotes import find_exact
from sources.anchoring.quoting import read_quote
from sources.anchoring.view import View, view_of

MOST_CANDIDATES = 100
MOST_NEAR = 5
_MOST_LETTERS = 100_000  # A longer quote is placed verbatim or as the same letters, or not at all.
_MOST_TRIED = 20_000  # Places inside words are tried and passed over.
_FEW_WORDS = 3  # So short a quote stands between borders of words only.
_FEW_LETTERS = 100
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
    letters = view_of(quote).text
    if not letters:
        return ABSENT
    found = _same_letters(quote, letters, content, view)
    if not found and len(letters) <= _MOST_LETTERS:
        found, near = _with_differences(quote, content, view)
        if not found:
            return Placement("absent", (), tuple(near[:MOST_NEAR]))
    return _chosen(found, content, prefix, suffix)


def _same_letters(quote: str, letters: str, content: str, view: View) -> list[Candidate]:
    """Places where the quote stands verbatim, and where the same letters and digits stand in the same order."""
    whole = read_quote(quote, cut_brackets=False)
    bounds = replace(whole, silent=())
    places = dict.fromkeys(islice(_verbatim(quote, content), MOST_CANDIDATES + 1))
    for first, last in _letters_at(letters, content, view):
        if len(places) > MOST_CANDIDATES:
            break
        if not any(low <= first and last <= high for low, high in places):
            places[widened(bounds, content, first, last)] = None
    return [_candidate(compare(whole, content, *place), *place) for place in places]


def _verbatim(quote: str, content: str) -> Iterator[tuple[int, int]]:
    words = quote
    starts = find_exact(content, words, most=_MOST_TRIED)
    if not starts and words != words.strip():
        words = words.strip()
        starts = find_exact(content, words, most=_MOST_TRIED)
    short = len(words) <= _FEW_LETTERS and word_count(words) <= _FEW_WORDS
    for start in starts:
        if not (short and (inside_word(content, start) or inside_word(content, start + len(words)))):
            yield start, start + len(words)


def _letters_at(letters: str, content: str, view: View) -> Iterator[tuple[int, int]]:
    starts = view.starts
    few = len(letters) <= _FEW_LETTERS
    for first in find_exact(view.text, letters, most=_MOST_TRIED):
        last = first + len(letters)
        start, end = starts[first], starts[last - 1] + 1
        parted = (first and starts[first] == starts[first - 1]) or (last < len(starts) and starts[last] == starts[last - 1])
        short = few and word_count(content[start:end]) <= _FEW_WORDS
        if not (parted or _is_mark(content, end) or (short and (inside_word(content, start) or inside_word(content, end)))):
            yield start, end


def _is_mark(content: str, offset: int) -> bool:
    """Whether the character at ``offset`` is a mark on the letter before it."""
    return offset < len(content) and unicodedata.category(content[offset])[0] == "M"


def _with_differences(quote: str, content: str, view: View) -> tuple[list[Candidate], list[Candidate]]:
    """Places where words differ, and what resembles the quote. Two sentences it resembles alike are two lookalikes."""
    placed, near = noisy_places(quote, content, view)
    equal = [item for item in placed if equally_good(item[1], placed[0][1])]
    if len({view_of(content[slice(*place)]).text for place, _ in equal}) > 1 and equal[0][1].other:
        placed, near, equal = [], [*placed, *near], []
    return [_candidate(comparison, *place) for place, comparison in equal], [_candidate(comparison, *place) for place, comparison in near]


def _candidate(comparison: Comparison, start: int, end: int) -> Candidate:
    return Candidate(start, end, comparison.grade, round(comparison.score, 4), comparison.diff)


def _chosen(found: list[Candidate], content: str, prefix: str, suffix: str) -> Placement:
    """One place, or the several that the context could not tell apart."""
    if not found:
        return ABSENT
    if len(found) > 1 and (prefix or suffix):
        found = [found[index] for index in fitting([(candidate.start, candidate.end) for candidate in found], content, prefix, suffix)]
    found = sorted(found, key=lambda candidate: (_GRADES.index(candidate.grade), candidate.start))
    if len(found) == 1:
        return Placement(found[0].grade, tuple(found), ())
    return Placement("ambiguous", tuple(found[:MOST_CANDIDATES]), (), more=len(found) > MOST_CANDIDATES)
