"""What claims, evidence and relations have in common: they are proposed, submitted and decided on by two persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Q

from history.models import Tracked
from sources.models.provenance import MadeBy

if TYPE_CHECKING:
    from history.services import Actor

#: The states of a record that nobody has decided on yet.
OPEN_STATES = ["draft", "in_review"]
#: The states of a claim that everybody sees: once published it stays readable, whatever became of it.
PUBLIC_STATES = ["published", "retracted", "superseded"]

_R = TypeVar("_R", bound="Reviewed")


def one_successor(table: str) -> models.UniqueConstraint:
    """A record is revised by one other at a time: a revision that was refused makes room for another."""
    return models.UniqueConstraint(
        fields=["supersedes"],
        condition=~Q(status="rejected"),
        name=f"{table}_one_successor",
        violation_error_message="It is being revised already: go on with that revision, or have it rejected first.",
    )


def revises_another(table: str) -> models.CheckConstraint:
    """Nothing revises itself; that nothing does by way of others is a trigger's matter (``law_no_loop``)."""
    return models.CheckConstraint(
        condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
        name=f"{table}_revises_another",
        violation_error_message="It cannot revise itself.",
    )


def still_open(table: str) -> models.Index:
    """An index of what is not decided yet by when it was changed: what waits longest is found, and what nobody goes on with."""
    return models.Index(fields=["changed_at"], condition=Q(status__in=OPEN_STATES), name=f"{table}_still_open")


class AcceptedStatus(models.TextChoices):
    """The states of what a positive review accepts: evidence and relations; a claim is published."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"
    RETRACTED = "retracted", "retracted"
    SUPERSEDED = "superseded", "superseded"


class ReviewedQuerySet(models.QuerySet[_R]):
    """Ways to read claims, evidence or relations."""

    def public(self) -> Self:
        """Those that anybody may see."""
        raise NotImplementedError

    def visible_to(self, user: Actor) -> Self:
        """Those that ``user`` may see: everything for a curator, else what is public."""
        if user is not None and getattr(user, "is_staff", False):
            return self
        # A machine's account is no curator's, but sees what it proposed itself.
        return self.public() if user is None or not user.is_authenticated else self.public() | self.filter(created_by=user.pk)


class Reviewed(MadeBy, Tracked):
    """A record under review. Its state moves only by a ``Review``; the database sees to it (laws 2 and 3)."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who proposed it; set by the database, empty when no user was known.",
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The administrator who brought it in under its author's name; empty for what was proposed here.",
    )

    class Meta:
        abstract = True

    #: The state that a positive review leads to.
    APPROVED: ClassVar[str]
    #: Where a broken constraint is told: its name -> the field that mends it.
    TOLD_AT: ClassVar[Mapping[str, str]] = {}

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Hold the constraints, and tell each that is broken at the field that mends it.

        Raises:
            ValidationError: One is broken.
        """
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            said_at = {one.get_violation_error_message(): self.TOLD_AT.get(one.name) for one in self._meta.constraints}
            told: dict[str, list[ValidationError]] = {}
            for field, faults in error.error_dict.items():
                for fault in faults:
                    told.setdefault(said_at.get(str(fault.message)) or field if field == NON_FIELD_ERRORS else field, []).append(fault)
            raise ValidationError(told) from error

    @property
    def is_editable(self) -> bool:
        """Whether the words may still change (an edit of a submitted record returns it to draft)."""
        return str(getattr(self, "status")) in OPEN_STATES  # noqa: B009 - declared by each subclass with its own states
