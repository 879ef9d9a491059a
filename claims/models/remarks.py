"""What the staff says to one another about what is reviewed: comments, and flags that something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from claims.models.evidence import Evidence
from claims.models.relations import Relation
from history.models import Tracked
from sources.models.constraints import human_or_named_machine, known_value
from sources.models.provenance import MadeBy

if TYPE_CHECKING:
    from history.services import Actor


_R = TypeVar("_R", bound="Remark")


class RemarkQuerySet(models.QuerySet[_R]):
    """Ways to read comments and flags."""

    def open(self) -> Self:
        """Those that nobody has resolved."""
        return self.filter(resolved_at__isnull=True)

    def visible_to(self, user: Actor) -> Self:
        """All for the staff; for any other account what it wrote itself; nothing for strangers."""
        if user is None or not user.is_authenticated:
            return self.none()
        return self if getattr(user, "is_staff", False) else self.filter(by=user.pk)


class Remark(MadeBy, Tracked):
    """What somebody wrote about one claim, piece of evidence or relation.

    Its words never change and it is never deleted. It is resolved once, by anybody who is no machine, with words; whoever still disagrees
    writes another. Only the staff sees it.
    """

    id = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", help_text="The claim.")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", help_text="Or the evidence."
    )
    relation = models.ForeignKey(
        Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", help_text="Or the relation."
    )
    words = models.TextField(help_text="What there is to say.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who wrote it; set by the database.",
    )
    resolution = models.TextField(blank=True, help_text="How it was resolved, for example: the page is right, the scan was cut.")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who resolved it; set by the database.",
    )
    resolved_at = models.DateTimeField(null=True, editable=False, help_text="When; set by the database.")

    class Meta:
        abstract = True

    @property
    def about(self) -> Claim | Evidence | Relation | None:
        """The record that it is about."""
        return self.claim or self.evidence or self.relation


def remarks_in_order(table: str) -> list[models.BaseConstraint]:
    """Return the constraints of comments and flags alike."""
    return [
        human_or_named_machine(table),
        models.CheckConstraint(
            condition=Q(claim__isnull=False, evidence__isnull=True, relation__isnull=True)
            | Q(claim__isnull=True, evidence__isnull=False, relation__isnull=True)
            | Q(claim__isnull=True, evidence__isnull=True, relation__isnull=False),
            name=f"{table}_about_one",
            violation_error_message="It is about one claim, one piece of evidence or one relation.",
        ),
        models.CheckConstraint(condition=~Q(words=""), name=f"{table}_words_present", violation_error_message="Say something."),
        models.CheckConstraint(
            condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
            | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
            name=f"{table}_resolved_with_words",
            violation_error_message="Say how it was resolved.",
        ),
    ]


class CommentQuerySet(RemarkQuerySet["Comment"]):
    """Ways to read comments."""


class FlagQuerySet(RemarkQuerySet["Flag"]):
    """Ways to read flags."""


class Comment(Remark):
    """A comment, or an answer to one, on a claim, a piece of evidence or a relation."""

    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", help_text="The comment that it answers."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *remarks_in_order("claims_comment"),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | Q(resolution=""),
                name="claims_comment_answers_unresolved",
                violation_error_message="An answer is resolved with the comment that it answers.",
            ),
        ]

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else f"{self.words[:79]}…"


class Flag(Remark):
    """Something is said to be wrong with a record. While it is open, nobody approves that record."""

    class Kind(models.TextChoices):
        WRONG_QUOTE = "wrong_quote", "wrong quote"
        WRONG_PAGE = "wrong_page", "wrong page"
        WRONG_ATTRIBUTION = "wrong_attribution", "wrong attribution"
        OUTDATED = "outdated", "outdated"
        DUPLICATE = "duplicate", "duplicate"
        OTHER = "other", "other"

    kind = models.CharField(max_length=17, choices=Kind.choices, help_text="What is wrong.")

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "kind",
                ["wrong_quote", "wrong_page", "wrong_attribution", "outdated", "duplicate", "other"],
                name="claims_flag_kind_known",
                message="Choose what is wrong.",
            ),
            *remarks_in_order("claims_flag"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words if len(self.words) <= 80 else f'{self.words[:79]}…'}"
