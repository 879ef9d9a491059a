"""Scans whose every line is followed by an empty one: told by rule, and their paragraphs put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sources.ingestion.lines import Block, Line, blocks, is_indented, lines
from sources.ingestion.sentences import ends_in_small_word, ends_sentence, looks_like_heading

FEWEST_LINES = 4
PAGE_NUMBER = re.compile(r"[-\u2013\u2014\s]*(?:\d{1,4}|[ivxlc]{1,6})[-\u2013\u2014\s]*")
# "DATE: 18 March 2005" on a cover page.
LABEL = re.compile(r"[A-Z]{3,}: ")
# "12 Ibid.", and notes whose number a scan turned into quotation marks.
NOTE = re.compile(r"[\"'\u201d\u2019]?\s?\d{1,3}['\u2019]?\s+[\"\u201c]?[A-Z]|[\"'\u201d\u2019]\s+[A-Z]")
# Shares of the usual line below which a line is short. A paragraph's first line is shorter by its indentation.
SHORT = 0.88
SHORT_FIRST = 0.78
VERY_SHORT = 0.6


class _Pair(NamedTuple):
    """Two lines that follow each other, and whether a page number stands between them."""

    before: Line
    after: Line
    is_new_page: bool


def usual_width(content: str) -> int | None:
    """Length of the usual line if ``content`` is a double-spaced scan, else None.

    It is one when most blocks are single lines, most of these break off in mid-sentence, are about equally long,
    and go on in lower case where the script has it. A list of titles fails the last two, prose the second.
    """
    singles = unended = lowered = cased = total = 0
    lengths: Counter[int] = Counter()
    breaks_off = False
    for block in blocks(content, lines(content)):
        first = content[block.start]
        if breaks_off:
            lowered += first.islower()
            cased += first.lower() != first.upper()
        total += 1
        breaks_off = False
        if block.lines == 1:
            singles += 1
            lengths[block.end - block.start] += 1
            breaks_off = not ends_sentence(content[max(block.start, block.end - 16) : block.end])
            unended += breaks_off
    if singles < max(FEWEST_LINES, 0.6 * total) or unended < 0.5 * singles or lowered < 0.3 * cased:
        return None
    width = _median(lengths)
    alike = sum(number for length, number in lengths.items() if 0.8 * width <= length <= 1.2 * width)
    return width if alike >= 0.6 * singles and width >= 10 else None


def joined_blocks(content: str, width: int) -> Iterator[Block]:
    """Yield the paragraphs and headings of a double-spaced scan; page numbers between them are left out.

    Args:
        content: The whole text.
        width: The usual length of a line, from ``usual_width``.
    """
    current: Block | None = None
    for pair in _pairs(content, lines(content)):
        if current is None:
            current = Block(pair.before.start, pair.before.end, 1)
        if _goes_on(content, pair, width, is_first=current.lines == 1):
            current = Block(current.start, pair.after.end, current.lines + 1)
        else:
            yield current
            current = Block(pair.after.start, pair.after.end, 1)
    if current:
        yield current


def _pairs(content: str, rows: Iterable[Line]) -> Iterator[_Pair]:
    before: Line | None = None
    is_new_page = False
    for line in rows:
        if line.end - line.start < 12 and PAGE_NUMBER.fullmatch(content, line.start, line.end):
            is_new_page = True
            continue
        if before:
            yield _Pair(before, line, is_new_page)
        before, is_new_page = line, False


def _goes_on(content: str, pair: _Pair, width: int, *, is_first: bool) -> bool:
    """Tell whether the second line belongs to the paragraph of the first, which may be that paragraph's first line."""
    before = content[pair.before.start : pair.before.end]
    after = content[pair.after.start : pair.after.end]
    length = len(before)
    is_short = length < (SHORT_FIRST if is_first else SHORT) * width
    if is_indented(content, pair.after) or LABEL.match(after) or (is_short and LABEL.match(before)):
        return False
    if after[0].islower():
        return True
    if _is_heading(before, width):
        return _is_heading(after, width) and (pair.after.gap == 1 or ends_in_small_word(before))
    if not ends_sentence(before):
        return not _is_heading(after, width) and length >= VERY_SHORT * width
    is_wide_gap = pair.after.gap > 2 and not pair.is_new_page
    return not (is_short or is_wide_gap or _is_heading(after, width) or NOTE.match(after))


def _is_heading(text: str, width: int) -> bool:
    """Tell a heading from a full line of prose that happens to be in title case."""
    return looks_like_heading(text) and (text.isupper() or len(text) < VERY_SHORT * width)


def _median(lengths: Counter[int]) -> int:
    half = lengths.total() / 2
    for length in sorted(lengths):
        half -= lengths[length]
        if half <= 0:
            return length
    return 0
