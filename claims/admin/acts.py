"""What a user may do with records under review, and where not, why not, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from claims.models import Claim, Evidence, Relation, Review
from claims.services import review
from claims.services.accounts import MACHINES, may_decide
from claims.services.revise import revise
from history.models import Change
from sources.models import Merge

Reviewable = Claim | Evidence | Relation

# As the database has them (claims_kept_columns): a change of nothing else is no edit of the words.
_KEPT = ["id", "public_id", "created_by_id", "origin", "tool", "created_at", "revision", "changed_at", "status"]


@dataclass(frozen=True)
class Act:
    """One act of review as a button."""

    name: str
    words: str
    done: str
    starts: tuple[str, ...]
    run: Callable[..., Review | Reviewable]
    decides: bool = False
    needs_comment: bool = False
    tone: str = ""

    @property
    def explained(self) -> str:
        """What the button does, for its tooltip."""
        return _EXPLAINED[self.name]


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("submit", "Submit for review", "submitted", ("draft",), review.submit, tone="primary"),
        Act("approve", "Approve", "approved", ("in_review",), review.approve, decides=True, tone="primary"),
        Act(
            "request_changes",
            "Request changes",
            "returned for changes",
            ("in_review",),
            review.request_changes,
            decides=True,
            needs_comment=True,
        ),
        Act("reject", "Reject", "rejected", ("in_review",), review.reject, decides=True, needs_comment=True, tone="danger"),
        Act("withdraw", "Withdraw", "withdrawn", ("in_review",), review.withdraw),
        Act("revise", "Revise", "copied as a draft to revise it", ("published", "accepted"), revise),
        Act("retract", "Retract", "retracted", ("published", "accepted"), review.retract, decides=True, needs_comment=True, tone="danger"),
    )
}
_EXPLAINED = {
    "submit": "Hands it to the reviewers.",
    "approve": "Publishes a claim, accepts evidence or a relation. By a second person.",
    "request_changes": "Returns it as a draft, with your comment.",
    "reject": "Refuses it for good, with your comment.",
    "withdraw": "Takes it back to draft.",
    "revise": "Makes a draft with the same words. It takes the place of this one when a second person approves it.",
    "retract": "Takes back what was published or accepted; it stays readable as retracted, with your comment.",
}


@dataclass(frozen=True)
class Offer:
    """One act on one record by one user; ``why_not`` is empty where it may be done."""

    act: Act
    why_not: str = ""


def offers(records: Sequence[Reviewable], user: User) -> dict[int, list[Offer]]:
    """What ``user`` may do with records of one kind, by primary key: seven queries at most, however many records.

    Only acts that fit the record's state are listed. The database has the last word; this is for not offering what it would refuse.
    """
    if not records:
        return {}
    rights = _Rights.of(records, user)
    return {
        record.pk: [Offer(act, rights.why_not(act, record)) for act in ACTS.values() if record.status in act.starts] for record in records
    }


@dataclass(frozen=True)
class _Rights:
    """What bears on what ``user`` may do."""

    user: User
    is_reviewer: bool
    is_machine: bool
    submitted: frozenset[int]
    edited: frozenset[int]
    grounded: frozenset[int]

    @classmethod
    def of(cls, records: Sequence[Reviewable], user: User) -> _Rights:
        return cls(
            user=user,
            is_reviewer=may_decide(user),
            is_machine=user.groups.filter(name=MACHINES).exists(),
            submitted=_submitted(records, user),
            edited=_edited(records, user) | _topics_chosen(records, user),
            grounded=_grounded(records),
        )

    def why_not(self, act: Act, record: Reviewable) -> str:
        """One sentence; empty where nothing speaks against it."""
        if not act.decides:
            return "" if self.user.has_perm(f"claims.change_{record._meta.model_name}") else "You may read this, but not change it."
        if not self.is_reviewer:
            return "Deciding is for editors: ask one."
        if self.is_machine:
            return "A machine decides nothing."
        return self._why_not_approve(record) if act.name == "approve" else ""

    def _why_not_approve(self, record: Reviewable) -> str:
        if record.created_by_id == self.user.pk:
            return "You proposed this: somebody else decides."
        if record.pk in self.submitted:
            return "You submitted this: somebody else decides."
        if record.pk in self.edited:
            return "You edited this: somebody else decides."
        if isinstance(record, Claim) and record.pk not in self.grounded:
            return "It has no accepted evidence yet: accept some first."
        return ""


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
    """The claims that have accepted evidence to stand on."""
    if not isinstance(records[0], Claim):
        return frozenset()
    keys = [record.pk for record in records]
    accepted = Evidence.objects.filter(~Q(passage__carried="orphaned"), claim_id__in=keys, status="accepted")
    return frozenset(accepted.values_list("claim_id", flat=True))


def timelines(records: Sequence[Reviewable]) -> dict[int, list[Review]]:
    """The reviews of records of one kind, oldest first, by the record's primary key."""
    told: dict[int, list[Review]] = defaultdict(list)
    if records:
        link = f"{records[0]._meta.model_name}_id"
        found = Review.objects.filter(**{f"{link}__in": [record.pk for record in records]}).select_related("by").order_by("id")
        for act in found:
            told[getattr(act, link)].append(act)
    return told
