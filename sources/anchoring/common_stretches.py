"""Long stretches of words that two texts have in common, through noise: where one quotes the other, or both a third.

Runs of letters that both share (found by their fingerprints) are made as long as they go, and those that follow each other in both
texts at about the same distance are taken as one stretch, whose words may have been altered in between.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sources.anchoring.fingerprints import fingerprints
from sources.anchoring.view import View

#: Letters that a fingerprint covers, and how many neighbouring ones of which one is chosen: what shares 23 letters is found.
RUN, WINDOW = 12, 12
#: A stretch has so many letters in common, and so many words; Han characters count three letters, kana and Hangul two.
LEAST_LETTERS, LEAST_WORDS = 40, 7
#: So many letters may stand between two runs of one stretch, and so much more in one text than in the other.
_GAP, _SHIFT = 60, 30
#: Of a stretch with gaps so much must be the same.
_LEAST_SAME = 0.75
#: One run of it is so long: the same few words in other sentences are stock, not a quotation. An index of fingerprints that finds any
#: common run of 25 letters finds them all.
_LEAST_RUN = 25
#: At the borders so many letters are looked at for words that go on behind an altered one; runs of so many, so far apart, belong;
#: such as are twice as long may stand four times as far.
_NEAR, _LEAST_NEAR, _SLIP = 40, 6, 4
#: A run that stands more often in one text tells nothing.
_MOST_PLACES = 8
_HEAVY = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MIDDLING = re.compile("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")
_CLOSING = "\u201d\u2019\"'.,;:!?)"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand in both texts.

    Attributes:
        start: Offset of the first character in the one text, in Unicode code points from 0.
        end: Offset just past its last character there, same unit.
        other_start: Where it begins in the other text, same unit.
        other_end: Just past its end there, same unit.
        is_exact: Whether all its letters and digits are the same in both.
        same: What share of the longer side is the same, from 0 to 1.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    is_exact: bool
    same: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal letters of two views: ``[start, start + length)`` of the one, from ``other`` on in the other."""

    start: int
    other: int
    length: int


def common_stretches(one: str, other: str, one_view: View, other_view: View) -> list[Stretch]:
    """Return the stretches of words that two texts share, in the order of the first text, apart from each other in it.

    Args:
        one: A text.
        other: Another.
        one_view: Its comparison view.
        other_view: That of the other.
    """
    found: list[Stretch] = []
    for chain in _chains(_runs(one_view.text, other_view.text)):
        stretch = _stretch(chain, (one, other), (one_view, other_view))
        if stretch and (not found or stretch.start >= found[-1].end):
            found.append(stretch)
    return found


def _runs(one: str, other: str) -> list[_Run]:
    """Return runs of equal letters that share a fingerprint, each as long as it goes, in the order of the first text."""
    places: dict[int, list[int]] = defaultdict(list)
    for value, place in fingerprints(other, k=RUN, window=WINDOW):
        places[value].append(place)
    runs: list[_Run] = []
    reached: dict[int, int] = {}
    for value, start in fingerprints(one, k=RUN, window=WINDOW):
        beginning = places.get(value, ())
        for at in beginning if len(beginning) <= _MOST_PLACES else ():
            # What lies within a run that was found on this diagonal is that run.
            if start < reached.get(at - start, -1):
                continue
            run = _extended(one, other, start, at)
            if run:
                reached[at - start] = run.start + run.length
                runs.append(run)
    return sorted(runs, key=lambda run: (run.start, run.other))


def _extended(one: str, other: str, start: int, at: int) -> _Run | None:
    if one[start] != other[at]:
        return None
    begins, begins_other = start, at
    while begins and begins_other and one[begins - 1] == other[begins_other - 1]:
        begins, begins_other = begins - 1, begins_other - 1
    ends, length = start, len(other) - at + start
    while ends < len(one) and ends < length and one[ends] == other[at + ends - start]:
        ends += 1
    return _Run(begins, begins_other, ends - begins) if ends - begins >= RUN // 3 else None


def _chains(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Put runs together that follow each other in both texts at about the same distance."""
    chains: list[list[_Run]] = []
    for run in runs:
        joined = next((chain for chain in reversed(chains[-_MOST_PLACES:]) if _follows(chain[-1], run)), None)
        if joined is None:
            chains.append([run])
        else:
            joined.append(run)
    return chains


def _follows(last: _Run, run: _Run) -> bool:
    gap, other_gap = run.start - last.start - last.length, run.other - last.other - last.length
    return 0 <= gap <= _GAP and 0 <= other_gap <= _GAP and abs(gap - other_gap) <= _SHIFT


def _stretch(chain: Sequence[_Run], contents: tuple[str, str], views: tuple[View, View]) -> Stretch | None:
    same = "".join(views[0].text[run.start : run.start + run.length] for run in chain)
    first, last = chain[0], chain[-1]
    ends, other_ends = last.start + last.length, last.other + last.length
    whole = max(ends - first.start, other_ends - first.other)
    longest = max(_weight(views[0].text[run.start : run.start + run.length]) for run in chain)
    if _weight(same) < LEAST_LETTERS or longest < _LEAST_RUN or len(same) / whole < _LEAST_SAME:
        return None
    before, other_before = _near(views[0].text[: first.start][-_NEAR:][::-1], views[1].text[: first.other][-_NEAR:][::-1])
    behind, other_behind = _near(views[0].text[ends : ends + _NEAR], views[1].text[other_ends : other_ends + _NEAR])
    start, end = _words(contents[0], views[0], first.start - before, ends + behind)
    other_start, other_end = _words(contents[1], views[1], first.other - other_before, other_ends + other_behind)
    if not start < end or not other_start < other_end or not _has_words(contents[0][start:end]):
        return None
    is_exact = _letters(views[0], start, end) == _letters(views[1], other_start, other_end)
    return Stretch(start, end, other_start, other_end, is_exact, round(len(same) / whole, 3))


def _near(one: str, other: str) -> tuple[int, int]:
    """Return how much of what goes on from a border belongs to the stretch too: short equal runs, few letters apart."""
    reached = other_reached = 0
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        slip = _SLIP if block.size < 2 * _LEAST_NEAR else 4 * _SLIP
        is_near = block.a - reached <= slip and block.b - other_reached <= slip
        if block.size >= _LEAST_NEAR and is_near:
            reached, other_reached = block.a + block.size, block.b + block.size
    return reached, other_reached


def _weight(letters: str) -> int:
    return len(letters) + 2 * len(_HEAVY.findall(letters)) + len(_MIDDLING.findall(letters))


def _has_words(words: str) -> bool:
    dense = len(_HEAVY.findall(words)) + len(_MIDDLING.findall(words))
    return dense >= LEAST_WORDS * 2 or len(_WORD.findall(words)) >= LEAST_WORDS


def _letters(view: View, start: int, end: int) -> str:
    """The letters of the view that stand in a stretch of the text."""
    return view.text[bisect_left(view.starts, start) : bisect_left(view.starts, end)]


def _words(content: str, view: View, begins: int, ends: int) -> tuple[int, int]:
    """Return where the whole words of a stretch of the view stand in the text; words cut at its borders are left out."""
    start, end = view.starts[begins], view.starts[ends - 1] + 1
    while start < end and start and _is_within(content, start):
        start = _next(content, start, end)
    while start < end < len(content) and _is_within(content, end):
        end -= 1
    while end < len(content) and content[end] in _CLOSING[4:8]:
        end += 1
    return start, end


def _is_within(content: str, place: int) -> bool:
    """Whether a word goes on across ``place``; in scripts without blanks any place is a border."""
    before, after = content[place - 1], content[place]
    return (
        before.isalnum()
        and after.isalnum()
        and not (_HEAVY.match(before) or _HEAVY.match(after) or _MIDDLING.match(before) or _MIDDLING.match(after))
    )


def _next(content: str, start: int, end: int) -> int:
    """The next place at which a word may begin."""
    while start < end and content[start].isalnum():
        start += 1
    while start < end and not content[start].isalnum():
        start += 1
    return start
