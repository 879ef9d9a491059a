"""Citations that one document makes of another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from history.models import Tracked
from sources.formats.record import LOCATOR_LABELS
from sources.models.constraints import human_or_named_machine, known_value
from sources.models.documents import Document
from sources.models.provenance import MadeBy
from sources.models.texts import Text


class Reference(MadeBy, Tracked):
    """A citation that ``citing`` makes: its raw words, and the document it means if that is known."""

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
    raw = models.TextField(help_text="The citation as it is printed.")
    locator_label = models.CharField(
        max_length=20,
        blank=True,
        choices=[(value, value) for value in LOCATOR_LABELS],
        help_text="Where in the cited document: page, chapter, ...",
    )
    locator_value = models.CharField(max_length=120, blank=True, help_text="The printed value, for example 130.")

    class Meta:
        ordering: ClassVar[list[str]] = ["citing", "start", "id"]
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
        return self.raw if len(self.raw) <= 80 else f"{self.raw[:79]}…"
