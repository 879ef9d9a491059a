"""Excerpts as a Word document: each citation in a footnote of its own, as a style of notes has it, the bibliography at the end."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claims.bundles.word_joining import join_documents
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
# Pandoc takes 120 MB for a thousand quotations: so many are written at a time, and joined.
_BATCH = 500
# XML has no place for these at all, however they are written.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass
class _Batch:
    """Sections that one run of the citation engine sees together."""

    #: Of the last section, by whom its work is: works of one author are told apart only when they are seen together.
    author: str = ""
    sections: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    quotes: int = 0


class WordDocument:
    """The document as it is gathered; it is written at the end, when every citation's neighbours are known."""

    def __init__(self) -> None:
        self._works: dict[str, dict[str, Any]] = {}
        self._batches = [_Batch()]
        self._places: dict[Locator, str] = {}

    def add_work(self, record: Record) -> None:
        """Put a work into the bibliography."""
        job = Job()
        job.add_work(record, record.key)
        self._works[record.key] = job.items[0]

    def add_section(self, document: Document) -> None:
        """Begin the quotations of a document, whose work was added before."""
        author = _first_author(self._works[document.citation_key])
        if self._batches[-1].quotes >= _BATCH and author != self._batches[-1].author:
            self._batches.append(_Batch())
        title = _words(document.title or document.citation_key, document.language)
        section = {**title, "title": title["words"], "quotes": []}
        if document.is_sample:
            section["note"] = "Sample document: written for the demonstration, its persons and events are fictional."
        batch = self._batches[-1]
        batch.author = author
        batch.sections.append(section)
        batch.keys.append(document.citation_key)

    def add_quote(self, quotation: Quotation) -> None:
        """Add a quotation with its footnote to the section begun last."""
        if quotation.reading is None:
            quote = _words(f"(The words are not held here; their SHA-256 is {quotation.passage.quote_sha256}.)", "")
        else:
            quote = _words(quotation.reading, quotation.language)
        job = Job()
        job.add_cite(quotation.passage.document.citation_key, quotation.locator, self._in_words(quotation.locator))
        batch = self._batches[-1]
        batch.sections[-1]["quotes"].append(quote | {"cite": job.cites[0]})
        batch.quotes += 1

    def write(self, out: IO[bytes]) -> None:
        """Write the document to an empty file.

        Raises:
            CitationError: The citations cannot be formatted.
        """
        seconds = _SECONDS_TO_START + _SECONDS_PER_WORK * (len(self._works) + sum(batch.quotes for batch in self._batches))
        with tempfile.TemporaryDirectory(prefix="word-") as name:
            folder = Path(name)
            jobs = list(self._jobs(folder))
            (folder / "style.csl").write_text(find_style(STYLE).with_locator_words(alone=False), encoding="utf-8")
            try:
                run_lua(_SCRIPT, jobs, timeout=seconds)
            except PandocError as error:
                raise CitationError(f"The Word document cannot be written: {error}") from error
            *parts, frame = (Path(job["out"]) for job in jobs)
            join_documents(frame, parts, out)

    def _jobs(self, folder: Path) -> Iterator[dict[str, Any]]:
        """Yield a document for each batch, and last the one with title and bibliography that they are put into."""
        common = {
            "csl": str(folder / "style.csl"),
            "locale": LOCALE,
            "seals": {chr(seal): chr(sign) for seal, sign in UNSEALS.items()},
        }
        for number, batch in enumerate(self._batches):
            items = json.dumps([self._works[key] for key in batch.keys])
            yield common | {"out": str(folder / f"{number}.docx"), "items": items, "sections": batch.sections}
        items = json.dumps(list(self._works.values()))
        yield common | {"out": str(folder / "frame.docx"), "items": items, "title": "Excerpts", "sections": []}

    def _in_words(self, locator: Locator | None) -> dict[Locator, str]:
        """Return what the places within a place are called; each is asked for once."""
        unknown = [place for place in locator.further if place not in self._places] if locator else []
        self._places |= places_in_words(unknown, LOCALE) if unknown else {}
        return self._places


def _first_author(item: dict[str, Any]) -> str:
    names = item.get("author") or item.get("editor") or [{}]
    return str(names[0].get("family") or names[0].get("literal") or "")


def _words(text: str, language: str) -> dict[str, Any]:
    given = {"words": printable(text), "language": language}
    return given | ({"rtl": True} if _RIGHT_TO_LEFT.match(text.strip()) else {})


def printable(text: str) -> str:
    """Return text on one line, without what XML cannot say."""
    return " ".join(_NOT_IN_XML.sub("", text).split())
