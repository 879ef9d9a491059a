"""Passages as the admin shows them: words or why not, place and citation, for a whole page at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from history.admin.markup import shortened
from history.admin.records import address_of
from history.administrators import administers
from sources.formats.csl.citations import CitationError, Cite, Locator
from sources.formats.in_text import latex_citation, pandoc_citation
from sources.models import Document, Passage, Text
from sources.services.cite import cite
from sources.services.describe_document import describe_document
from sources.services.excerpt_limits import ExcerptMeter, excerpt_meters
from sources.services.place_passages import place_passages

PRIVATE = "The rights of this text are private: its words are shown to administrators only."


@dataclass(frozen=True)
class ShownPassage:
    """One passage as one reader may see it. ``words`` is None where ``why_not`` says why."""

    passage: Passage
    words: str | None
    why_not: str
    place: str
    in_text: str
    #: The citation as an author types it, in each format.
    ready: tuple[str, ...]
    #: What public excerpts show of its text, where only excerpts are shown.
    meter: ExcerptMeter | None

    @property
    def address(self) -> str:
        """Its page."""
        return address_of(self.passage)

    @property
    def document(self) -> SafeString:
        """Its document, named."""
        return name_document(self.passage.document)

    @property
    def language(self) -> str:
        """Of its words."""
        return (self.passage.text.language if self.passage.text else "") or self.passage.document.language


def show_passages(request: HttpRequest, passages: Sequence[Passage]) -> dict[int, ShownPassage]:
    """Passages read ``with_place``, by primary key: three queries, however many passages."""
    locators = place_passages(passages)
    citations = _citations(passages, locators)
    meters = excerpt_meters(passage.text_id for passage in passages if passage.text_id)
    may_see_all = administers(request.user)
    return {
        passage.pk: ShownPassage(
            passage,
            words=passage.quote if may_see_all or not is_private(passage) else None,
            why_not=_why_not(passage, may_see_all=may_see_all),
            place=place_in_words(locators.get(passage.pk)),
            in_text=citations.get(passage.pk, ""),
            ready=_ready(passage.document.citation_key, locators.get(passage.pk)),
            meter=meters.get(passage.text_id or 0),
        )
        for passage in passages
    }


def is_private(passage: Passage) -> bool:
    """Whether the words are withheld from everybody but administrators."""
    return passage.text is not None and passage.text.rights == Text.Rights.PRIVATE


def place_in_words(locator: Locator | None) -> str:
    """For example page 4; empty where nothing marks the place."""
    return f"{locator.label} {shortened(locator.value, 60)}" if locator else ""


def name_document(document: Document, *, is_short: bool = False) -> SafeString:
    """The document's key as a link, and its title unless it must be short; labelled when it is a sample or hidden."""
    named = {"document": document, "address": address_of(document), "is_short": is_short}
    return SafeString(render_to_string("sources/admin/document_name.html", named))


def draw_meter(meter: ExcerptMeter) -> SafeString:
    """How much public excerpts show of a text, of how much they may."""
    return SafeString(render_to_string("sources/admin/excerpt_meter.html", {"meter": meter}))


def _why_not(passage: Passage, *, may_see_all: bool) -> str:
    if is_private(passage) and not may_see_all:
        return PRIVATE
    if passage.status == Passage.Status.ORPHANED:
        return "These words do not stand in this version of the text: a correction removed them."
    if passage.quote is None and passage.text is not None:
        text = passage.text
        return (
            f"The words are not held here. Add your copy of {text.file_name} as a text of {passage.document.citation_key}, or run "
            f"manage.py ingest {text.file_name} --document {passage.document.citation_key}; its SHA-256 must be {text.sha256}."
        )
    return ""


def _ready(key: str, locator: Locator | None) -> tuple[str, ...]:
    return latex_citation(key, locator), latex_citation(key, locator, dialect="bibtex"), pandoc_citation(key, locator)


def _citations(passages: Sequence[Passage], locators: dict[int, Locator]) -> dict[int, str]:
    """The citations in running text; none when the engine cannot say, so that a page can still be worked on."""
    try:
        formatted = cite([Cite(describe_document(passage.document), locators.get(passage.pk)) for passage in passages])
    except CitationError:
        return {}
    return {passage.pk: citation.in_text for passage, citation in zip(passages, formatted, strict=True)}
