"""Who has a stake in what is reviewed: accounts that are authors, and conflicts of interest that are declared."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from history.models import Tracked
from sources.models import Author, Document


class Tie(Tracked):
    """What ties an account to a record from now on; never deleted, and ended only by an administrator other than the account."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="The account.")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who says so; set by the database.",
    )
    ended_at = models.DateTimeField(null=True, editable=False, help_text="Until when it held; set by the database.")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The administrator who ended it; set by the database.",
    )
    ended_because = models.TextField(blank=True, help_text="Why it holds no more; what was decided meanwhile stays decided.")

    class Meta:
        abstract = True


def _beginning(reason: str) -> str:
    return reason if len(reason) <= 80 else f"{reason[:79]}…"


def ended_with_reason(table: str) -> models.CheckConstraint:
    """Return the constraint that an end has a time and a reason, and what stands has neither."""
    return models.CheckConstraint(
        condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
        | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
        name=f"{table}_ended_with_reason",
        violation_error_message="Say why it holds no more.",
    )


class AuthorAccount(Tie):
    """An account is a person who is an author here: whatever that author had a part in, the account has a stake in.

    One account may be several authors, where their records are not merged. It is said by the account itself or by an administrator.
    """

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+", help_text="The author who has this account.")
    reason = models.TextField(blank=True, help_text="How that is known, for example: says so on the page of the institute.")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "account of an author"
        verbose_name_plural = "accounts of authors"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ended_with_reason("claims_authoraccount"),
            models.UniqueConstraint(
                fields=["account", "author"],
                condition=Q(ended_at__isnull=True),
                name="claims_authoraccount_once",
                violation_error_message="This account is known as this author already.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account"], name="claims_authoraccount_account")]

    def __str__(self) -> str:
        return f"account of an author{': ' if self.reason else ''}{_beginning(self.reason)}"


class DeclaredConflict(Tie):
    """A conflict of interest of one account, about a document, an author or a claim, declared in words.

    It is declared by the account itself, or by an editor for it. It holds for what is decided from then on.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="About this document, in all its printings."
    )
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Or about all that this author had a part in."
    )
    claim = models.ForeignKey(
        Claim,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Or about this claim, its revisions, their evidence and relations.",
    )
    reason = models.TextField(help_text="What the conflict is, for example: was supervised by the author until 2019.")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ended_with_reason("claims_declaredconflict"),
            models.CheckConstraint(
                condition=Q(document__isnull=False, author__isnull=True, claim__isnull=True)
                | Q(document__isnull=True, author__isnull=False, claim__isnull=True)
                | Q(document__isnull=True, author__isnull=True, claim__isnull=False),
                name="claims_declaredconflict_about_one",
                violation_error_message="A conflict is about one document, one author or one claim.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="claims_declaredconflict_reason_present", violation_error_message="Say what the conflict is."
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account"], name="claims_declaredconflict_acc")]

    def __str__(self) -> str:
        return _beginning(self.reason)
