"""Links between claims, and challenges to evidence."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from claims.models.claims import Claim
from claims.models.evidence import LINK_STATES, Evidence
from claims.models.reviewed import PUBLIC_STATES, AcceptedStatus, Reviewed, ReviewedQuerySet, one_successor, revises_another, still_open
from history.models import Tracked
from sources.models import Passage
from sources.models.constraints import human_or_named_machine, known_value

# Of those that revise no other: a revision stands beside what it revises until it is decided on.
_OPEN = ~Q(status__in=["rejected", "retracted", "superseded"]) & Q(supersedes__isnull=True)
_KNOWN = (
    "These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back."
    " Revise that one instead."
)


class RelationQuerySet(ReviewedQuerySet["Relation"]):
    """Ways to read relations."""

    def public(self) -> RelationQuerySet:
        """Accepted, between claims that are public."""
        return self.filter(
            Q(to_claim__isnull=True) | Q(to_claim__status__in=PUBLIC_STATES),
            Q(to_evidence__isnull=True)
            | Q(
                to_evidence__status="accepted",
                to_evidence__claim__status__in=PUBLIC_STATES,
                to_evidence__passage__document__is_hidden=False,
            ),
            status="accepted",
            from_claim__status__in=PUBLIC_STATES,
        )


class Relation(Reviewed):
    """One claim's bearing on another claim; or a challenge (``undercuts``) to one piece of evidence.

    Stored once: ``contradicts`` and ``restates`` hold either way round. By ``supports``, ``refines``, ``depends_on`` and
    ``responds_to``, each for itself, no claim leads back to itself. It stays as it is when one of its claims is retracted or
    superseded: both stay readable.

    Where passages bear it out, ``RelationEvidence`` names them; they are part of its words.
    """

    Status = AcceptedStatus

    class Kind(models.TextChoices):
        CONTRADICTS = "contradicts", "contradicts"
        SUPPORTS = "supports", "supports"
        REFINES = "refines", "refines"
        RESTATES = "restates", "restates"
        DEPENDS_ON = "depends_on", "depends on"
        RESPONDS_TO = "responds_to", "responds to"
        UNDERCUTS = "undercuts", "undercuts"

    APPROVED = "accepted"
    TOLD_AT: ClassVar[dict[str, str]] = {
        "claims_relation_target": "kind",
        "claims_relation_not_to_itself": "to_claim",
        "claims_relation_reason_present": "reason",
        "claims_relation_once": "kind",
        "claims_relation_accepted_once": "kind",
        "claims_relation_challenge_once": "kind",
        "claims_relation_challenge_accepted_once": "kind",
    }

    id = models.BigAutoField(primary_key=True)
    from_claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, related_name="relations", help_text="The claim that bears on the other."
    )
    kind = models.CharField(max_length=11, choices=Kind.choices, help_text="How; undercuts is for evidence, the rest for claims.")
    to_claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="relations_to", help_text="The other claim."
    )
    to_evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges", help_text="The evidence that is undercut."
    )
    reason = models.TextField(help_text="Why, in a sentence.")
    stands_on = ArrayField(
        models.CharField(max_length=64),
        default=list,
        blank=True,
        editable=False,
        help_text="The ids of its passages, in order; kept by the database, so that another passage is another revision.",
    )
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
        help_text="The relation it revises.",
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["from_claim", "id"]
        indexes: ClassVar[list[models.Index]] = [still_open("claims_relation")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("status", LINK_STATES, name="claims_relation_status_known", message="Unknown state of a relation."),
            known_value(
                "kind",
                ["contradicts", "supports", "refines", "restates", "depends_on", "responds_to", "undercuts"],
                name="claims_relation_kind_known",
                message="Choose one of the kinds of relations.",
            ),
            human_or_named_machine("claims_relation"),
            models.CheckConstraint(
                condition=Q(kind="undercuts", to_evidence__isnull=False, to_claim__isnull=True)
                | (~Q(kind="undercuts") & Q(to_evidence__isnull=True, to_claim__isnull=False)),
                name="claims_relation_target",
                violation_error_message="A claim undercuts evidence; every other relation leads to a claim.",
            ),
            models.CheckConstraint(
                condition=Q(to_claim__isnull=True) | ~Q(to_claim=F("from_claim")),
                name="claims_relation_not_to_itself",
                violation_error_message="A claim has no relation to itself.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="claims_relation_reason_present", violation_error_message="Say why."),
            # Either way round: contradicts and restates have no direction, and the others lead no way back.
            models.UniqueConstraint(
                F("kind"),
                Least("from_claim", "to_claim"),
                Greatest("from_claim", "to_claim"),
                condition=_OPEN & Q(to_claim__isnull=False),
                name="claims_relation_once",
                violation_error_message=_KNOWN,
            ),
            models.UniqueConstraint(
                F("kind"),
                Least("from_claim", "to_claim"),
                Greatest("from_claim", "to_claim"),
                condition=Q(status="accepted", to_claim__isnull=False),
                name="claims_relation_accepted_once",
                violation_error_message=_KNOWN,
            ),
            models.UniqueConstraint(
                fields=["from_claim", "to_evidence"],
                condition=_OPEN & Q(to_evidence__isnull=False),
                name="claims_relation_challenge_once",
                violation_error_message=_KNOWN,
            ),
            models.UniqueConstraint(
                fields=["from_claim", "to_evidence"],
                condition=Q(status="accepted", to_evidence__isnull=False),
                name="claims_relation_challenge_accepted_once",
                violation_error_message=_KNOWN,
            ),
            one_successor("claims_relation"),
            revises_another("claims_relation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"


class RelationEvidence(Tracked):
    """A passage that bears a relation out, for example where an author says that the two views exclude each other.

    It is part of the relation's words, and so goes with them: another passage takes what was submitted back to draft, and what is
    decided on keeps its passages (``stands_on``, trigger ``law_evidence``). To name another passage, take one away and add one.
    """

    id = models.BigAutoField(primary_key=True)
    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="evidence_links", help_text="The relation.")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", help_text="The words that bear it out.")

    class Meta:
        ordering: ClassVar[list[str]] = ["relation", "id"]
        verbose_name = "passage of a relation"
        verbose_name_plural = "passages of relations"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["relation", "passage"],
                name="claims_relationevidence_once",
                violation_error_message="The relation names this passage already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.relation_id}: {self.passage_id}"
