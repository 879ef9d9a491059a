"""Why a person may not decide on a record, in words: before the database refuses it (laws 2, 3 and 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from claims.models import Claim, Review, Reviewable
from claims.services.accounts import is_machine, may_decide
from claims.services.conflicts import Weighed, weigh
from claims.services.remarks import flagged
from history.models import Change
from sources.models import Merge

# As the database has them (claims_kept_columns): a change of nothing else is no edit of the words.
_KEPT = ["id", "public_id", "created_by_id", "origin", "tool", "created_at", "revision", "changed_at", "status"]


@dataclass(frozen=True)
class Decisions:
    """What bears on what ``user`` may decide of records of one kind; at most eleven queries, however many records.

    The database has the last word; this is for not offering what it would refuse.
    """

    user: User
    is_reviewer: bool
    is_machine: bool
    submitted: frozenset[int]
    edited: frozenset[int]
    grounded: frozenset[int]
    flagged: frozenset[int]
    weighed: dict[int, Weighed]

    @classmethod
    def of(cls, records: Sequence[Reviewable], user: User) -> Decisions:
        """Look up what bears on ``records``, at least one."""
        is_reviewer = may_decide(user)
        is_a_machine = is_reviewer and is_machine(user)
        # Whoever decides nothing is told that, and no more: nothing else has to be looked up.
        decides = is_reviewer and not is_a_machine
        return cls(
            user=user,
            is_reviewer=is_reviewer,
            is_machine=is_a_machine,
            submitted=_submitted(records, user) if decides else frozenset(),
            edited=_edited(records, user) | _topics_chosen(records, user) if decides else frozenset(),
            grounded=_grounded(records) if decides else frozenset(),
            flagged=flagged(records) if decides else frozenset(),
            weighed=weigh(records, user),
        )

    def why_not(self, action: str, record: Reviewable) -> str:
        """One sentence: why ``user`` does not do this; empty where nothing speaks against it.

        Args:
            action: ``approve``, ``reject``, ``request_changes`` or ``retract``.
            record: One of the records, in a state in which that may be done.
        """
        if not self.is_reviewer:
            return "Deciding is for editors: ask one."
        if self.is_machine:
            return "A machine decides nothing."
        return self._why_not_approve(record) if action == "approve" else ""

    def _why_not_approve(self, record: Reviewable) -> str:
        if record.created_by_id == self.user.pk:
            return "You proposed this: somebody else decides."
        if record.pk in self.submitted:
            return "You submitted this: somebody else decides."
        if record.pk in self.edited:
            return "You edited this: somebody else decides."
        return self._why_not_by_interest(record) or self._why_not_yet(record)

    def _why_not_by_interest(self, record: Reviewable) -> str:
        weighed = self.weighed[record.pk]
        if self.user.pk in weighed.given:
            return f"You approved this already. {weighed.awaited or 'Somebody else decides.'}"
        return weighed.against(self.user)

    def _why_not_yet(self, record: Reviewable) -> str:
        if isinstance(record, Claim) and record.pk not in self.grounded:
            return "It has no accepted evidence yet: accept some first."
        return "It has an open flag: resolve that first." if record.pk in self.flagged else ""


def _topics_chosen(records: Sequence[Reviewable], user: User) -> frozenset[int]:
    """The claims that ``user`` gave a topic, or took one from: an edit too."""
    if not isinstance(records[0], Claim):
        return frozenset()
    claim = Cast(KeyTextTransform("claim_id", "state"), BigIntegerField())
    chosen = Change.objects.filter(table="claims_claimtopic", user_id=user.pk).annotate(claim=claim)
    return frozenset(chosen.filter(claim__in=[record.pk for record in records]).values_list("claim", flat=True))


def _submitted(records: Sequence[Reviewable], user: User) -> frozenset[int]:
    link = f"{records[0]._meta.model_name}_id"
    rows: Any = Review.objects.filter(**{f"{link}__in": [record.pk for record in records]}, by=user, action=Review.Action.SUBMIT)
    return frozenset(rows.values_list(link, flat=True))


def _edited(records: Sequence[Reviewable], user: User) -> frozenset[int]:
    edits = Change.objects.filter(table=records[0]._meta.db_table, record_id__in=[record.pk for record in records], user_id=user.pk)
    # To merge the author who holds it is no edit of it.
    merged = Merge.objects.filter(Q(transaction=OuterRef("transaction")) | Q(undone_transaction=OuterRef("transaction")))
    by_merge = Q(changed=["holder_id"]) & Exists(merged)
    return frozenset(edits.exclude(changed__contained_by=_KEPT).exclude(by_merge).values_list("record_id", flat=True))


def _grounded(records: Sequence[Reviewable]) -> frozenset[int]:
    """The claims that have accepted evidence to stand on, as the law asks for it."""
    if not isinstance(records[0], Claim):
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_grounded(%s)", [[record.pk for record in records]])
        return frozenset(claim for (claim,) in cursor.fetchall())
