"""A PDF file as words with marks: what is refused, and how pages become one text.

The pages of the file are parted by form feeds, so the page of the file on which a character stands can always be counted, and
is never mistaken for the label that is printed on it: that is what marks of the label "page" carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from sources.ingestion.composing import Draft
from sources.ingestion.extraction import Extraction, ExtractionError, Facts
from sources.ingestion.limits import Limits
from sources.ingestion.pages import FORM_FEED
from sources.ingestion.pdf.describing import facts_of, language_of
from sources.ingestion.pdf.extracting import read_page
from sources.ingestion.pdf.furniture import furniture, printed_numbers
from sources.ingestion.pdf.labels import page_labels
from sources.ingestion.pdf.layout import Page
from sources.ingestion.pdf.ordering import arranged
from sources.ingestion.pdf.setting import Setter
from sources.ingestion.pdf.structure import Sizes
from sources.ingestion.tools import tool_of

MEDIA_TYPE = "application/pdf"
_REFUSALS = {
    pdfium.FPDF_ERR_PASSWORD: "The PDF is encrypted. Open it with its password, save it without one, and give that copy.",
    pdfium.FPDF_ERR_SECURITY: "The PDF is encrypted in a way that is not understood. Save it without protection, and give that copy.",
}
_DAMAGED = "The PDF is damaged or cut off. Is the download complete? Open it, save it anew, and give that copy."
_NO_WORDS = (
    "The PDF has {pages} and no text: they are pictures, as a scanner makes them. Run text recognition (OCR) on it, for example with "
    "ocrmypdf, and give the result."
)
_FEW_WORDS = (
    "Of the {pages} of the PDF {empty:,} are pictures without text, as a scanner makes them. Run text recognition (OCR) on it, for example "
    "with ocrmypdf, and give the result."
)


def read(data: bytes, _encoding: str | None, limits: Limits) -> Extraction:
    """Return the words of a PDF file and their marks.

    Raises:
        ExtractionError: It is encrypted, damaged, has no pages or too many, or has no text.
    """
    document = _open(data)
    _refuse_pages(len(document), limits)
    pages = [_page(document, number) for number in range(len(document))]
    _refuse_pictures(pages)
    labels, numbers = page_labels(printed_numbers(pages), [page.label for page in pages])
    set_pages = [arranged(page, out) for page, out in zip(pages, furniture(pages, numbers), strict=True)]
    draft = Draft()
    setter = Setter(draft, Sizes(set_pages), _hyphenated(pages))
    for number, (page, out) in enumerate(set_pages):
        if number:
            draft.write("\n" + FORM_FEED)
        start = draft.length
        setter.set_page(page, out)
        draft.mark("page", labels.get(number, ""), start, draft.length)
    setter.finish()
    content, marks = draft.finish()
    tool, tool_version = tool_of("pdf")
    return Extraction(content, marks, MEDIA_TYPE, tool, tool_version, language_of(document), _facts(document, content))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise ExtractionError(_REFUSALS.get(getattr(fault, "err_code", None), _DAMAGED)) from fault


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        return read_page(document, number)
    except pypdfium2.PdfiumError as fault:
        message = f"Page {number + 1} of the PDF is damaged, so nothing was taken. Open it, save it anew, and give that copy."
        raise ExtractionError(message) from fault


def _refuse_pages(number: int, limits: Limits) -> None:
    if number < 1:
        raise ExtractionError("The PDF has no pages. Is the download complete?")
    if number > limits.pages:
        message = f"The PDF has {number:,} pages, more than the {limits.pages:,} that are read at once. Split it."
        raise ExtractionError(message)


def _refuse_pictures(pages: Sequence[Page]) -> None:
    empty = sum(page.has_picture for page in pages)
    said = "1 page" if len(pages) == 1 else f"{len(pages):,} pages"
    if not any(sign.isalnum() for page in pages for line in page.lines for sign in line.text):
        raise ExtractionError(_NO_WORDS.format(pages=said) if empty else f"The PDF has {said} and not one word.")
    if 2 * empty > len(pages):
        raise ExtractionError(_FEW_WORDS.format(pages=said, empty=empty))


def _hyphenated(pages: Sequence[Page]) -> frozenset[str]:
    """The words that have a hyphen in the midst of a line: where one of them is broken there, the hyphen is its own."""
    return frozenset(
        match.casefold()
        for page in pages
        for line in page.lines
        if "-" in line.text
        for match in re.findall(r"[^\W\d_]+-[^\W\d_]+", line.text)
    )


def _facts(document: pypdfium2.PdfDocument, content: str) -> Facts:
    return facts_of(document, "".join(_first_pages(content)))


def _first_pages(content: str) -> Iterator[str]:
    yield from content.split(FORM_FEED, 3)[:3]
