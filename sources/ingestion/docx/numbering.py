"""Numbers that Word counts and no part of the file writes: of notes and of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sources.ingestion.docx.names import child, name_of, value_of
from sources.ingestion.docx.styles import raised, written_number
from sources.ingestion.elements import Element

_PAGE_FIELD = re.compile(r"\s*PAGE\b")
_DEFAULTS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Footnotes or endnotes of a document: their bodies, and their markers in the order of the references."""

    def __init__(self, kind: str, root: Element | None, properties: Sequence[Element]) -> None:
        """Take up the notes of one part.

        Args:
            kind: "footnote" or "endnote".
            root: The part that holds them, None if there is none.
            properties: Elements that may say how they are numbered (``w:footnotePr``, ``w:endnotePr``), the foremost first.
        """
        self.kind = kind
        self._bodies = {
            value_of(note, "id"): note
            for note in (root if root is not None else ())
            if name_of(note) == kind and value_of(note, "type") in {"", "normal"}
        }
        self._how = next((how for one in properties if (how := value_of(child(one, "numFmt")))), _DEFAULTS[kind])
        start = next((start for one in properties if (start := value_of(child(one, "numStart")))), "1")
        self._next = int(start) if start.isdigit() and len(start) < 6 else 1
        #: Marker of each note that is referred to, by its number in the file, in the order of the references; "" for a mark of its own.
        self.markers: dict[str, str] = {}

    def marker(self, number: str, *, is_own: bool) -> str:
        """Return the marker of the note with this number in the file, as it is printed in the words; "" if there is no such note.

        Args:
            number: ``w:id``.
            is_own: The author wrote a mark of his own, which is in the words already and takes no number.
        """
        if number not in self._bodies:
            return ""
        if number not in self.markers:
            self.markers[number] = "" if is_own else written_number(self._next, self._how)
            self._next += not is_own
        marker = self.markers[number]
        return raised(marker) if marker else ""

    def referred(self) -> Iterable[tuple[Element, str]]:
        """Body and marker of each note that is referred to, in that order."""
        return [(self._bodies[number], marker) for number, marker in self.markers.items()]


class PageNumbers:
    """The numbers that are printed on pages, section by section."""

    def __init__(self, sections: Sequence[Element], frames: Iterable[Element]) -> None:
        """Look at how each section is numbered, and whether the number is printed at all.

        Args:
            sections: ``w:sectPr`` of every section, in order.
            frames: Roots of the headers and footers.
        """
        self._sections = sections
        self.are_printed = any(_PAGE_FIELD.match(code) for frame in frames for code in _codes(frame))

    def labels(self, pages: Sequence[int]) -> list[str]:
        """Return the printed number of each page.

        Args:
            pages: For each page the section in which it begins.
        """
        found: list[str] = []
        number = 0
        before = -1
        for section in pages:
            numbering = child(self._sections[section], "pgNumType") if section < len(self._sections) else None
            start = value_of(numbering, "start")
            restarts = section != before and start.isdigit() and len(start) < 7
            number = int(start) if restarts else number + 1
            before = section
            found.append(written_number(number, value_of(numbering, "fmt")))
        return found


def _codes(frame: Element) -> Iterable[str]:
    for one in frame.iter():
        name = name_of(one)
        if name == "instrText":
            yield one.text or ""
        elif name == "fldSimple":
            yield value_of(one, "instr")
