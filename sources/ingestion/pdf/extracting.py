"""From pdfium's characters to words and lines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sources.ingestion.pdf.layout import Line, Page, Word

#: How pdfium says that a hyphen ends a line: in its text, and character by character.
_BROKEN = frozenset({0x2, 0xFFFE})
_LINE_ENDS = frozenset({0xA, 0xB, 0xC, 0xD, 0x85, 0x2028, 0x2029})
_BLANKS = frozenset({0x9, 0x20})
#: A note's number is at most this share of its word's size.
_SMALL = 0.85
_LONGEST_MARKER = 3

_Run = list[tuple[int, str]]
_Box = tuple[float, float, float, float]


def read_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Return page ``number``, counted from 0, of ``document``; its lines in the order in which the file draws them."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            width, height = page.get_size()
            lines = tuple(_Lines(text.raw, page).lines())
        finally:
            text.close()
        has_picture = not lines and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        return Page(lines, width, height, document.get_page_label(number), has_picture)
    finally:
        page.close()


class _Lines:
    """The lines of one page in the order in which the file has them."""

    def __init__(self, text: Any, page: pypdfium2.PdfPage) -> None:
        self.text = text
        self.turned = _turner(page)
        self.edges = [ctypes.c_double() for _ in range(4)]

    def lines(self) -> Iterator[Line]:
        words: list[Word] = []
        run: _Run = []
        for index, code in _characters(self.text):
            is_end = code in _LINE_ENDS or code in _BROKEN
            if not is_end and code not in _BLANKS:
                run.append((index, chr(code)))
                continue
            if run:
                words.append(self._word(run))
                run = []
            if is_end and words:
                yield Line(tuple(words), is_broken=code in _BROKEN).ended()
                words = []
        if run:
            words.append(self._word(run))
        if words:
            yield Line(tuple(words)).ended()

    def _word(self, run: _Run) -> Word:
        first, last = self._box(run[0][0]), self._box(run[-1][0])
        left, bottom, right, top = (pick(pair) for pick, pair in zip((min, min, max, max), zip(first, last, strict=True), strict=True))
        size = self._size(run[0][0]) or max(top - bottom, 1.0)
        return Word("".join(sign for _, sign in run), left, bottom, right, top, size, self._marker(run, size))

    def _marker(self, run: _Run, size: float) -> int:
        digits = 0
        while digits < min(_LONGEST_MARKER, len(run) - 1) and run[-1 - digits][1].isdigit():
            digits += 1
        small = sum(self._size(index) <= _SMALL * size for index, _ in run[len(run) - digits :])
        return digits if digits and small == digits else 0

    def _box(self, index: int) -> _Box:
        left, right, bottom, top = self.edges
        pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        return self.turned((left.value, bottom.value, right.value, top.value))

    def _size(self, index: int) -> float:
        return float(pdfium.FPDFText_GetFontSize(self.text, index))


def _characters(text: Any) -> Iterator[tuple[int, int]]:
    """Index and code point of each character that is one; halves of surrogate pairs are put together."""
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
        high = 0
        if code >= 0x20 or code in _BROKEN or code in _LINE_ENDS or code in _BLANKS:
            yield index, min(code, 0x10FFFF)


def _turner(page: pypdfium2.PdfPage) -> Callable[[_Box], _Box]:
    """How boxes of a page turned by a quarter, or more, stand as it is read."""
    width, height = page.get_size()
    return {
        0: lambda box: box,
        90: lambda box: (box[1], height - box[2], box[3], height - box[0]),
        180: lambda box: (width - box[2], height - box[3], width - box[0], height - box[1]),
        270: lambda box: (width - box[3], box[0], width - box[1], box[2]),
    }[page.get_rotation()]
