"""Citations that one document makes of another."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from history.models import Tracked
from sources.formats.record import LOCATOR_LABELS
from sources.models.constraints import human_or_named_machine, known_value
from sources.models.documents import Document
from sources.models.provenance import MadeBy
from sources.models.texts import Text


class _NamesPublicDocument(models.Func):
    """Whether one of the candidates is a document that anybody may see."""

    template = (
        "EXISTS (SELECT 1 FROM jsonb_array_elements(%(expressions)s) AS one(candidate) JOIN sources_document AS document"
        " ON document.id = CASE WHEN candidate ->> 'document' ~ '^[0-9]{1,18}$' THEN (candidate ->> 'document')::bigint END"
        " WHERE NOT document.is_hidden AND document.merged_into_id IS NULL)"
    )
    output_field = models.BooleanField()


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """Ways to read references."""

    def with_public_status(self) -> ReferenceQuerySet:
        """With ``public_status``: what is led to a hidden document, or may only mean such, is unmatched to those who may not see it."""
        unmatched = Value(Reference.Status.UNMATCHED.value)
        return self.annotate(
            public_status=Case(
                When(status=Reference.Status.RESOLVED, cited__is_hidden=True, then=unmatched),
                When(Q(status=Reference.Status.AMBIGUOUS) & ~Q(_NamesPublicDocument(F("candidates"))), then=unmatched),
                default=F("status"),
            )
        )

    def of_public_documents(self) -> ReferenceQuerySet:
        """Those that documents make which anybody may see."""
        return self.filter(citing__is_hidden=False, citing__merged_into__isnull=True)

    def unmatched_to_all(self) -> ReferenceQuerySet:
        """Citations in public documents whose ``public_status`` is unmatched; each part of them is found by an index of its own."""
        cites = self.of_public_documents().filter(kind=Reference.Kind.CITES).order_by()
        hidden = cites.filter(status=Reference.Status.RESOLVED, cited__is_hidden=True)
        ambiguous = cites.filter(~Q(_NamesPublicDocument(F("candidates"))), status=Reference.Status.AMBIGUOUS)
        unmatched = cites.filter(status=Reference.Status.UNMATCHED).values("pk")
        return self.filter(pk__in=unmatched.union(hidden.values("pk"), ambiguous.values("pk"), all=True))

    def waiting(self) -> ReferenceQuerySet:
        """Citations that mean no document yet and were not decided by hand."""
        return self.filter(kind=Reference.Kind.CITES).exclude(status=Reference.Status.RESOLVED).exclude(method=Reference.Method.HAND)


class Reference(MadeBy, Tracked):
    """A citation that ``citing`` makes: its raw words, and the document it means if that is known.

    A row for each work that a note or a bibliography names, one for a note that names none (a remark), and one for each stretch
    that a document quotes from another. What stands in a held text is the very slice of it; in a text that is not held, its SHA-256 is
    known, and proved when the words arrive.
    """

    class Kind(models.TextChoices):
        CITES = "cites", "cites a work"
        QUOTES = "quotes", "quotes its words"
        SHARES = "shares", "has the same words; who quotes whom is not known"
        REMARK = "remark", "a note that names no work"

    class Method(models.TextChoices):
        NONE = "", "not resolved"
        IDENTIFIER = "identifier", "by an identifier"
        BIBLIOGRAPHIC = "bibliographic", "by author, year and title"
        REPEATS = "repeats", "as the earlier citation that it repeats"
        WORDS = "words", "by the words that are the same"
        HAND = "hand", "by hand"

    class Status(models.TextChoices):
        RESOLVED = "resolved", "resolved"
        AMBIGUOUS = "ambiguous", "ambiguous: several documents fit"
        UNMATCHED = "unmatched", "unmatched: no document fits"

    id = models.BigAutoField(primary_key=True)
    citing = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="references", help_text="The document that cites.")
    cited = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cited_by",
        help_text="The document that is meant, if known.",
    )
    status = models.CharField(
        max_length=9, choices=Status.choices, default=Status.UNMATCHED, help_text="Whether the cited document is known."
    )
    text = models.ForeignKey(
        Text, on_delete=models.PROTECT, null=True, blank=True, related_name="references", help_text="The text in which the citation stands."
    )
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Offset of its first character, in Unicode code points from 0.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Offset just past its last character, same unit.")
    marker = models.CharField(max_length=20, blank=True, help_text="The note's printed number or sign, for example 10.")
    raw = models.TextField(
        blank=True, help_text="The citation as it is printed. Empty only where it stands in a text that is not held and its hash is known."
    )
    raw_sha256 = models.CharField(
        "words' SHA-256", max_length=64, blank=True, editable=False, help_text="Of the printed words in UTF-8; set by the database."
    )
    kind = models.CharField(
        max_length=6, choices=Kind.choices, default=Kind.CITES, help_text="What the citing document does with the other."
    )
    locator_label = models.CharField(
        max_length=20,
        blank=True,
        choices=[(value, value) for value in LOCATOR_LABELS],
        help_text="Where in the cited document: page, chapter, ...",
    )
    locator_value = models.CharField(max_length=120, blank=True, help_text="The printed value, for example 130.")

    method = models.CharField(
        max_length=13,
        choices=Method.choices,
        blank=True,
        default=Method.NONE,
        help_text="How the cited document was told. By hand, it stays.",
    )
    score = models.FloatField(null=True, blank=True, help_text="How sure that is, from 0 to 1.")
    reason = models.TextField(blank=True, help_text="What agrees and what does not, or why nothing was found.")
    parsed = models.JSONField(
        default=dict, blank=True, help_text="What the citation says, read by a machine: names, fields, how sure each is."
    )
    candidates = models.JSONField(
        default=list, blank=True, help_text="Documents that may be meant, each with its score and reason; the best first."
    )
    repeats = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="repeated_by",
        help_text="The earlier citation in the same text that this one repeats: ibid., op. cit., a short title.",
    )
    match_keys = ArrayField(
        models.CharField(max_length=250),
        default=list,
        blank=True,
        editable=False,
        help_text="What a document that it means would be found by: identifiers, titles, a name and a year, reduced to letters and digits.",
    )
    cited_text = models.ForeignKey(
        Text,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quoted_by",
        help_text="For a quotation: the text it is taken from.",
    )
    cited_start = models.PositiveIntegerField(
        null=True, blank=True, help_text="Offset of its first character there, in Unicode code points from 0."
    )
    cited_end = models.PositiveIntegerField(null=True, blank=True, help_text="Offset just past its last character there, same unit.")

    #: Set by whoever names this row to somebody who may not read its text: it then names itself by its place alone.
    is_withheld: bool = False

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["citing", "start", "id"]
        indexes: ClassVar[list[models.Index]] = [
            # A document that is new or changed finds the citations that may mean it, among those that mean none yet.
            GinIndex(fields=["match_keys"], condition=~Q(status="resolved"), name="sources_reference_awaiting", fastupdate=False),
            # Whether any waits at all, and those that do in their order.
            models.Index(fields=["id"], condition=~Q(status="resolved"), name="sources_reference_waiting"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "status",
                ["resolved", "ambiguous", "unmatched"],
                name="sources_reference_status_known",
                message="A reference is resolved, ambiguous or unmatched.",
            ),
            known_value(
                "locator_label",
                LOCATOR_LABELS,
                name="sources_reference_label_known",
                message="Choose one of the locator labels of CSL 1.0.2.",
                blank=True,
            ),
            known_value(
                "kind",
                ["cites", "quotes", "shares", "remark"],
                name="sources_reference_kind_known",
                message="A reference cites, quotes, shares words, or is a remark.",
            ),
            known_value(
                "method",
                ["identifier", "bibliographic", "repeats", "words", "hand"],
                name="sources_reference_method_known",
                message="Choose one of the listed ways to tell the cited document.",
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="sources_reference_score_fits",
                violation_error_message="A score is between 0 and 1.",
            ),
            models.CheckConstraint(
                condition=~Q(raw="") | (Q(text__isnull=False) & ~Q(raw_sha256="")),
                name="sources_reference_has_words",
                violation_error_message="Give the citation as it is printed.",
            ),
            models.CheckConstraint(
                condition=Q(repeats__isnull=True) | ~Q(repeats=F("id")),
                name="sources_reference_not_itself",
                violation_error_message="A citation does not repeat itself.",
            ),
            models.CheckConstraint(
                condition=Q(cited_text__isnull=True, cited_start__isnull=True, cited_end__isnull=True)
                | Q(cited_text__isnull=False, cited_start__isnull=False, cited_end__gt=F("cited_start")),
                name="sources_reference_cited_span",
                violation_error_message="What is quoted has a text and a span that ends after it starts.",
            ),
            human_or_named_machine("sources_reference"),
            models.CheckConstraint(
                condition=Q(status="resolved", cited__isnull=False) | (Q(cited__isnull=True) & ~Q(status="resolved")),
                name="sources_reference_resolved",
                violation_error_message="A resolved reference names the cited document; an ambiguous or unmatched one names none.",
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=True, start__isnull=True, end__isnull=True)
                | Q(text__isnull=False, start__isnull=False, end__gt=F("start")),
                name="sources_reference_span",
                violation_error_message="A reference found in a text has a span that ends after it starts.",
            ),
        ]

    def __str__(self) -> str:
        if self.kind != self.Kind.CITES or self.is_withheld:
            # What a note says beside citations, and what is quoted, are words of a text: its rights say who sees them.
            return f"{self.get_kind_display()}: {f'note {self.marker}' if self.marker else f'characters {self.start} to {self.end}'}"
        return self.raw if len(self.raw) <= 80 else f"{self.raw[:79]}…"
