"""Spans of a text in its corrected version: moved, changed, or orphaned; never guessed. Offsets count Unicode code points, half-open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sources.anchoring.correspondence import Correspondence, NotTheSameWordsError, correspond
from sources.anchoring.word_alignment import PIECE, Words, align

__all__ = ["Carrier", "Grade", "NotTheSameWordsError", "Piece", "Span", "word_diff"]

# Of a passage's words, and of the words that now stand in its place, this share is the same.
_LEAST_KEPT = 0.5
# So many words on either side are looked at for words like those of a passage.
_REACH = 4_096
_MOST_PIECES = 20_000
_FIRST_CODE = 0xE000

_GONE = "Its words are gone."
_FEW = "Fewer than half of its words are left in their place."
_BEGINNING = "Where it begins now cannot be told: the words at its beginning were rewritten together with those before them."
_ENDING = "Where it ends now cannot be told: the words at its end were rewritten together with those after them."
_TWICE = "The same words stand next to it, and which are meant cannot be told."
_EMPTY = "It has no words by which it could be found."


class Grade(StrEnum):
    """What became of a span's words."""

    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class Span:
    """What became of one span: ``start`` and ``end`` in the new text, both None if it is orphaned, and then ``reason`` says why."""

    grade: Grade
    start: int | None = None
    end: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Piece:
    """Words that stayed (``before == after``), went (``after`` empty), came (``before`` empty) or took each other's place."""

    before: str
    after: str


class _OrphanedError(Exception):
    """The span has no place that can be told; the message says why."""


class Carrier:
    """Carries spans from a text to its corrected version."""

    def __init__(self, old: str, new: str) -> None:
        """Align the two.

        Raises:
            NotTheSameWordsError: The new text is no correction of the old one.
        """
        self.old, self.new = old, new
        self._words: Correspondence = correspond(old, new)

    @property
    def share_kept(self) -> float:
        """Of the old text's words, how many stand unchanged in the new one; from 0 to 1."""
        words = self._words
        return sum(map(words.is_same, range(len(words.old)))) / max(1, len(words.old))

    def carry(self, start: int, end: int) -> Span:
        """Say where the words ``[start, end)`` are now.

        Raises:
            ValueError: The span is empty, reversed or not within the old text.
        """
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"The span {start}-{end} is not one of the text's {len(self.old)} characters.")
        try:
            first, last = self._words_of(start, end)
            new_start, new_end = self._start(first, start), self._end(last, end)
            self._refuse_strangers(first, last, new_start, new_end)
            self._refuse_twins(first, last)
        except _OrphanedError as why:
            return Span(Grade.ORPHANED, reason=str(why))
        is_same = self.old[start:end] == self.new[new_start:new_end]
        return Span(Grade.MOVED if is_same else Grade.CHANGED, new_start, new_end)

    def carry_mark(self, start: int, end: int) -> tuple[int, int] | None:
        """Say where a mark's stretch ``[start, end)`` is now; None where it has no words left or a border cannot be told.

        A mark is a place, not a quotation: it may take in words that were added, and its words may all have been corrected. Stretches
        that met still meet.
        """
        try:
            self._words_of(start, end)
            new_start, new_end = self._border(start), self._border(end)
        except _OrphanedError:
            return None
        return (new_start, new_end) if new_start < new_end else None

    def _words_of(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last word that the span touches."""
        old = self._words.old
        first, last = bisect_right(old.ends, start), bisect_left(old.starts, end) - 1
        if first > last:
            raise _OrphanedError(_EMPTY)
        if self._words.paired_from(first) > last:
            raise _OrphanedError(_GONE)
        return first, last

    def _start(self, first: int, start: int) -> int:
        words = self._words
        inside = words.paired_from(first)
        if inside == first:
            return self._from(first, start)
        outside = words.paired_before(first)
        untold = words.partner(inside) - words.partner(outside) - 1
        if not untold:
            return words.extent(inside)[0]
        if first - outside > 1 or untold > 2 * (inside - first):
            raise _OrphanedError(_BEGINNING)
        return words.new.starts[words.partner(outside) + 1]

    def _end(self, last: int, end: int) -> int:
        words = self._words
        inside = words.paired_before(last + 1)
        if inside == last:
            return self._until(last, end)
        outside = words.paired_from(last + 1)
        untold = words.partner(outside) - words.partner(inside) - 1
        if not untold:
            return words.extent(inside)[1]
        if outside - last > 1 or untold > 2 * (last - inside):
            raise _OrphanedError(_ENDING)
        return words.new.ends[words.partner(outside) - 1]

    def _from(self, word: int, start: int) -> int:
        """Where a span begins that begins at or in a word with a partner, or in the white space before it."""
        here, there = _place(self._words.old, word), self._words.extent(word)
        if start > here[0]:
            return _within(self.old[slice(*here)], self.new[slice(*there)], start - here[0], is_start=True) + there[0]
        blank = self.old[start : here[0]]
        return there[0] - len(blank) if self.new[: there[0]].endswith(blank) else there[0]

    def _until(self, word: int, end: int) -> int:
        """Where a span ends that ends at or in a word with a partner, or in the white space after it."""
        here, there = _place(self._words.old, word), self._words.extent(word)
        if end < here[1]:
            return _within(self.old[slice(*here)], self.new[slice(*there)], end - here[0], is_start=False) + there[0]
        blank = self.old[here[1] : end]
        return there[1] + len(blank) if self.new.startswith(blank, there[1]) else there[1]

    def _refuse_strangers(self, first: int, last: int, new_start: int, new_end: int) -> None:
        """Refuse a place of which more than half are other words."""
        words = self._words
        old = [_place(words.old, word) for word in range(first, last + 1)]
        kept = sum(end - start for word, (start, end) in enumerate(old, first) if words.partners[word] >= 0)
        partners = {words.partners[word] for word in range(first, last + 1)} - {-1}
        new = range(bisect_right(words.new.ends, new_start), bisect_left(words.new.starts, new_end))
        there = {word: words.new.ends[word] - words.new.starts[word] for word in new}
        met = sum(length for word, length in there.items() if word in partners)
        if kept < _LEAST_KEPT * sum(end - start for start, end in old) or met < _LEAST_KEPT * sum(there.values()):
            raise _OrphanedError(_FEW)

    def _refuse_twins(self, first: int, last: int) -> None:
        """Refuse words that could as well be the same words next to them, which only one of the versions has."""
        words = self._words
        for edge in (first, last):
            if words.is_same(edge):
                begin, past = words.run_of(edge)
                if _has_twin(words, (begin, past), (max(begin, first), min(past - 1, last))):
                    raise _OrphanedError(_TWICE)

    def _border(self, offset: int) -> int:
        """Where a border between two stretches is now."""
        words = self._words
        if offset in {0, len(self.old)}:
            return len(self.new) if offset else 0
        after = bisect_right(words.old.ends, offset)
        touches = after < len(words.old) and words.old.starts[after] <= offset
        for is_start in (touches, not touches):
            with suppress(_OrphanedError):
                if is_start and after < len(words.old):
                    return self._start(after, offset)
                if not is_start and after:
                    return self._end(after - 1, offset)
        raise _OrphanedError(_BEGINNING)


def _has_twin(words: Correspondence, run: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether a run that ends (or begins) within reach of words of one side alone could be slid along them with the span in it.

    Then two alignments explain the correction equally well, and the span is elsewhere in the other.
    """
    begin, past = max(run[0], span[0] - _REACH), min(run[1], span[1] + 1 + _REACH)
    shift = words.partners[span[0]] - span[0]
    old_before, old_after = words.paired_before(begin) + 1, words.paired_from(past)
    new_before, new_after = words.partner(old_before - 1) + 1, words.partner(old_after)
    old, new = words.old.codes, words.new.codes
    tail, head = old[span[0] : past], old[begin : span[1] + 1]
    return (
        tail in new[span[0] + shift + 1 : new_after]
        or tail in old[span[0] + 1 : old_after]
        or head in new[new_before : span[1] + shift]
        or head in old[old_before : span[1]]
    )


def _place(words: Words, index: int) -> tuple[int, int]:
    return words.starts[index], words.ends[index]


def _within(old: str, new: str, offset: int, *, is_start: bool) -> int:
    """Where an offset within a word is in the word's corrected form, by the letters before or after it."""
    from_end = len(new) - (len(old) - offset)
    places = [offset] if old[:offset] == new[:offset] else []
    places += [from_end] if new.endswith(old[offset:]) else []
    if not places or new[min(places) : max(places)].strip():
        raise _OrphanedError(_BEGINNING if is_start else _ENDING)
    return max(places) if is_start else min(places)


def word_diff(before: str, after: str) -> list[Piece]:
    """Say word by word what was corrected; white space counts. Very long words are told whole, before and after."""
    ours, theirs = PIECE.findall(before), PIECE.findall(after)
    if len(ours) + len(theirs) > _MOST_PIECES:
        return [Piece(before, after)]
    codes: dict[str, str] = {}
    old, new = ("".join(codes.setdefault(piece, chr(_FIRST_CODE + len(codes))) for piece in pieces) for pieces in (ours, theirs))
    partners = [*enumerate(align(old, new)), (len(ours), len(theirs))]
    told: list[Piece] = []
    i = j = 0
    for here, there in partners:
        if there < 0:
            continue
        if here > i or there > j:
            told.append(Piece("".join(ours[i:here]), "".join(theirs[j:there])))
        if here < len(ours):
            told.append(Piece(ours[here], ours[here]))
        i, j = here + 1, there + 1
    return _joined(told)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that stayed as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.before == piece.after and joined[-1].before == joined[-1].after:
            joined[-1] = Piece(joined[-1].before + piece.before, joined[-1].after + piece.after)
        else:
            joined.append(piece)
    return joined
