"""Which words of one version of a text are which words of another, in order.

Words that stand once in both are anchors (the longest rising row of them counts, as in Cohen's patience diff); what lies between
two anchors is aligned by the longest row of words that both have. White space is no word: lines may be broken anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sources.reading.scripts import IDEOGRAPHIC

# A run of letters without spaces is cut, so that no word is too long to be compared.
_WORD = re.compile(rf"[{IDEOGRAPHIC}]|(?:(?![{IDEOGRAPHIC}])\w){{1,64}}|[^\w\s]")
#: The same, and white space between.
PIECE = re.compile(rf"\s+|{_WORD.pattern}")
_RUNS_OF_WORDS = (4, 2, 1)
_LARGE = 20_000 * 20_000
# Texts made to be split at their edges again and again are not.
_DEEPEST = 16
# A code point for each word, beyond the surrogates, which are none.
_FIRST_CODE = 0xE000
_MOST_WORDS = 0x110000 - _FIRST_CODE - 1


@dataclass(frozen=True)
class Words:
    """The words of a text: where each begins and ends, in code points, and one character for each that tells it from others."""

    content: str
    starts: list[int]
    ends: list[int]
    codes: str

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class _Gap:
    """Words ``[a, b)`` of the one and ``[c, d)`` of the other that are not aligned yet."""

    a: int
    b: int
    c: int
    d: int
    depth: int = 0

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return (self.b - self.a) * (self.d - self.c)


def split_alike(*contents: str) -> list[Words]:
    """Split texts into words; the same word has the same code in each."""
    known: dict[str, int] = {}
    return [_split(content, known) for content in contents]


def _split(content: str, known: dict[str, int]) -> Words:
    starts, ends, codes = [], [], []
    for word in _WORD.finditer(content):
        starts.append(word.start())
        ends.append(word.end())
        # More words than there are code points: the last code stands for all further ones, which are then never aligned.
        codes.append(min(known.setdefault(word.group(), len(known)), _MOST_WORDS))
    return Words(content, starts, ends, "".join(map(chr, (_FIRST_CODE + code for code in codes))))


def align(old: str, new: str) -> list[int]:
    """For each word of ``old`` (given as codes) the index of the same word of ``new``, rising; -1 where it has none."""
    pairs = [-1] * len(old)
    waiting = [_Gap(0, len(old), 0, len(new))]
    while waiting:
        gap = _trimmed(old, new, waiting.pop(), pairs)
        anchors = _anchors(old, new, gap) if gap.depth < _DEEPEST else []
        if anchors:
            _pair(pairs, anchors)
            waiting += _between(gap, anchors)
        elif gap.size <= _LARGE:
            _pair(pairs, _longest_common(old, new, gap))
    return pairs


def _pair(pairs: list[int], found: Iterable[tuple[int, int]]) -> None:
    for i, j in found:
        pairs[i] = j


def _trimmed(old: str, new: str, gap: _Gap, pairs: list[int]) -> _Gap:
    """The gap without the words that both sides begin and end with; these are paired."""
    a, b, c, d = gap.a, gap.b, gap.c, gap.d
    same = _common(old[a:b], new[c:d])
    _pair(pairs, ((a + k, c + k) for k in range(same)))
    a, c = a + same, c + same
    same = _common(old[a:b][::-1], new[c:d][::-1])
    _pair(pairs, ((b - k, d - k) for k in range(1, same + 1)))
    return _Gap(a, b - same, c, d - same, gap.depth)


def _common(one: str, other: str) -> int:
    """How many characters both begin with, by halving: comparing slices is quick."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _anchors(old: str, new: str, gap: _Gap) -> list[tuple[int, int]]:
    """Pairs of words in runs that stand once on either side, in the longest row that rises on both."""
    for length in _RUNS_OF_WORDS:
        ours, theirs = _unique(old, gap.a, gap.b, length), _unique(new, gap.c, gap.d, length)
        rising = _longest_rising([(i, theirs[run]) for run, i in ours.items() if run in theirs])
        if rising:
            return rising
    return []


def _unique(codes: str, start: int, end: int, length: int) -> dict[str, int]:
    """Where the runs of ``length`` words that stand once in ``[start, end)`` begin, in order."""
    places: dict[str, int] = {}
    for i in range(start, end - length + 1):
        run = codes[i : i + length]
        places[run] = -1 if run in places else i
    return {run: i for run, i in places.items() if i >= 0}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises in both (patience sorting)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            last.append(index)
        else:
            tops[pile], last[pile] = j, index
    row: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _between(gap: _Gap, anchors: list[tuple[int, int]]) -> Iterator[_Gap]:
    borders = [(gap.a - 1, gap.c - 1), *anchors, (gap.b, gap.d)]
    for (i, j), (k, m) in pairwise(borders):
        if i + 1 < k and j + 1 < m:
            yield _Gap(i + 1, k, j + 1, m, gap.depth + 1)


def _longest_common(old: str, new: str, gap: _Gap) -> Iterator[tuple[int, int]]:
    """Pairs of the longest row of words that both sides of a gap have in order (Hyyrö's bit-parallel algorithm, kept row by row)."""
    ours, theirs = old[gap.a : gap.b], new[gap.c : gap.d]
    places: dict[str, int] = {}
    for i, code in enumerate(ours):
        places[code] = places.get(code, 0) | 1 << i
    every = row = (1 << len(ours)) - 1
    rows = []
    for code in theirs:
        met = row & places.get(code, 0)
        row = (row + met | row - met) & every
        rows.append(row)
    i, j = len(ours), len(theirs)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
            continue
        j -= 1
        if not j or rows[j - 1] >> (i - 1) & 1:
            i -= 1
            yield gap.a + i, gap.c + j
