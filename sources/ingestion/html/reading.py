"""An HTML file as words with marks: headings, paragraphs, notes under their markers, and printed pages where they are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml import etree, html

from sources.ingestion.composing import Draft
from sources.ingestion.elements import Element
from sources.ingestion.extraction import Extraction, ExtractionError
from sources.ingestion.html.blocks import Block, blocks_of
from sources.ingestion.html.decoding import decode_html
from sources.ingestion.html.facts import facts_of, language_of
from sources.ingestion.html.main_part import main_part
from sources.ingestion.html.notes import notes_of
from sources.ingestion.limits import Limits
from sources.ingestion.tools import tool_of

MEDIA_TYPE = "text/html"


def read(data: bytes, encoding: str | None, _limits: Limits) -> Extraction:
    """Return the words of an HTML file and their marks.

    Raises:
        ExtractionError: It cannot be decoded, is nested too deep, or has no words.
    """
    source = decode_html(data, encoding)
    page = _parse(source)
    notes = notes_of(page)
    blocks = main_part(page, source, blocks_of(page), notes)
    if not any(sign.isalnum() for block in blocks for sign in block.text):
        raise ExtractionError("The HTML file has no words to show. If they are made by a script, save the page from a browser.")
    content, marks = _composed(blocks, notes).finish()
    tool, tool_version = tool_of("html")
    return Extraction(content, marks, MEDIA_TYPE, tool, tool_version, language_of(page), facts_of(page))


def _parse(source: str) -> Element:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page: Element = html.document_fromstring(source.encode(), parser=parser)
    except etree.ParserError as fault:
        raise ExtractionError("The HTML file has no words to show.") from fault
    for said in parser.error_log:
        if said.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "depth" in said.message.lower():
            message = "The elements of the HTML file are nested too deep, or one of them is too large: no text is made like this."
            raise ExtractionError(message, said.line)
    return page


def _composed(blocks: Sequence[Block], notes: dict[Element, str]) -> Draft:
    draft = Draft()
    spans: dict[Element, tuple[int, int]] = {}
    pages: list[tuple[int, str]] = []
    for place, block in enumerate(blocks):
        if place:
            draft.write("\t" if blocks[place - 1].ends_cell else "\n\n")
        start = draft.write(block.text)
        pages += [(start + offset, value) for offset, value in block.pages]
        home = next((one for one in (block.element, *block.element.iterancestors()) if one in notes), None)
        if home is not None:
            spans[home] = (spans.get(home, (start, 0))[0], draft.length)
        elif block.level:
            draft.heading(start, block.level, block.text)
        else:
            draft.paragraph(start, draft.length)
    for home, (start, end) in spans.items():
        draft.mark("note", notes[home], start, end)
    for (start, value), (end, _) in pairwise([*pages, (draft.length, "")]):
        draft.mark("page", value, start, end)
    return draft
