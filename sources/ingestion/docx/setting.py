"""Writing the paragraphs of a Word file into one text, and taking down what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sources.formats.page_labels import Basis
from sources.ingestion.composing import Draft
from sources.ingestion.docx.names import child as child_of
from sources.ingestion.docx.names import name_of, value_of
from sources.ingestion.docx.numbering import Notes, PageNumbers
from sources.ingestion.docx.styles import Styles, raised
from sources.ingestion.docx.words import PAGE, Paragraph, Reader
from sources.ingestion.elements import Element
from sources.ingestion.extraction import Span, in_reading_order

_DELETED = frozenset({"del", "moveFrom", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "other:Fallback"})


class Setter:
    """Sets the body, then the notes."""

    def __init__(self, draft: Draft, styles: Styles, notes: Mapping[str, Notes], sections: Sequence[Element]) -> None:
        """Begin with an empty ``draft``."""
        self._draft = draft
        self._styles = styles
        self._notes = notes
        self._sections = sections
        self._reader = Reader(lambda kind, number, is_own: notes[kind].marker(number, is_own=is_own))
        self._section = 0
        self._between = ""
        self._open: Paragraph | None = None
        #: Where each page begins, and in which section.
        self._pages: list[tuple[int, int]] = [(0, 0)]
        self._body_end = 0
        self.has_recorded_breaks = False

    def body(self, body: Element) -> None:
        """Write the body."""
        self.has_recorded_breaks = any(name_of(one) == "lastRenderedPageBreak" for one in body.iter())
        self._walk(body)
        self._body_end = self._draft.length

    def notes(self) -> None:
        """Write the notes that are referred to: footnotes, then endnotes; no heading governs them."""
        self._draft.end_sections()
        for notes in (self._notes["footnote"], self._notes["endnote"]):
            for body, marker in notes.referred():
                self._between = "\n\n" if self._draft.length else ""
                start = self._draft.length + len(self._between)
                paragraphs = [self._reader.paragraph(one, raised(marker)) for one in body.iter() if name_of(one) == "p"]
                text = "\n".join(one.text.replace(PAGE, " ").strip() for one in paragraphs if one.text.strip())
                if text:
                    self._draft.write(self._between + text)
                    self._draft.mark("note", marker or text.split()[0][:10], start, self._draft.length)

    def with_pages(self, marks: Sequence[Span], numbers: PageNumbers) -> tuple[Span, ...]:
        """Return the marks with those of the pages; they have labels if page numbers are printed at all."""
        labels = numbers.labels([section for _, section in self._pages]) if numbers.are_printed else [""] * len(self._pages)
        ends = [start - 2 for start, _ in self._pages[1:]] + [self._body_end]
        bases = (Basis.FOUND if label else Basis.UNKNOWN for label in labels)
        stretches = zip(labels, (start for start, _ in self._pages), ends, bases, strict=True)
        pages = [Span("page", label, start, end, basis.value) for label, start, end, basis in stretches if end > start]
        return in_reading_order([*marks, *pages])

    def _walk(self, element: Element) -> None:
        for one in element:
            name = name_of(one)
            if name == "p":
                self._paragraph(one)
            elif name == "tr":
                self._row(one)
            elif name and name not in _DELETED:
                self._walk(one)

    def _row(self, row: Element) -> None:
        """A row of a table: its cells on one line where each has one paragraph."""
        if child_of(row, "trPr", "del") is not None:
            return
        cells = [cell for one in row for cell in (one, *(child_of(one, "sdtContent") or ())) if name_of(cell) == "tc"]
        is_plain = all(sum(name_of(one) == "p" for one in cell.iter()) == 1 for cell in cells)
        for place, cell in enumerate(cells):
            if is_plain and place and self._between:
                self._between = "\t"
            self._walk(cell)

    def _paragraph(self, element: Element) -> None:
        read = self._reader.paragraph(element)
        if self._open is not None:
            read.text = self._open.text + read.text
            read.boxes = self._open.boxes + read.boxes
            self._open = None
        if read.goes_on:
            self._open = read
            return
        self._set(read)
        for box in read.boxes:
            self._walk(box)
        if child_of(read.properties, "sectPr") is not None:
            self._end_section()

    def _set(self, read: Paragraph) -> None:
        """Write a paragraph; a page may begin before, in or behind it."""
        start, end = None, 0
        for place, piece in enumerate(read.text.split(PAGE)):
            if place:
                self._begin_page()
            if piece.strip():
                begin = self._draft.write(self._between + piece) + len(self._between)
                start, end = begin if start is None else start, self._draft.length
                self._between = ""
        if start is None:
            return
        level = self._styles.level(read.properties)
        if level:
            self._draft.heading(start, level, read.text.replace(PAGE, " "))
        else:
            self._draft.paragraph(start, end)
        self._between = "" if self._has_just_begun() else "\n\n"

    def _has_just_begun(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self._draft.length == self._pages[-1][0]

    def _begin_page(self) -> None:
        """Begin a page, unless one has just begun: Word records where it broke besides what made it break."""
        if self._has_just_begun():
            self._pages[-1] = (self._draft.length, self._section)
            return
        self._draft.write("\n" + PAGE)
        self._between = ""
        self._pages.append((self._draft.length, self._section))

    def _end_section(self) -> None:
        self._section += 1
        following = self._sections[self._section] if self._section < len(self._sections) else None
        if value_of(child_of(following, "type")) not in {"continuous", "nextColumn"}:
            self._begin_page()
