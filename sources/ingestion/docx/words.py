"""The words of paragraphs: what Word shows when all changes are accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sources.ingestion.docx.names import child, is_on, name_of, value_of
from sources.ingestion.elements import Element

#: A page begins here: one sign in the words until they are written.
PAGE = "\f"
#: Never part of the words: what was deleted or moved away, codes of fields, comments, the other form of a drawing, readings of ruby.
_SILENT = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "commentReference",
        "annotationRef",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "fldData",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "rt",
        "rubyPr",
        "other:Fallback",
        "footnotePr",
        "endnotePr",
        "separator",
        "continuationSeparator",
    ]
)
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t", "lastRenderedPageBreak": PAGE}

#: Gives the marker of a note, printed in the words: of a footnote or endnote ("footnote", "endnote"), by its number in the file, and
#: whether a mark of the author's own follows instead.
Marker = Callable[[str, str, bool], str]


@dataclass
class Paragraph:
    """One paragraph: its words with ``PAGE`` where a page begins, its properties, and what hangs on it."""

    text: str = ""
    properties: Element | None = None
    #: Of text boxes that are anchored in it.
    boxes: list[Element] = field(default_factory=list)
    #: Its end was deleted: it goes on in the next one.
    goes_on: bool = False


class Reader:
    """Reads paragraphs; the markers of notes are given in the order in which they are referred to."""

    def __init__(self, marker: Marker) -> None:
        """``marker`` gives the marker of each note that is referred to."""
        self._marker = marker

    def paragraph(self, element: Element, own_marker: str = "") -> Paragraph:
        """Return the words of a ``w:p``.

        Args:
            element: The paragraph.
            own_marker: Of the note that it stands in, printed where the note refers to itself.
        """
        properties = child(element, "pPr")
        read = Paragraph(properties=properties, goes_on=child(properties, "rPr", "del") is not None)
        pieces = list(self._pieces(element, read, own_marker))
        if is_on(child(properties, "pageBreakBefore")):
            pieces.insert(0, PAGE)
        read.text = "".join(pieces)
        return read

    def _pieces(self, element: Element, read: Paragraph, own_marker: str) -> Iterator[str]:
        for one in element:
            name = name_of(one)
            if name in _SILENT:
                continue
            if name in {"t", "m:t"}:
                yield one.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "br":
                yield PAGE if value_of(one, "type") == "page" else "\n"
            elif name == "sym":
                yield _symbol(value_of(one, "char"))
            else:
                yield from self._more(one, name, read, own_marker)

    def _more(self, one: Element, name: str, read: Paragraph, own_marker: str) -> Iterator[str]:
        if name in {"footnoteReference", "endnoteReference"}:
            yield self._marker(name.removesuffix("Reference"), value_of(one, "id"), _has_own_mark(one))
        elif name in {"footnoteRef", "endnoteRef"}:
            yield own_marker
        elif name == "txbxContent":
            read.boxes.append(one)
        elif not (name == "r" and _is_hidden(one)):
            yield from self._pieces(one, read, own_marker)


def _has_own_mark(reference: Element) -> bool:
    return value_of(reference, "customMarkFollows").lower() in {"1", "true", "on"}


def _is_hidden(run: Element) -> bool:
    return is_on(child(run, "rPr", "vanish"))


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0x11_0000 and not 0xD800 <= number < 0xE000 else ""
