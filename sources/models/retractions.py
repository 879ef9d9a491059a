"""Documents that were taken back by whoever published them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from history.models import Tracked
from sources.models.documents import Document, validate_edtf


class RetractionQuerySet(models.QuerySet["Retraction"]):
    """Ways to read retractions."""

    def standing(self) -> RetractionQuerySet:
        """Those that were not lifted."""
        return self.filter(lifted_because="")


class Retraction(Tracked):
    """A document was retracted, by its author or publisher, and perhaps reinstated later.

    It re-opens what stands on the document (law 4); lifting it restores that. It is written by an editor, stays as written but for
    being lifted once, and is never deleted.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="retractions", help_text="The document that was retracted."
    )
    retracted_on = models.CharField(
        max_length=60, blank=True, validators=[validate_edtf], help_text="EDTF, as precise as it is known: 2005-03-18, 2005-03 or 2005."
    )
    reason = models.TextField(help_text="Why, as the notice says it, for example: the data were not the author's.")
    notice = models.URLField(max_length=2000, blank=True, help_text="Where the notice of retraction stands.")
    lifted_because = models.TextField(
        blank=True,
        help_text="Why the document stands again, for example: reinstated after appeal. What the retraction re-opened is restored.",
    )
    lifted_at = models.DateTimeField(null=True, editable=False, help_text="When it was lifted; set by the database.")

    objects = RetractionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="sources_retraction_reason_present", violation_error_message="Say why it was retracted."
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(lifted_because=""),
                name="sources_retraction_once",
                violation_error_message="The document is retracted already.",
            ),
        ]

    def __str__(self) -> str:
        return f"retraction, {'lifted' if self.lifted_at else 'standing'}"
