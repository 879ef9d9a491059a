"""The review: submit, withdraw, approve, ask for changes, reject, retract. Each act is a row, each state follows from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from claims.models import Claim, Evidence, Relation, Review, Reviewable
from claims.models.reviews import ACTIONS_WITH_REASON
from claims.services.accounts import may_decide, may_not_decide
from claims.services.conflicts import is_approved
from claims.services.contradictions import compare_after_commit
from history.services import law_in_words, recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class WrongStateError(Exception):
    """The record is not in a state in which this can be done; the message says which it is in."""


class StaleRevisionError(Exception):
    """The record was changed since it was read (law 6)."""


@dataclass(frozen=True)
class Act:
    """One act of review: from which states it starts, where it leads, whether it is a decision on somebody's proposal."""

    action: str
    starts: tuple[str, ...]
    leads_to: str
    decides: bool

    @property
    def says_why(self) -> bool:
        """Whether it needs a comment."""
        return self.action in ACTIONS_WITH_REASON


# The column of a review that points at what was reviewed.
_LINKS: dict[type[Reviewable], str] = {Claim: "claim", Evidence: "evidence", Relation: "relation"}

SUBMIT = Act("submit", ("draft",), "in_review", decides=False)
WITHDRAW = Act("withdraw", ("in_review",), "draft", decides=False)
APPROVE = Act("approve", ("in_review",), "approved", decides=True)
REQUEST_CHANGES = Act("request_changes", ("in_review",), "draft", decides=True)
REJECT = Act("reject", ("in_review",), "rejected", decides=True)
RETRACT = Act("retract", ("published", "accepted"), "retracted", decides=True)


def submit(record: Reviewable, *, by: User, comment: str = "", revision: int | None = None) -> Review:
    """Hand a draft to the reviewers. See ``_act`` for the errors."""
    return _act(SUBMIT, record, by=by, comment=comment, revision=revision)


def withdraw(record: Reviewable, *, by: User, comment: str = "", revision: int | None = None) -> Review:
    """Take a submitted record back to draft. See ``_act`` for the errors."""
    return _act(WITHDRAW, record, by=by, comment=comment, revision=revision)


def approve(record: Reviewable, *, by: User, comment: str = "", revision: int | None = None) -> Review:
    """Publish a claim, accept evidence or a relation; by a second person. See ``_act`` for the errors.

    Where who proposed it has a conflict of interest, the first approval is kept and the record stays in review: a third person decides.
    """
    return _act(APPROVE, record, by=by, comment=comment, revision=revision)


def request_changes(record: Reviewable, *, by: User, comment: str, revision: int | None = None) -> Review:
    """Return a submitted record to its author with a comment. See ``_act`` for the errors."""
    return _act(REQUEST_CHANGES, record, by=by, comment=comment, revision=revision)


def reject(record: Reviewable, *, by: User, comment: str, revision: int | None = None) -> Review:
    """Refuse a submitted record for good. See ``_act`` for the errors."""
    return _act(REJECT, record, by=by, comment=comment, revision=revision)


def retract(record: Reviewable, *, by: User, comment: str, revision: int | None = None) -> Review:
    """Take back what was published or accepted; it stays readable as retracted. See ``_act`` for the errors."""
    return _act(RETRACT, record, by=by, comment=comment, revision=revision)


def lock_claim_of(record: Reviewable) -> None:
    """Lock the claim that evidence is for, until the transaction ends.

    To be called before the evidence itself is locked: who publishes a claim locks that and then its evidence, so two who decide at
    the same moment wait for each other instead of standing in each other's way.
    """
    if isinstance(record, Evidence):
        list(Claim.objects.select_for_update(no_key=True).filter(pk=record.claim_id).values_list("pk"))


def _act(act: Act, record: Reviewable, *, by: User, comment: str, revision: int | None) -> Review:
    """Write the review and move the state, in one transaction.

    Args:
        act: What is done.
        record: The record; its ``status`` and ``revision`` are read again and set.
        by: Who acts.
        comment: Why; required to ask for changes, reject or retract.
        revision: The revision that ``by`` has seen; None for the present one.

    Raises:
        PermissionDenied: ``by`` may not decide.
        WrongStateError: The record is in another state, or was deleted.
        StaleRevisionError: The record was changed since ``revision``.
        ValidationError: A law refuses it; the message is the law's own.
    """
    if act.decides and not may_decide(by):
        raise PermissionDenied(may_not_decide(by))
    with recorded(by=by, reason=comment):
        lock_claim_of(record)
        present = type(record).objects.select_for_update().filter(pk=record.pk).first()
        if present is None:
            raise WrongStateError("This draft was deleted meanwhile.")
        if revision is not None and revision != present.revision:
            raise StaleRevisionError(f"You saw revision {revision}; it is {present.revision} now. Read it again first.")
        if present.status not in act.starts:
            raise WrongStateError(
                f"This is {present.get_status_display()}; to {act.action.replace('_', ' ')} it must be {' or '.join(act.starts)}."
            )
        review = Review(by=by, action=act.action, revision=present.revision, comment=comment, **{_LINKS[type(present)]: present})
        present.status = record.APPROVED if act.leads_to == "approved" else act.leads_to
        _write(review, present)
        record.refresh_from_db(fields=["status", "revision", "changed_at"])
        if record.status == Claim.Status.PUBLISHED:
            compare_after_commit()
    return review


def _write(review: Review, record: Reviewable) -> None:
    try:
        with transaction.atomic():
            review.save()
            if review.action != Review.Action.APPROVE or is_approved(record):
                record.save(update_fields=["status"])
    except IntegrityError as error:
        review.full_clean()
        raise ValidationError(law_in_words(error)) from error
