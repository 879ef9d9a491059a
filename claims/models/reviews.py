"""What was submitted and decided, by whom and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.claims import Claim
from claims.models.evidence import Evidence
from claims.models.relations import Relation
from history.identifiers import new_public_id
from sources.models import Passage, Retraction
from sources.models.constraints import known_value

#: What two persons review.
Reviewable = Claim | Evidence | Relation

#: The acts that say why.
ACTIONS_WITH_REASON = ["request_changes", "reject", "retract"]


class Review(models.Model):
    """One act on one revision of one claim, piece of evidence or relation. Written once, never changed.

    The database takes an approval only of the record's present revision, by the acting user, who neither made, edited nor
    submitted it and is no machine (laws 3 and 9). Who has a conflict of interest does not approve; where who proposed has one, two
    approvals of one revision are needed, by two others, and the first leaves the record in review. A re-opening is written by the database itself, when the words that the evidence
    stands on are corrected (law 4), and so is a supersession, when the revision of a record is approved.
    """

    class Action(models.TextChoices):
        SUBMIT = "submit", "submitted"
        WITHDRAW = "withdraw", "withdrawn"
        APPROVE = "approve", "approved"
        REQUEST_CHANGES = "request_changes", "changes requested"
        REJECT = "reject", "rejected"
        RETRACT = "retract", "retracted"
        REOPEN = "reopen", "re-opened"
        SUPERSEDE = "supersede", "superseded"
        RESTORE = "restore", "restored"

    #: When the past is read, a row is there from this time on (``history.past_views``).
    WRITTEN_AT: ClassVar[str] = "at"

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField("id", max_length=64, unique=True, default=new_public_id, editable=False, help_text="Its name in the API.")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews", help_text="The claim.")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews", help_text="Or the evidence."
    )
    relation = models.ForeignKey(
        Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews", help_text="Or the relation."
    )
    revision = models.PositiveIntegerField(help_text="The revision that was acted on.")
    action = models.CharField(max_length=15, choices=Action.choices, help_text="What was done.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who did it; of a re-opening, who corrected the text, empty when no user was known.",
    )
    comment = models.TextField(blank=True, help_text="Why; required to ask for changes, reject or retract.")
    stood_on = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Of a re-opening: the passage that the evidence stood on.",
    )
    corrected = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Of a re-opening: what became of that passage when its text was corrected.",
    )
    retraction = models.ForeignKey(
        Retraction,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Of a re-opening or a restoration: the retraction of the document that the evidence stands on.",
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The administrator who brought this act in, done elsewhere and earlier; empty for what was done here.",
    )
    conflicts = models.JSONField(
        default=list,
        editable=False,
        help_text="The conflicts of interest when it was decided, of who proposed and of who decided; set by the database.",
    )
    at = models.DateTimeField(db_default=Now(), editable=False, help_text="When; set by the database, but for an act that was brought in.")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "action",
                ["submit", "withdraw", "approve", "request_changes", "reject", "retract", "reopen", "supersede", "restore"],
                name="claims_review_action_known",
                message="Unknown act of review.",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False, evidence__isnull=True, relation__isnull=True)
                | Q(claim__isnull=True, evidence__isnull=False, relation__isnull=True)
                | Q(claim__isnull=True, evidence__isnull=True, relation__isnull=False),
                name="claims_review_one_record",
                violation_error_message="A review is of one claim, one piece of evidence or one relation.",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=ACTIONS_WITH_REASON) | ~Q(comment=""),
                name="claims_review_reason_given",
                violation_error_message="Say why: a comment is needed to ask for changes, to reject or to retract.",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(action="reopen"),
                name="claims_review_by_somebody",
                violation_error_message="A review is somebody's: only a re-opening may be nobody's.",
            ),
            models.CheckConstraint(
                condition=Q(action="reopen", evidence__isnull=False, stood_on__isnull=False)
                & (Q(corrected__isnull=False, retraction__isnull=True) | Q(corrected__isnull=True, retraction__isnull=False))
                | Q(action="restore", evidence__isnull=False, stood_on__isnull=True, corrected__isnull=True, retraction__isnull=False)
                | (Q(stood_on__isnull=True, corrected__isnull=True, retraction__isnull=True) & ~Q(action__in=["reopen", "restore"])),
                name="claims_review_reopened_by",
                violation_error_message="Evidence is re-opened by the correction of its passage or the retraction of its document, and nothing else is.",
            ),
            models.UniqueConstraint(
                fields=["evidence", "corrected"],
                condition=Q(action="reopen"),
                name="claims_review_reopened_once",
                violation_error_message="This correction re-opened this evidence already.",
            ),
            models.UniqueConstraint(
                fields=["evidence", "retraction", "action"],
                condition=Q(retraction__isnull=False),
                name="claims_review_retraction_once",
                violation_error_message="This retraction re-opened or restored this evidence already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} of revision {self.revision}"
