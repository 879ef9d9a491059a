"""The place of a pasted quote in a text, graded by what differs: never by a score, never a silent best match."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sources.anchoring.borders import at_line_end, changes_sense, inside_word, with_whole_words, word_count
from sources.anchoring.comparing import Change, Comparison, compare
from sources.anchoring.contexts import fitting
from sources.anchoring.noise import equally_good, noisy_places
from sources.anchoring.punctuation import widened
from sources.anchoring.quotes import find_exact
from sources.anchoring.quoting import Quote, read_quote, unread
from sources.anchoring.view import View, view_of

MOST_CANDIDATES = 100
MOST_NEAR = 5
# A longer quote is placed verbatim or as the same letters, or not at all.
_MOST_LETTERS = 30_000
_MOST_CHARACTERS = 100_000
_MOST_SIGNS = 60  # Before the first letter and after the last; more are looked at only verbatim.
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
    asked = view_of(quote)
    if not asked.text:
        return ABSENT
    trimmed = quote[max(0, asked.starts[0] - _MOST_SIGNS) : asked.starts[-1] + 1 + _MOST_SIGNS]
    readable = len(trimmed) <= _MOST_CHARACTERS and len(asked.text) <= _MOST_LETTERS
    found = list(islice(_verbatim(quote, content), MOST_CANDIDATES + 1))
    found = _same_letters(read_quote(trimmed, cut_brackets=False) if readable else unread(trimmed), asked.text, content, view, found)
    near: list[Candidate] = []
    if not found and readable:
        found, near = _with_differences(trimmed, content, view)
    return _chosen(found, content, prefix, suffix) if found else Placement("absent", (), tuple(near[:MOST_NEAR]))


def _verbatim(quote: str, content: str) -> Iterator[Candidate]:
    """Places where the quote stands character for character, white space at its ends aside, and parts no word."""
    words = quote
    starts = find_exact(content, words, most=_MOST_TRIED)
    if not starts and words != words.strip():
        words = words.strip()
        starts = find_exact(content, words, most=_MOST_TRIED)
    for start in starts:
        end = start + len(words)
        if _stands(content, start, end):
            yield Candidate(start, end, "exact", 1.0, (Change("equal", words, words),))


def _stands(content: str, start: int, end: int) -> bool:
    """Whether the stretch may be a verbatim quote: a few words stand whole, a longer cut changes no word's sense."""
    if not (inside_word(content, start) or inside_word(content, end) or _is_short(content[start:end])):
        return True
    if _is_short(content[start:end]):
        return not (inside_word(content, start) or inside_word(content, end) or _is_broken(content, start, end))
    return unicodedata.category(content[end : end + 1] or " ")[0] != "M" and not changes_sense(content, start, end)


def _same_letters(quote: Quote, letters: str, content: str, view: View, verbatim: list[Candidate]) -> list[Candidate]:
    """The verbatim places and those where the same letters and digits stand in the same order.

    Where there are none, those where a longer quote parts a word of the text at its ends: "can" is in "cannot".
    """
    begins, ends = {candidate.start for candidate in verbatim}, {candidate.end for candidate in verbatim}
    whole = list(verbatim)
    parting: list[Candidate] = []
    bounds = replace(quote, silent=())
    for first, last in _letters_at(letters, view):
        if len(whole) > MOST_CANDIDATES:
            break
        if not (
            inside_word(content, first)
            or inside_word(content, last)
            or (_is_short(content[first:last]) and _is_broken(content, first, last))
        ):
            start, end = widened(bounds, content, first, last)
            if start not in begins and end not in ends:
                whole.append(_candidate(compare(quote, content, start, end), start, end))
        elif not whole and len(parting) <= MOST_CANDIDATES and not _is_short(content[first:last]):
            start, end = widened(bounds, content, *with_whole_words(content, first, last))
            parting.append(_candidate(compare(quote, content, start, end), start, end))
    return whole or parting


def _letters_at(letters: str, view: View) -> Iterator[tuple[int, int]]:
    """Where the view has the letters, each character of the text whole, in offsets of the text."""
    starts = view.starts
    for first in find_exact(view.text, letters, most=_MOST_TRIED):
        last = first + len(letters)
        if not ((first and starts[first] == starts[first - 1]) or (last < len(starts) and starts[last] == starts[last - 1])):
            yield starts[first], starts[last - 1] + 1


def _is_broken(content: str, start: int, end: int) -> bool:
    return at_line_end(content, start) or at_line_end(content, end)


def _is_short(words: str) -> bool:
    """Whether so few words stand between borders of words only."""
    return len(words) <= _FEW_LETTERS and word_count(words) <= _FEW_WORDS


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
    if len(found) > 1 and (prefix or suffix):
        found = [found[index] for index in fitting([(candidate.start, candidate.end) for candidate in found], content, prefix, suffix)]
    found = sorted(found, key=lambda candidate: (_GRADES.index(candidate.grade), candidate.start))
    if len(found) == 1:
        return Placement(found[0].grade, tuple(found), ())
    return Placement("ambiguous", tuple(found[:MOST_CANDIDATES]), (), more=len(found) > MOST_CANDIDATES)
