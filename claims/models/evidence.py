"""Links between claims and the passages that bear on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from claims.models.reviewed import (
    OPEN_STATES,
    PUBLIC_STATES,
    AcceptedStatus,
    Reviewed,
    ReviewedQuerySet,
    one_successor,
    revises_another,
    still_open,
)
from sources.models import Author, Passage
from sources.models.constraints import human_or_named_machine, known_value

LINK_STATES = ["draft", "in_review", "accepted", "rejected", "retracted", "superseded"]


class EvidenceQuerySet(ReviewedQuerySet["Evidence"]):
    """Ways to read evidence."""

    def public(self) -> EvidenceQuerySet:
        """Accepted, for a claim that is public, from a document that is not hidden."""
        return self.filter(status="accepted", claim__status__in=PUBLIC_STATES, passage__document__is_hidden=False)

    def challenged(self) -> EvidenceQuerySet:
        """Undercut by an accepted challenge: what it says of the claim is not undisputed."""
        challenge = self.model._default_manager.filter(pk=models.OuterRef("pk"), challenges__status="accepted")
        return self.filter(models.Exists(challenge))

    def reopened(self) -> EvidenceQuerySet:
        """Accepted once, re-opened when its words were corrected or its document retracted (law 4), and not decided on again yet."""
        reopening = self.model._default_manager.filter(pk=models.OuterRef("pk"), reviews__action="reopen")
        return self.filter(models.Exists(reopening), status__in=OPEN_STATES)


class Evidence(Reviewed):
    """One passage that bears on one claim: how, in whose voice, how strongly and why.

    Stance after CiTO, basis after ECO. It has its own id and review and can itself be challenged.
    """

    Status = AcceptedStatus

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "supports"
        DISPUTES = "disputes", "disputes"
        QUALIFIES = "qualifies", "qualifies"
        CONTEXT = "context", "context"

    class Voice(models.TextChoices):
        ASSERTS = "asserts", "the author says so"
        REPORTS = "reports", "the author reports that somebody else says so"
        INFERRED = "inferred", "the curator concludes it"

    class Basis(models.TextChoices):
        CITED = "cited", "a cited source"
        UNCITED = "uncited", "no source is given"
        DATA = "data", "data of its own"
        INFERENCE = "inference", "an inference"

    class Strength(models.TextChoices):
        STRONG = "strong", "strong"
        MODERATE = "moderate", "moderate"
        WEAK = "weak", "weak"

    APPROVED = "accepted"
    TOLD_AT: ClassVar[dict[str, str]] = {
        "claims_evidence_holder_of_report": "holder",
        "claims_evidence_reason_present": "reason",
        "claims_evidence_once": "passage",
        "claims_evidence_accepted_once": "passage",
    }

    id = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence", help_text="The claim it bears on.")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", help_text="The words it rests on.")
    stance = models.CharField(max_length=9, choices=Stance.choices, help_text="What the passage does to the claim.")
    voice = models.CharField(max_length=8, choices=Voice.choices, help_text="Who speaks in the passage.")
    holder = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="If reported: who says so, when that is an author here.",
    )
    holder_as_named = models.CharField(
        max_length=300, blank=True, help_text="If reported: who says so, as the passage names them, for example some critics."
    )
    basis = models.CharField(max_length=9, choices=Basis.choices, help_text="What the passage itself goes by.")
    strength = models.CharField(max_length=8, choices=Strength.choices, help_text="How far it goes.")
    reason = models.TextField(help_text="Why this passage bears on this claim, in a sentence that would convince a reviewer.")
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False, help_text="Moves only by a review."
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="superseded_by",
        help_text="The evidence it revises.",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["claim", "id"]
        verbose_name_plural = "evidence"
        indexes: ClassVar[list[models.Index]] = [still_open("claims_evidence")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("status", LINK_STATES, name="claims_evidence_status_known", message="Unknown state of evidence."),
            known_value(
                "stance", ["supports", "disputes", "qualifies", "context"], name="claims_evidence_stance_known", message="Choose a stance."
            ),
            known_value("voice", ["asserts", "reports", "inferred"], name="claims_evidence_voice_known", message="Choose a voice."),
            known_value("basis", ["cited", "uncited", "data", "inference"], name="claims_evidence_basis_known", message="Choose a basis."),
            known_value("strength", ["strong", "moderate", "weak"], name="claims_evidence_strength_known", message="Choose a strength."),
            human_or_named_machine("claims_evidence"),
            models.CheckConstraint(
                condition=(Q(voice="reports") & (Q(holder__isnull=False) | ~Q(holder_as_named="")))
                | (~Q(voice="reports") & Q(holder__isnull=True, holder_as_named="")),
                name="claims_evidence_holder_of_report",
                violation_error_message="Reported words have somebody who says so: name the holder. Other evidence names none.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="claims_evidence_reason_present",
                violation_error_message="Say why the passage bears on the claim.",
            ),
            models.UniqueConstraint(
                fields=["claim", "passage", "stance"],
                condition=~Q(status__in=["rejected", "retracted", "superseded"]) & Q(supersedes__isnull=True),
                name="claims_evidence_once",
                violation_error_message="This passage is evidence of this stance for this claim already.",
            ),
            models.UniqueConstraint(
                fields=["claim", "passage", "stance"],
                condition=Q(status="accepted"),
                name="claims_evidence_accepted_once",
                violation_error_message="This passage is accepted evidence of this stance for this claim already.",
            ),
            one_successor("claims_evidence"),
            revises_another("claims_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.stance} ({self.get_status_display()})"
