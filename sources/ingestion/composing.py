"""Putting a text together, block by block, while its marks are taken down."""

from __future__ import annotations

from sources.formats.page_labels import Basis
from sources.ingestion.extraction import Span, in_reading_order
from sources.ingestion.lines import refuse_many_lines
from sources.ingestion.sections import Heading, sections

#: Values of marks are cut to what the database holds.
LONGEST_VALUE = 500


class Draft:
    """A text in the making. Offsets count Unicode code points."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pieces: list[str] = []
        self._headings: list[Heading] = []
        self._sections: list[Span] = []
        self._paragraphs = 0
        self.length = 0
        self.marks: list[Span] = []

    def write(self, text: str) -> int:
        """Append ``text`` and return the offset at which it begins."""
        start = self.length
        if text:
            self._pieces.append(text)
            self.length += len(text)
        return start

    def heading(self, start: int, level: int, title: str) -> None:
        """Take down that a heading begins at ``start``."""
        self._headings.append(Heading(start, level, title))

    def end_sections(self) -> None:
        """Let no heading so far govern what follows."""
        self._sections += sections(self._headings, self.length)
        self._headings = []

    def paragraph(self, start: int, end: int) -> None:
        """Take down a paragraph; they are counted through the text."""
        if end > start:
            self._paragraphs += 1
            self.marks.append(Span("paragraph", str(self._paragraphs), start, end))

    def mark(self, label: str, value: str, start: int, end: int) -> None:
        """Take down another mark, unless it is empty; only a page may have no value: nothing says its number."""
        value = " ".join(value.split())[:LONGEST_VALUE]
        if (value or label == "page") and end > start:
            self.marks.append(Span(label, value, start, end, Basis.FOUND.value if value else Basis.UNKNOWN.value))

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """Return the content and all marks in reading order.

        Raises:
            ExtractionError: It has too many lines.
        """
        self.end_sections()
        content = "".join(self._pieces)
        refuse_many_lines(content)
        return content, in_reading_order(list(dict.fromkeys([*self.marks, *self._sections])))
