"""Excerpts: passages as readers get them, with place, citation and the claims that stand on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Greatest

from claims.models import Claim, Evidence
from claims.services.lineage import Lineage, lineages
from history.past import is_past
from sources.formats.csl.citations import Cite, FormattedCitation, Locator
from sources.models import Passage, Retraction, ShownSpan, Text
from sources.models.texts import CONTEXT
from sources.reading.highlight import highlight
from sources.reading.reading_view import reading_view
from sources.services.cite import cite
from sources.services.describe_document import describe_document
from sources.services.place_passages import place_passages
from sources.services.retract_document import standing_retractions


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """The words of one passage and where they stand. ``words`` is None where the copy is absent or its rights forbid showing it."""

    passage: Passage
    words: str | None
    reading: str | None
    prefix: str
    suffix: str
    locator: Locator | None
    evidence: Sequence[Evidence]

    @property
    def language(self) -> str:
        """Of the words, BCP 47; empty where nobody said."""
        return (self.passage.text.language if self.passage.text else "") or self.passage.document.language

    @property
    def selectors(self) -> list[dict[str, Any]]:
        """Ways to the same words, after the W3C Web Annotation Data Model; offsets are Unicode code points from 0, half-open, as it has them."""
        found: list[dict[str, Any]] = []
        if self.words is not None:
            found.append({"type": "TextQuoteSelector", "exact": self.words, "prefix": self.prefix, "suffix": self.suffix})
        if self.passage.start is not None:
            found.append({"type": "TextPositionSelector", "start": self.passage.start, "end": self.passage.end})
        return found


@dataclass(frozen=True, kw_only=True)
class Excerpt(Quotation):
    """One passage as it is shown to a reader, with its citation."""

    highlight: str | None
    citation: FormattedCitation
    lineage: Lineage
    retraction: Retraction | None

    @property
    def how_to_load(self) -> str:
        """One line on how to see the words; empty when they are shown."""
        text = self.passage.text
        if self.words is not None or text is None:
            return ""
        if self.passage.status == Passage.Status.PINNED:
            return (
                f"The words are not held here. Put your copy of {text.file_name} into the corpus folder, or run "
                f"manage.py ingest {text.file_name} --document {self.passage.document.citation_key}; its SHA-256 must be {text.sha256}."
            )
        return "The words are held but their rights do not allow showing them."


def show_excerpts(passages: Sequence[Passage], *, query: str = "") -> list[Excerpt]:
    """Return the excerpts of passages read ``with_place``: six or seven queries, however many passages.

    Args:
        passages: In the order wanted.
        query: A search whose words are marked in the highlight.
    """
    if not passages:
        return []
    quotations = quote_passages(passages)
    citations = cite([Cite(describe_document(one.passage.document), one.locator) for one in quotations])
    lineage = lineages(passages)
    retracted = standing_retractions(passage.document_id for passage in passages)
    return [
        Excerpt(
            **vars(quotation),
            highlight=None if quotation.reading is None else highlight(quotation.reading, query, quotation.language),
            citation=citation,
            lineage=lineage[quotation.passage.pk],
            retraction=retracted.get(quotation.passage.document_id),
        )
        for quotation, citation in zip(quotations, citations, strict=True)
    ]


def quote_passages(passages: Sequence[Passage]) -> list[Quotation]:
    """Return the words of passages read ``with_place``, as far as they may be shown, without a citation: three queries."""
    locators = place_passages(passages)
    contexts = _contexts(passages)
    standing = _public_evidence(passages)
    withheld = _withheld(passages)
    return [
        _quote(
            passage,
            None if passage.pk in withheld else passage.quote,
            locators.get(passage.pk),
            contexts.get(passage.pk, ("", "")),
            standing[passage.pk],
        )
        for passage in passages
    ]


def _withheld(passages: Sequence[Passage]) -> set[int]:
    """Those whose words may not be shown. What a limit of excerpts does not count as shown today is not shown as it was either."""
    private = {one.pk for one in passages if one.text is not None and one.text.rights == Text.Rights.PRIVATE}
    limited = {one.pk for one in passages if one.text is not None and one.text.rights == Text.Rights.EXCERPT_ONLY and is_past()}
    return private | limited.difference(_shown_today(limited) if limited else ())


def _shown_today(passages: set[int]) -> set[int]:
    # Kept of the present only, so it is of today whatever moment is read.
    return set(ShownSpan.objects.filter(passage__in=passages).values_list("passage", flat=True))


def readable_words(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    """Those of ``passages`` whose words may be shown, and so searched: see ``_withheld``."""
    readable = passages.exclude(text__rights=Text.Rights.PRIVATE)
    if not is_past():
        return readable
    return readable.exclude(~Exists(ShownSpan.objects.filter(passage=OuterRef("pk"))), text__rights=Text.Rights.EXCERPT_ONLY)


def _quote(
    passage: Passage, words: str | None, locator: Locator | None, context: tuple[str, str], evidence: Sequence[Evidence]
) -> Quotation:
    prefix, suffix = ("", "") if words is None else context
    reading = None if words is None else reading_view(words)
    return Quotation(passage=passage, words=words, reading=reading, prefix=prefix, suffix=suffix, locator=locator, evidence=evidence)


def _contexts(passages: Sequence[Passage]) -> dict[int, tuple[str, str]]:
    """The words just before and after each passage, cut out by the database: a text may be large."""

    def slice_of(start: object, length: object) -> Func:
        return Func(F("text__content"), start, length, function="substr", output_field=TextField())

    begins = Greatest(F("start") - CONTEXT, Value(0), output_field=IntegerField())
    rows = (
        Passage.objects.filter(pk__in=[passage.pk for passage in passages], text__content__isnull=False)
        .values_list("pk", slice_of(begins + 1, F("start") - begins), slice_of(F("end") + 1, Value(CONTEXT)))
        .order_by()
    )
    return {pk: (prefix, suffix) for pk, prefix, suffix in rows}


def _public_evidence(passages: Sequence[Passage]) -> dict[int, list[Evidence]]:
    standing: dict[int, list[Evidence]] = defaultdict(list)
    found = Evidence.objects.public().filter(passage__in=[passage.pk for passage in passages], claim__status=Claim.Status.PUBLISHED)
    for evidence in found.select_related("claim").order_by("id"):
        standing[evidence.passage_id].append(evidence)
    return standing
