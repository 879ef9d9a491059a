"""What a user may do with records under review, and where not, why not, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from claims.models import Review, Reviewable
from claims.services import review
from claims.services.conflicts import Weighed
from claims.services.decisions import Decisions
from claims.services.revise import revise


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


def _button(act: review.Act, run: Callable[..., Review], words: str, done: str, tone: str = "") -> Act:
    return Act(act.action, words, done, act.starts, run, act.decides, act.says_why, tone)


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        _button(review.SUBMIT, review.submit, "Submit for review", "submitted", "primary"),
        _button(review.APPROVE, review.approve, "Approve", "approved", "primary"),
        _button(review.REQUEST_CHANGES, review.request_changes, "Request changes", "returned for changes"),
        _button(review.REJECT, review.reject, "Reject", "rejected", "danger"),
        _button(review.WITHDRAW, review.withdraw, "Withdraw", "withdrawn"),
        # What may be taken back may be said otherwise.
        Act("revise", "Revise", "copied as a draft to revise it", review.RETRACT.starts, revise),
        _button(review.RETRACT, review.retract, "Retract", "retracted", "danger"),
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


@dataclass(frozen=True)
class Judged:
    """What one user may do with one record, and what there is of conflicts of interest and approvals."""

    offers: list[Offer]
    weighed: Weighed

    @property
    def conflicts(self) -> list[str]:
        """Each conflict of interest that bears on the record, as a sentence with what follows from it."""
        third = "a third person decides"
        # A reason that was written as a sentence ends with its own full stop.
        told = [(one.sentence.rstrip("."), third if one.proposes else "somebody else decides") for one in self.weighed.conflicts]
        return [f"{sentence}: {who}." for sentence, who in told]


def offers(records: Sequence[Reviewable], user: User) -> dict[int, list[Offer]]:
    """What ``user`` may do with records of one kind, by primary key; see ``judge``."""
    return {key: judged.offers for key, judged in judge(records, user).items()}


def judge(records: Sequence[Reviewable], user: User) -> dict[int, Judged]:
    """What ``user`` may do with records of one kind, by primary key: a dozen queries at most, however many records.

    Only acts that fit the record's state are listed. The database has the last word; this is for not offering what it would refuse.
    """
    if not records:
        return {}
    decisions = Decisions.of(records, user)
    return {
        record.pk: Judged(
            [Offer(act, _why_not(decisions, act, record)) for act in ACTS.values() if record.status in act.starts],
            decisions.weighed[record.pk],
        )
        for record in records
    }


def _why_not(decisions: Decisions, act: Act, record: Reviewable) -> str:
    if act.decides:
        return decisions.why_not(act.name, record)
    return "" if decisions.user.has_perm(f"claims.change_{record._meta.model_name}") else "You may read this, but not change it."


def timelines(records: Sequence[Reviewable]) -> dict[int, list[Review]]:
    """The reviews of records of one kind, oldest first, by the record's primary key."""
    told: dict[int, list[Review]] = defaultdict(list)
    if records:
        link = f"{records[0]._meta.model_name}_id"
        found = Review.objects.filter(**{f"{link}__in": [record.pk for record in records]}).select_related("by").order_by("id")
        for act in found:
            told[getattr(act, link)].append(act)
    return told
