"""What a claim stands on, counted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.claims import Claim
from claims.models.evidence import Evidence
from sources.models import Document
from sources.models.constraints import known_value

STANDINGS = ["unsupported", "supported_by_one", "supported", "contested", "disputed"]

# What research questions ask of published claims. The indexes below hold exactly the rows that answer: they and the questions
# (``claims.services.questions``) say it with the same words, or no index serves.
PUBLISHED = Q(is_published=True)
ONE_KIND = Q(is_published=True, supporting_passages__gt=1) & ~Q(supporting_basis="")
FOR_AND_AGAINST = Q(is_published=True, documents_both_ways__gt=0)
SUPPORT_LOST = Q(is_published=True) & (Q(supporting_passages=0, lost_passages__gt=0) | Q(is_disputed_since=True))


class ClaimStanding(models.Model):
    """How many passages, documents and independent sources support and dispute one claim: counted by the database, never typed in.

    Counted is accepted evidence from documents that are not hidden, unless a published claim undercuts it; the same for every reader.
    Two documents are one source when one is a reprint of the other's work, when they have an author in common, when one reports what
    the other's author says, and when one quotes the other there (function ``claims_sources``). Triggers keep it in step.
    """

    #: Counted anew when passages go along with a merge: no row of it goes along by itself.
    STAYS_WHEN_MERGED: ClassVar[bool] = True

    class Category(models.TextChoices):
        UNSUPPORTED = "unsupported", "unsupported"
        SUPPORTED_BY_ONE = "supported_by_one", "supported by one source"
        SUPPORTED = "supported", "supported"
        CONTESTED = "contested", "contested"
        DISPUTED = "disputed", "disputed"

    # The database takes it away with its claim: the application may not.
    claim = models.OneToOneField(
        Claim, on_delete=models.DO_NOTHING, primary_key=True, editable=False, related_name="standing", help_text="The claim."
    )
    category = models.CharField(
        max_length=16, choices=Category.choices, editable=False, help_text="The standing in a word; follows from the numbers."
    )
    supporting_passages = models.PositiveIntegerField(editable=False, help_text="Passages that support it.")
    supporting_documents = models.PositiveIntegerField(editable=False, help_text="Documents that these are from.")
    supporting_works = models.PositiveIntegerField(editable=False, help_text="Works that these are, reprints not counted.")
    supporting_sources = models.PositiveIntegerField(editable=False, help_text="Independent sources among these.")
    disputing_passages = models.PositiveIntegerField(editable=False, help_text="Passages that dispute it.")
    disputing_documents = models.PositiveIntegerField(editable=False, help_text="Documents that these are from.")
    disputing_works = models.PositiveIntegerField(editable=False, help_text="Works that these are, reprints not counted.")
    disputing_sources = models.PositiveIntegerField(editable=False, help_text="Independent sources among these.")
    qualifying_passages = models.PositiveIntegerField(editable=False, help_text="Passages that qualify it.")
    challenged_passages = models.PositiveIntegerField(
        editable=False, help_text="Accepted passages that are not counted, because a published claim undercuts them."
    )
    is_published = models.BooleanField(editable=False, help_text="Whether the claim is published at present.")
    supporting_basis = models.CharField(
        max_length=9,
        blank=True,
        choices=Evidence.Basis.choices,
        editable=False,
        help_text="What all passages that support it go by; empty where they go by different things, or there are none.",
    )
    # Documents that are cited are not deleted: nothing has to follow.
    only_document = models.ForeignKey(
        Document,
        on_delete=models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        help_text="The document that all support is from, where it is from one.",
    )
    documents_both_ways = models.PositiveIntegerField(editable=False, help_text="Documents that both support and dispute it.")
    lost_passages = models.PositiveIntegerField(
        editable=False, help_text="Passages that supported it once and count no more: undercut, retracted, re-opened, hidden."
    )
    is_disputed_since = models.BooleanField(
        editable=False, help_text="Whether its support is from one source and something that was accepted later disputes it."
    )
    since = models.DateTimeField(db_default=Now(), editable=False, help_text="When it last became another one.")

    class Meta:
        ordering: ClassVar[list[str]] = ["claim"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("category", STANDINGS, name="claims_claimstanding_category_known", message="Unknown standing."),
            known_value(
                "supporting_basis",
                ["cited", "uncited", "data", "inference"],
                name="claims_claimstanding_basis_known",
                message="Unknown basis of evidence.",
                blank=True,
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["category", "claim"], name="claims_standing_category"),
            models.Index(fields=["supporting_sources", "claim"], name="claims_standing_sources"),
            models.Index(fields=["category", "claim"], condition=PUBLISHED, name="claims_standing_published"),
            models.Index(fields=["claim"], condition=ONE_KIND, name="claims_standing_one_kind"),
            models.Index(fields=["claim"], condition=FOR_AND_AGAINST, name="claims_standing_both_ways"),
            models.Index(fields=["claim"], condition=SUPPORT_LOST, name="claims_standing_lost"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The standing in words: supported by 3 passages from 2 independent documents; disputed by 1; one reprint not counted."""
        parts = [self._supported(), self._disputed()]
        reprints = self._reprints
        dependent = self.supporting_works - self.supporting_sources + self.disputing_works - self.disputing_sources
        if reprints:
            parts.append(f"{_counted(reprints, 'reprint')} not counted")
        if dependent:
            parts.append(f"{_counted(dependent, 'document')} of the same authors or after the same source not counted")
        if self.qualifying_passages:
            parts.append(f"qualified by {_counted(self.qualifying_passages, 'passage')}")
        if self.challenged_passages:
            parts.append(f"{_counted(self.challenged_passages, 'undercut passage')} not counted")
        return "; ".join(filter(None, parts))

    @property
    def _reprints(self) -> int:
        return self.supporting_documents - self.supporting_works + self.disputing_documents - self.disputing_works

    def _supported(self) -> str:
        if not self.supporting_passages:
            return "supported by no accepted passage"
        return f"supported by {_counted(self.supporting_passages, 'passage')} from {_from(self.supporting_sources)}"

    def _disputed(self) -> str:
        if not self.disputing_passages:
            return ""
        # Where each document has one passage, the number of passages says nothing more.
        if self.disputing_passages == self.disputing_sources:
            return f"disputed by {self.disputing_sources}"
        return f"disputed by {_counted(self.disputing_passages, 'passage')} from {_from(self.disputing_sources)}"


def _from(sources: int) -> str:
    return "1 document" if sources == 1 else f"{sources} independent documents"


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"
