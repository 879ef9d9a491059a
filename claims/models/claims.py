"""Claims: propositions in the curator's own words."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from claims.models.reviewed import PUBLIC_STATES, Reviewed, ReviewedQuerySet, one_successor, revises_another, still_open
from claims.models.topics import Topic
from claims.types import CLAIM_TYPES, type_choices
from claims.types.values import ExactDecoder
from history.models import Tracked
from sources.models import Author
from sources.models.constraints import human_or_named_machine, known_value

CLAIM_STATES = ["draft", "in_review", "published", "rejected", "retracted", "superseded"]


class ClaimQuerySet(ReviewedQuerySet["Claim"]):
    """Ways to read claims."""

    def public(self) -> ClaimQuerySet:
        """Those anybody may see: published, and also once published and since retracted or superseded."""
        return self.filter(status__in=PUBLIC_STATES)

    def unsupported(self) -> ClaimQuerySet:
        """Published, but nothing accepted is left that they stand on: it was retracted, or re-opened by a correction (laws 2 and 4)."""
        accepted = self.model._default_manager.filter(pk=models.OuterRef("pk"), evidence__status="accepted")
        return self.filter(~models.Exists(accepted), status="published")


class Claim(Reviewed):
    """One proposition in the curator's own words, with a type that has its own attributes.

    The words of a published claim never change: a revision is a new claim that supersedes it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        PUBLISHED = "published", "published"
        REJECTED = "rejected", "rejected"
        RETRACTED = "retracted", "retracted"
        SUPERSEDED = "superseded", "superseded"

    APPROVED = "published"

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(
        max_length=20,
        # By name, so that a new type is no migration; the database holds it to the types that are declared (``DeclaredType``).
        choices=type_choices,
        help_text="What kind of proposition, for example causal: one thing brings about another.",
    )
    statement = models.TextField(help_text="The proposition as one sentence in your own words, not a quotation.")
    attributes = models.JSONField(
        default=dict,
        blank=True,
        decoder=ExactDecoder,
        help_text='The attributes of its type; {"unknown": true} where the source does not say, {"none": true} where there is none.',
    )
    language = models.CharField(max_length=35, default="en", help_text="Of the statement, BCP 47, for example en.")
    holder = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose claim it is, when it is somebody's in particular.",
    )
    topics = models.ManyToManyField(Topic, through="claims.ClaimTopic", blank=True, related_name="claims", help_text="What it is about.")
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
        help_text="The claim it revises.",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        permissions = [("review_claim", "Can decide on what others submitted")]
        indexes: ClassVar[list[models.Index]] = [
            still_open("claims_claim"),
            # What everybody sees is counted, and joined to its evidence and standing, without the claims themselves being read.
            models.Index(fields=["status", "type", "id"], name="claims_claim_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("status", CLAIM_STATES, name="claims_claim_status_known", message="Unknown state of a claim."),
            human_or_named_machine("claims_claim"),
            one_successor("claims_claim"),
            revises_another("claims_claim"),
            models.CheckConstraint(
                condition=~Q(statement=""), name="claims_claim_statement_present", violation_error_message="A claim says something."
            ),
        ]

    def __str__(self) -> str:
        return self.statement if len(self.statement) <= 100 else f"{self.statement[:99]}…"

    @property
    def sentence(self) -> str:
        """How it reads from its attributes alone."""
        return CLAIM_TYPES[self.type].told(self.attributes)

    def clean(self) -> None:
        """Refuse attributes that do not fit the type."""
        declared = CLAIM_TYPES.get(self.type)
        faults = declared.faults(self.attributes) if declared else []
        if faults:
            raise ValidationError({"attributes": faults})


class ClaimIndex(models.Model):
    """What a claim says as full-text search sees it: statement and attributes; kept by a trigger, so it is never behind."""

    # The database's own constraint deletes the row with its claim; Django's could not say so.
    claim = models.OneToOneField(
        Claim, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="index", help_text="The claim."
    )
    search = SearchVectorField(help_text="Stemmed words, and pairs of neighbouring characters for Chinese and Japanese.")

    class Meta:
        verbose_name_plural = "claim index"
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["search"], name="claims_claimindex_search", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.pk)


class ClaimTopic(Tracked):
    """A claim is about a topic: a record of its own, so that its history is kept too."""

    id = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="topic_links", help_text="The claim.")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="claim_links", help_text="What it is about.")

    class Meta:
        ordering: ClassVar[list[str]] = ["claim", "topic"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["claim", "topic"], name="claims_claimtopic_once", violation_error_message="The claim has this topic already."
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.topic_id}"
