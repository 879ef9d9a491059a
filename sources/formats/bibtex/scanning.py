"""The text of a bibliography file as it streams past, and where its entries begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sources.formats.bibtex.raw import LONGEST_ENTRY
from sources.formats.bibtex.values import NAME

#: ``@word{`` or ``@word(``.
HEAD: Final = re.compile(rf"@\s*+({NAME}++)\s*+([{{(])")
#: Surely the beginning of an entry and no part of a text: a key and a field follow, or it is a definition or comment.
_SURE = re.compile(rf"@\s*+(?:{NAME}++\s*+[{{(]\s*+(?:[^\s=,{{}}]*+\s*+,\s*+)?{NAME}++\s*+=|(?:comment|preamble)\s*+[{{(])", re.IGNORECASE)
#: So many characters are looked at to tell a beginning for sure.
_SIGHT = 1000


class Scanner:
    """A window on the text of a file. Reading on moves it, so lengths are counted from the position."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._is_complete = False
        #: Index into the text up to which no line after the position begins an entry.
        self._searched = 0
        self.text = ""
        #: Index into the text: what stands before it has been read.
        self.position = 0
        #: Line of the position, from 1.
        self.line = 1

    def advance(self, position: int) -> None:
        """Take what stands before the index ``position`` as read."""
        self.line += self.text.count("\n", self.position, position)
        self.position = position

    def next_head(self) -> re.Match[str] | None:
        """Advance to the next ``@word{`` or ``@word(``, wherever it stands in its line; None at the end of the file.

        One behind a percent sign at the beginning of its line is commented out, and passed over.
        """
        while True:
            head = HEAD.search(self.text, self.position)
            if head and (head.end() < len(self.text) or self._is_complete):
                self.advance(head.start())
                if not self._begins_line(head.start(), " \t%") or self._begins_line(head.start()):
                    return head
                self.advance(head.end())
            elif self._is_complete:
                return None
            else:
                # The line that a beginning of an entry may stand in is kept, or what can be seen of it.
                end = head.start() if head else len(self.text)
                seen = max(self.position, end - _SIGHT)
                self.advance(max(seen, self.text.rfind("\n", seen, end)))
                self._read_on()

    def head(self) -> re.Match[str]:
        """Return the head at the position."""
        head = HEAD.match(self.text, self.position)
        if head is None:
            raise AssertionError("The position is not at a head.")
        return head

    def length_at_least(self, length: int) -> int:
        """Return how much of the file stands at the position, after reading on to ``length`` at most."""
        while len(self.text) - self.position < length and not self._is_complete:
            self._read_on()
        return min(length, len(self.text) - self.position)

    def limit(self) -> int:
        """Return the greatest length that the entry at the position may have.

        It ends where a later line begins with ``@word{``, at the end of the file, or where an entry gets too long.
        """
        length = self._length_to_head(max(1, self._searched - self.position), LONGEST_ENTRY)
        self._searched = self.position + length
        return length

    def wide_limit(self, length: int, longest: int) -> int:
        """Return the length up to a line that begins an entry for sure: ``length`` where that does, else up to ``longest`` more."""
        most = length + longest
        while length < most and self.position + length < len(self.text) and not _SURE.match(self.text, self.position + length):
            length = self._length_to_head(length + 1, most)
        return length

    def skip_entry(self) -> None:
        """Advance to the next line that begins an entry."""
        while (length := self.limit()) >= LONGEST_ENTRY:
            self.advance(self.position + length)
        self.advance(self.position + length)

    def _length_to_head(self, start: int, longest: int) -> int:
        while True:
            for head in HEAD.finditer(self.text, self.position + start):
                if head.end() + _SIGHT > len(self.text) and not self._is_complete:
                    start = head.start() - self.position
                    break
                if self._begins_line(head.start()):
                    return min(head.start() - self.position, longest)
            else:
                start = max(start, len(self.text) - self.position - _SIGHT)
            here = len(self.text) - self.position
            if self._is_complete or here > longest + _SIGHT:
                return min(here, longest)
            self._read_on()

    def _begins_line(self, index: int, blanks: str = " \t") -> bool:
        index -= 1
        while index >= 0 and self.text[index] in blanks:
            index -= 1
        return index < 0 or self.text[index] == "\n"

    def _read_on(self) -> None:
        chunk = next(self._chunks, "")
        self._is_complete = not chunk
        self.text = self.text[self.position :] + chunk
        self._searched -= self.position
        self.position = 0
