"""What a bibliography file is made of: entries, comments, macros; found one after another as the text streams past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.formats.bibtex.raw import LONGEST_ENTRY, EntryParser, RawEntry
from sources.formats.bibtex.scanning import Scanner
from sources.formats.bibtex.values import Macros, RefusedValueError, UnclosedValueError, closing_brace
from sources.formats.entries import Fault

#: So many characters are looked at to see whether a line like ``@word{`` stands inside a value, and in a file at most so many.
_LOOK_AHEAD: Final = 100_000
_MOST_LOOKED_AT: Final = 1_000_000
#: Where so much has been looked at in vain, the end of a comment is looked for within so many characters.
_SHORT_COMMENT = 200


@dataclass(slots=True)
class RawComment:
    """A ``@comment{...}`` with what stands between its braces."""

    line: int
    text: str


class BlockReader:
    """Reads a file block by block; its macros are defined on the way."""

    def __init__(self, chunks: Iterator[str], macros: Macros) -> None:
        self._scanner = Scanner(chunks)
        self._macros = macros
        self._looked_at = 0
        #: Whether anything has been found, were it a comment.
        self.has_found = False

    def blocks(self) -> Iterator[RawEntry | RawComment]:
        """Yield entries and comments. A macro that cannot be read is an entry of type "string" with errors."""
        while head := self._scanner.next_head():
            self.has_found = True
            block = self._block(head)
            if block is not None:
                yield block

    def _block(self, head: re.Match[str]) -> RawEntry | RawComment | None:
        kind = head[1].lower()
        if kind in {"comment", "preamble"}:
            return self._comment(is_kept=kind == "comment")
        entry = self._entry(has_key=kind != "string")
        if kind == "string":
            self._macros.defined.update(entry.fields)
            return entry if entry.errors else None
        return entry

    def _entry(self, *, has_key: bool) -> RawEntry:
        scanner = self._scanner
        length = scanner.limit()
        parser = self._read(length, has_key=has_key)
        if not parser.is_closed and length < LONGEST_ENTRY and self._looked_at < _MOST_LOOKED_AT:
            wide = scanner.wide_limit(length, _LOOK_AHEAD)
            wider = self._read(wide, has_key=has_key) if wide > length else parser
            if wider.is_closed:
                parser = wider
            elif wide > length:
                self._looked_at += wide
                parser = self._read(length, has_key=has_key)
        self._check(parser)
        if parser.is_closed or length < LONGEST_ENTRY:
            scanner.advance(parser.end)
        else:
            scanner.skip_entry()
        return parser.entry

    def _read(self, length: int, *, has_key: bool) -> EntryParser:
        scanner = self._scanner
        head = scanner.head()
        parser = EntryParser(scanner.text, head, scanner.position + length, scanner.line, self._macros)
        parser.read(has_key=has_key)
        return parser

    def _check(self, parser: EntryParser) -> None:
        """Refuse what no text may hold."""
        scanner, entry = self._scanner, parser.entry
        found = scanner.text.find("\0", scanner.position, parser.end)
        if found >= 0:
            line = entry.line + scanner.text.count("\n", scanner.position, found)
            entry.errors.append(
                Fault(line, "", "A NUL byte stands here, which no text has. Save the file anew from the program that made it.")
            )

    def _comment(self, *, is_kept: bool) -> RawComment | None:
        """Pass over a comment with all that its braces enclose; one that is not closed ends with its first word."""
        scanner = self._scanner
        length = scanner.limit()
        is_spent = self._looked_at >= _MOST_LOOKED_AT
        end = self._closing(min(length, _SHORT_COMMENT) if is_spent else length)
        if end is None and not is_spent:
            wide = scanner.length_at_least(length + _LOOK_AHEAD)
            end = self._closing(wide)
            self._looked_at += 0 if end else wide
        head, line = scanner.head(), scanner.line
        start = head.end()
        scanner.advance(start if end is None else end)
        return RawComment(line, scanner.text[start : end - 1]) if is_kept and end is not None else None

    def _closing(self, length: int) -> int | None:
        """Return where the block at the position ends, or None where it is not closed within ``length``."""
        scanner = self._scanner
        head = scanner.head()
        if head[2] == "(":
            found = scanner.text.find(")", head.end(), scanner.position + length)
            return found + 1 if found >= 0 else None
        try:
            return closing_brace(scanner.text, head.end() - 1, scanner.position + length) + 1
        except RefusedValueError as error:
            return error.end
        except UnclosedValueError:
            return None
