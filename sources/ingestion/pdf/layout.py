"""Words and lines as they stand on a page: measures in points, from the lower left corner of the page as it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

HYPHENS = "-\u00ad\u2010"


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two blanks.

    ``marker`` is the number of characters at its end that are set much smaller: a note's number.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    marker: int = 0


@dataclass(frozen=True)
class Line:
    """Words on one line; ``is_broken`` says that its last word goes on in the next, behind a hyphen that ``text`` leaves out."""

    words: tuple[Word, ...]
    is_broken: bool = False

    @cached_property
    def text(self) -> str:
        """Its words with single blanks."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def left(self) -> float:
        """Where its first word begins."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """Of its highest character."""
        return max(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """Of its lowest character."""
        return min(word.bottom for word in self.words)

    @cached_property
    def middle(self) -> float:
        """Height of the middle of its usual words; a raised note number counts little."""
        heights = sorted((word.top + word.bottom) / 2 for word in self.words)
        return heights[len(heights) // 2]

    @cached_property
    def size(self) -> float:
        """The size of its type: of the word in the middle, by size."""
        sizes = sorted(word.size for word in self.words for _ in word.text[:20])
        return sizes[len(sizes) // 2]

    def ended(self) -> Line:
        """The same, with a hyphen at its end understood as a word that goes on."""
        last = self.words[-1]
        if self.is_broken or len(last.text) < 2 or last.text[-1] not in HYPHENS or not last.text[-2].isalpha():
            return self
        return replace(self, words=(*self.words[:-1], replace(last, text=last.text[:-1])), is_broken=True)


@dataclass(frozen=True)
class Page:
    """One page of the file: its lines, its own label for it, and whether it is a picture without words."""

    lines: tuple[Line, ...]
    width: float
    height: float
    label: str = ""
    has_picture: bool = False
