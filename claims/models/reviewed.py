"""What claims, evidence and relations have in common: they are proposed, submitted and decided on by two persons."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from history.models import Tracked
from sources.models.provenance import MadeBy


def one_successor(table: str) -> models.UniqueConstraint:
    """A record is revised by one other at a time: a revision that was refused makes room for another."""
    return models.UniqueConstraint(
        fields=["supersedes"],
        condition=~Q(status="rejected"),
        name=f"{table}_one_successor",
        violation_error_message="It is being revised already: go on with that revision, or have it rejected first.",
    )


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

    @property
    def is_editable(self) -> bool:
        """Whether the words may still change (an edit of a submitted record returns it to draft)."""
        return str(getattr(self, "status")) in {"draft", "in_review"}  # noqa: B009 - declared by each subclass with its own states
