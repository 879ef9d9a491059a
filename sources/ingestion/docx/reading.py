"""A Word file as words with marks: headings, paragraphs, notes, and pages where Word recorded its breaks.

Notes stand behind the body, footnotes before endnotes, so that sentences that run over a page are whole. Markers that Word counts are
written as they are printed, raised. What a program shows around the words (heads, feet, numbers of lists) is not in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sources.ingestion.composing import Draft
from sources.ingestion.docx.facts import facts_of
from sources.ingestion.docx.names import child, name_of
from sources.ingestion.docx.numbering import Notes, PageNumbers
from sources.ingestion.docx.package import Package
from sources.ingestion.docx.setting import Setter
from sources.ingestion.docx.styles import Styles
from sources.ingestion.elements import Element
from sources.ingestion.extraction import Extraction, ExtractionError
from sources.ingestion.limits import Limits
from sources.ingestion.tools import tool_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(data: bytes, _encoding: str | None, limits: Limits) -> Extraction:
    """Return the words of a Word file and their marks.

    Raises:
        ExtractionError: It is damaged, encrypted, packed like a bomb, no Word file at all, or has no words.
    """
    package = Package(data, limits)
    main = package.main_part()
    root = package.read(main)
    body = child(root, "body")
    if root is None or body is None:
        raise ExtractionError("This is not a Word file: its document has no body.")
    related = package.related(main)
    parts = {kind: package.read(name) for kind, name in related if kind in {"styles", "settings", "footnotes", "endnotes"}}
    sections = list(_sections(body))
    notes = {
        kind: Notes(kind, parts.get(f"{kind}s"), list(_note_properties(kind, sections, parts.get("settings"))))
        for kind in ("footnote", "endnote")
    }
    draft = Draft()
    setter = Setter(draft, Styles(parts.get("styles")), notes, sections)
    setter.body(body)
    setter.notes()
    content, marks = draft.finish()
    if not any(sign.isalnum() for sign in content):
        raise ExtractionError("The Word file has no words. If its pages are pictures, run text recognition (OCR) on them.")
    if setter.has_recorded_breaks:
        marks = setter.with_pages(marks, PageNumbers(sections, _frames(package, related)))
    facts, language = facts_of(package)
    tool, tool_version = tool_of("docx")
    return Extraction(content, marks, MEDIA_TYPE, tool, tool_version, language, facts)


def _sections(body: Element) -> Iterator[Element]:
    """The properties of each section; those before a tracked change are left out."""
    for one in body.iter():
        parent = one.getparent()
        if name_of(one) == "sectPr" and parent is not None and name_of(parent) in {"body", "pPr"}:
            yield one


def _note_properties(kind: str, sections: list[Element], settings: Element | None) -> Iterator[Element]:
    for place in [*sections[:1], settings]:
        found = child(place, f"{kind}Pr")
        if found is not None:
            yield found


def _frames(package: Package, related: list[tuple[str, str]]) -> Iterator[Element]:
    for kind, name in related:
        if kind in {"header", "footer"} and (root := package.read(name)) is not None:
            yield root
