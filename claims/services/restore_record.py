"""Bring back what a draft or a topic said once; the words of what was decided on stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from claims.models import Claim, ClaimTopic, Evidence, Relation, RelationEvidence, Topic, TopicLabel
from claims.services.review import WrongStateError
from history.restore import Restorable, restore
from history.story import Part

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from history.models import Change, Tracked

#: What comes back with each kind of record.
RESTORED: dict[type[models.Model], Restorable] = {
    Claim: Restorable((Part(ClaimTopic, "claim_id"),)),
    Evidence: Restorable(),
    Relation: Restorable((Part(RelationEvidence, "relation_id"),)),
    Topic: Restorable((Part(TopicLabel, "topic_id"),)),
}


def restore_record(record: Tracked, *, change: Change, by: User, reason: str) -> None:
    """Write what ``record`` said after ``change`` as a new change, and set it; what was submitted goes back to draft with that.

    Args:
        record: A claim, evidence, a relation or a topic; lock its row before, or a change at the same moment is overwritten.
        change: Of the record, or of a row that belongs to it: both come back as they stood then.
        by: Who restores it.
        reason: Why; history names what was restored before it.

    Raises:
        WrongStateError: It was decided on: its words never change.
        ValidationError: Nothing differs, what it named is gone, or a law refuses it.
    """
    if isinstance(record, Claim | Evidence | Relation) and not record.is_editable:
        raise WrongStateError(
            f"This is {record.get_status_display()}: its words never change, so no older ones come back. If it stands, revise it."
        )
    restore(record, change=change, by=by, reason=reason, how=RESTORED[type(record)])
