"""Excerpts as a Word document: each citation in a footnote of its own, as a style of notes has it, the bibliography at the end."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claims.bundles.archive import repack
from claims.services.excerpts import Quotation
from sources.formats.csl.engine import UNSEALS, CitationError, Job, places_in_words
from sources.formats.csl.pandoc import PandocError, run_lua
from sources.formats.csl.styles import find_style
from sources.formats.locators import Locator
from sources.formats.record import Record
from sources.models import Document

#: Full citations first, short ones later, *ibid.* for the same work again.
STYLE = "chicago-notes-bibliography-subsequent-ibid"
LOCALE = "en-US"
_SCRIPT = Path(__file__).with_name("word.lua")
_SECONDS_TO_START = 60.0
_SECONDS_PER_WORK = 0.5
# XML has no place for these at all, however they are written.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass
class WordDocument:
    """The document as it is gathered; it is written at the end, when every citation's neighbours are known."""

    job: Job = field(default_factory=Job)
    sections: list[dict[str, Any]] = field(default_factory=list)
    _places: dict[Locator, str] = field(default_factory=dict)

    def add_work(self, record: Record) -> None:
        """Put a work into the bibliography."""
        self.job.add_work(record, record.key)

    def add_section(self, document: Document) -> None:
        """Begin the quotations of a document."""
        section = _words(document.title or document.citation_key, document.language)
        section["title"] = section.pop("words")
        if document.is_sample:
            section["note"] = "Sample document: written for the demonstration, its persons and events are fictional."
        self.sections.append(section | {"quotes": []})

    def add_quote(self, quotation: Quotation) -> None:
        """Add a quotation with its footnote to the section begun last."""
        if quotation.reading is None:
            quote = _words(f"(The words are not held here; their SHA-256 is {quotation.passage.quote_sha256}.)", "")
        else:
            quote = _words(quotation.reading, quotation.language)
        self.job.add_cite(quotation.passage.document.citation_key, quotation.locator, self._in_words(quotation.locator))
        self.sections[-1]["quotes"].append(quote | {"cite": self.job.cites[-1]})

    def write(self, out: IO[bytes]) -> None:
        """Write the document to an empty file.

        Raises:
            CitationError: The citations cannot be formatted.
        """
        seconds = _SECONDS_TO_START + _SECONDS_PER_WORK * (len(self.job.items) + len(self.job.cites))
        with tempfile.TemporaryDirectory(prefix="word-") as folder:
            style, written = Path(folder) / "style.csl", Path(folder) / "excerpts.docx"
            style.write_text(find_style(STYLE).with_locator_words(alone=False), encoding="utf-8")
            job = {
                "out": str(written),
                "csl": str(style),
                "locale": LOCALE,
                "items": json.dumps(self.job.items),
                "seals": {chr(seal): chr(sign) for seal, sign in UNSEALS.items()},
                "sections": self.sections,
            }
            try:
                run_lua(_SCRIPT, [job], timeout=seconds)
            except PandocError as error:
                raise CitationError(f"The Word document cannot be written: {error}") from error
            with written.open("rb") as packed:
                repack(packed, out)

    def _in_words(self, locator: Locator | None) -> dict[Locator, str]:
        """Return what the places within a place are called; each is asked for once."""
        unknown = [place for place in locator.further if place not in self._places] if locator else []
        self._places |= places_in_words(unknown, LOCALE) if unknown else {}
        return self._places


def _words(text: str, language: str) -> dict[str, Any]:
    given = {"words": printable(text), "language": language}
    return given | ({"rtl": True} if _RIGHT_TO_LEFT.match(text.strip()) else {})


def printable(text: str) -> str:
    """Return text on one line, without what XML cannot say."""
    return " ".join(_NOT_IN_XML.sub("", text).split())
