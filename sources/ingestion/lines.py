"""The lines of a text and the blocks they form, by offset, one at a time so that memory stays flat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sources.ingestion.extraction import ExtractionError
from sources.ingestion.sentences import ends_sentence

MOST_LINES = 500_000
UNBROKEN = re.compile(r"[^\r\n]+")
IDEOGRAPHIC_SPACE = "\u3000"


class Line(NamedTuple):
    """A line that is not blank, without the white space around it.

    Attributes:
        start: Offset of its first visible character.
        end: Offset just past its last visible character.
        gap: Line ends since the line before: 0 for the first, 1 for neighbours, 2 with one empty line between.
    """

    start: int
    end: int
    gap: int


class Block(NamedTuple):
    """Lines that belong together, from the first visible character to the last."""

    start: int
    end: int
    lines: int


def lines(content: str) -> Iterator[Line]:
    """Yield the lines of ``content`` that are not blank; lines end at CR, LF or CR LF."""
    before = -1
    for match in UNBROKEN.finditer(content):
        raw = match.group()
        visible = raw.strip()
        if not visible:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        gap = 0 if before < 0 else _line_ends(content, before, match.start())
        before = match.end()
        yield Line(start, start + len(visible), gap)


def blocks(content: str, rows: Iterable[Line]) -> Iterator[Block]:
    """Yield the blocks between blank lines.

    An ideographic space before a line begins a block too: Japanese and Chinese paragraphs are told by that, often
    without a blank line. So does a form feed, where the page before it ends with a sentence.
    """
    current: Block | None = None
    for line in rows:
        if current and line.gap == 1 and not _begins_anew(content, current, line):
            current = Block(current.start, line.end, current.lines + 1)
            continue
        if current:
            yield current
        current = Block(line.start, line.end, 1)
    if current:
        yield current


def is_indented(content: str, line: Line) -> bool:
    """Tell whether an ideographic space stands before the line's first character."""
    return content[line.start - 1 : line.start] == IDEOGRAPHIC_SPACE


def _begins_anew(content: str, block: Block, line: Line) -> bool:
    if is_indented(content, line):
        return True
    return content.find("\f", block.end, line.start) >= 0 and ends_sentence(content[block.start : block.end])


def refuse_many_lines(content: str) -> None:
    """Refuse a text with more than ``MOST_LINES`` lines and pages, blank ones too: in 20 MB lines of 40 characters.

    Raises:
        ExtractionError: There are more.
    """
    if _line_ends(content, 0, len(content)) + content.count("\f") > MOST_LINES:
        message = f"The file has more than {MOST_LINES:,} lines. Is it a list or a table? Split it into several files."
        raise ExtractionError(message)


def _line_ends(content: str, start: int, end: int) -> int:
    return content.count("\n", start, end) + content.count("\r", start, end) - content.count("\r\n", start, end)
