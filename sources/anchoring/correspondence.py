"""Which word of a corrected text is which word of the text before: words that stayed, and words that were corrected one for one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import edlib

from sources.anchoring.settling import gaps, settle
from sources.anchoring.word_alignment import Words, align, split_alike

# A word is the corrected form of another when at most half of the longer one's letters were touched.
_LEAST_ALIKE = 0.5
_MOST_PAIRS_TRIED = 900
# A word that was split, for example at a line's end, has no more parts than these on either side.
_MOST_PARTS = 3
# So few words that agree, amid so many that do not, agree by chance.
_ISLAND = 4
_WIDE_WATER = 8
#: Of the shorter text's words, this share must stand unchanged in the other.
LEAST_KEPT = 0.5


class NotTheSameWordsError(ValueError):
    """The one text is no correction of the other; the message says how few words they share."""


@dataclass(frozen=True)
class Correspondence:
    """Two texts and, for each word of the old one, its word in the new one.

    ``partners[i]`` is the word of ``new`` that word ``i`` of ``old`` is, unchanged or corrected; -1 where it has none. They rise.
    """

    old: Words
    new: Words
    partners: list[int]
    _paired: list[int] = field(init=False)
    _runs: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_paired", [i for i, j in enumerate(self.partners) if j >= 0])
        breaks = (i for i in range(1, len(self.partners)) if not self.is_same(i) or self.partners[i] != self.partners[i - 1] + 1)
        object.__setattr__(self, "_runs", [0, *breaks])

    def is_same(self, word: int) -> bool:
        """Whether a word of the old text stands unchanged in the new one."""
        partner = self.partners[word]
        return partner >= 0 and self.old.codes[word] == self.new.codes[partner]

    def paired_before(self, word: int) -> int:
        """The last word before ``word`` that has a partner; -1 if none."""
        place = bisect_left(self._paired, word)
        return self._paired[place - 1] if place else -1

    def paired_from(self, word: int) -> int:
        """The first word from ``word`` on that has a partner; the number of words if none."""
        place = bisect_left(self._paired, word)
        return self._paired[place] if place < len(self._paired) else len(self.old)

    def run_of(self, word: int) -> tuple[int, int]:
        """The words ``[first, past)`` around an unchanged word that stand in the new text unchanged one after the other."""
        place = bisect_right(self._runs, word)
        past = self._runs[place] if place < len(self._runs) else len(self.old)
        first = self._runs[place - 1]
        # A run begins at the break before it, unless a word that did not stay the same is there.
        return (first if self.is_same(first) else first + 1), past

    def extent(self, word: int) -> tuple[int, int]:
        """Where the partner of a word that has one begins and ends: with the parts that it was split into, if it was."""
        partner = self.partners[word]
        if self.is_same(word):
            return self.new.starts[partner], self.new.ends[partner]
        before, after = self.partner(self.paired_before(word)), self.partner(self.paired_from(word + 1))
        firsts = range(partner, max(before, partner - _MOST_PARTS), -1)
        lasts = range(partner, min(after, partner + _MOST_PARTS))
        first, last = max(((i, j) for i in firsts for j in lasts), key=lambda parts: self._alike(word, *parts))
        return self.new.starts[first], self.new.ends[last]

    def _alike(self, word: int, first: int, last: int) -> float:
        return _alike(_word(self.old, word), "".join(_word(self.new, part) for part in range(first, last + 1)))

    def partner(self, word: int) -> int:
        """The partner of a word that has one. Before the first word it is -1, after the last the number of words of the new text."""
        if word < 0:
            return -1
        return self.partners[word] if word < len(self.old) else len(self.new)


def correspond(old: str, new: str) -> Correspondence:
    """Align two versions of a text, word by word.

    Raises:
        NotTheSameWordsError: Fewer than half of the shorter one's words stand in the other in their order: no correction does that.
    """
    ours, theirs = split_alike(old, new)
    # In any order: an upper bound, and quick however the texts differ.
    _refuse_unless_enough((Counter(ours.codes) & Counter(theirs.codes)).total(), ours, theirs)
    partners = align(ours.codes, theirs.codes)
    settle(partners, ours, theirs)
    _drop_islands(partners, len(theirs))
    _refuse_unless_enough(sum(j >= 0 for j in partners), ours, theirs)
    for a, b, c, d in list(gaps(partners, len(theirs))):
        for i, j in _corrected(ours, theirs, range(a, b), range(c, d)):
            partners[i] = j
    return Correspondence(ours, theirs, partners)


def _refuse_unless_enough(kept: int, old: Words, new: Words) -> None:
    shorter = min(len(old), len(new))
    if not shorter or kept < LEAST_KEPT * shorter:
        raise NotTheSameWordsError(
            f"These are not the same words: of {len(old):,} words {kept:,} stand in the {len(new):,} new ones in their order. "
            f"A correction keeps at least {LEAST_KEPT:.0%}."
        )


def _drop_islands(partners: list[int], length: int) -> None:
    """Unpair short runs of words that agree amid long stretches that do not: they agree by chance."""
    for (a, b, c, d), (e, f, g, h) in pairwise(list(gaps(partners, length))):
        run = e - b
        if run < _ISLAND and max(b - a, d - c) >= _WIDE_WATER and max(f - e, h - g) >= _WIDE_WATER:
            partners[b:e] = [-1] * run


def _corrected(old: Words, new: Words, ours: range, theirs: range) -> list[tuple[int, int]]:
    """The pairs of words in a gap of which the one is the other, corrected; in order, the likest together."""
    if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRS_TRIED:
        return []
    if len(ours) == len(theirs) == 1:
        return [(ours[0], theirs[0])]
    # best[i][j]: the most that the words from i and from j on can be alike, and whether i and j are a pair in it.
    best = [[(0.0, False)] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            alike = _alike(_word(old, ours[i]), _word(new, theirs[j]))
            skipped = max(best[i + 1][j][0], best[i][j + 1][0])
            paired = alike + best[i + 1][j + 1][0] if alike >= _LEAST_ALIKE else -1.0
            best[i][j] = (paired, True) if paired > skipped else (skipped, False)
    return list(_walk(best, ours, theirs))


def _walk(best: list[list[tuple[float, bool]]], ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if best[i][j][1]:
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1
        elif best[i + 1][j][0] >= best[i][j + 1][0]:
            i += 1
        else:
            j += 1


def _word(words: Words, index: int) -> str:
    return words.content[words.starts[index] : words.ends[index]]


def _alike(one: str, other: str) -> float:
    """How many of the longer word's letters the two share, from 0 to 1."""
    longer = max(len(one), len(other))
    if abs(len(one) - len(other)) > longer * (1 - _LEAST_ALIKE):
        return 0.0
    return 1 - float(edlib.align(one, other, mode="NW", task="distance")["editDistance"]) / longer
