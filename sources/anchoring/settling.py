"""Where two alignments explain a correction equally well, the one whose borders are those of sentences and lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sources.anchoring.word_alignment import Words

_FURTHEST = 400
_SENTENCE_ENDS = frozenset(".!?。！？…")


def gaps(partners: list[int], length: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches ``[a, b)`` and ``[c, d)`` without partners, wherever one of them has words.

    Args:
        partners: For each word of the one side its partner on the other, rising; -1 for none.
        length: How many words the other side has.
    """
    before_i, before_j = -1, -1
    for i, j in [*((i, j) for i, j in enumerate(partners) if j >= 0), (len(partners), length)]:
        if i - before_i > 1 or j - before_j > 1:
            yield before_i + 1, i, before_j + 1, j
        before_i, before_j = i, j


def settle(partners: list[int], old: Words, new: Words) -> None:
    """Slide words that only one side has along equal words, to where a sentence or line begins.

    Of ``A. In B. In C.`` becoming ``A. In C.`` it is ``In B.`` that went, not ``B. In``.
    """
    for a, b, c, d in list(gaps(partners, len(new))):
        if c == d:
            before, after = _Line(partners, c - a), _Line(partners, d - b)
            _slide(partners, (a, c), (b, d), _best(old, (a, b), before.joins, after.joins))
        elif a == b:
            before, after = _Line(partners, c - a), _Line(partners, d - b)
            _slide(partners, (a, c), (b, d), _best(new, (c, d), before.joined, after.joined))


@dataclass(frozen=True)
class _Line:
    """Words that have their partners at one distance."""

    partners: list[int]
    distance: int

    def joins(self, old: int) -> bool:
        """Whether a word of the one side is on the line."""
        return self.partners[old] == old + self.distance

    def joined(self, new: int) -> bool:
        """Whether a word of the other side is on the line."""
        return self.partners[new - self.distance] == new


def _best(words: Words, stretch: tuple[int, int], is_before: Callable[[int], bool], is_after: Callable[[int], bool]) -> int:
    """By how many words a stretch that only this side has is best slid; less than 0 is towards the beginning."""
    start, end = stretch
    steps = {0: _border(words, start) + _border(words, end)}
    step, codes = 0, words.codes
    while step > -_FURTHEST and start + step > 0 and codes[start + step - 1] == codes[end + step - 1] and is_before(start + step - 1):
        step -= 1
        steps[step] = _border(words, start + step) + _border(words, end + step)
    step = 0
    while step < _FURTHEST and end + step < len(words) and codes[start + step] == codes[end + step] and is_after(end + step):
        step += 1
        steps[step] = _border(words, start + step) + _border(words, end + step)
    # Of equals the nearest to where it was, so that nothing depends on the order of looking.
    return max(steps, key=lambda by: (steps[by], -abs(by), by))


def _border(words: Words, index: int) -> int:
    """How much of a border there is before a word: of a paragraph, of a line, of a sentence, of none."""
    if index in {0, len(words)}:
        return 3
    between = words.content[words.ends[index - 1] : words.starts[index]]
    if "\n" in between:
        return 3 if between.count("\n") > 1 else 2
    return int(words.content[words.ends[index - 1] - 1] in _SENTENCE_ENDS)


def _slide(partners: list[int], start: tuple[int, int], end: tuple[int, int], step: int) -> None:
    (a, c), (b, d) = start, end
    for k in range(1, -step + 1):
        partners[a - k] = -1
    for k in range(1, -step + 1):
        partners[b - k] = d - k
    for k in range(step):
        partners[b + k] = -1
    for k in range(step):
        partners[a + k] = c + k
