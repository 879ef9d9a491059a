"""Change and discard what has not been decided on: claims, evidence, relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from claims.models import Claim, ClaimTopic, Relation, RelationEvidence, Reviewable, Topic
from claims.services.review import WrongStateError
from history.services import law_in_words, recorded, store

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from sources.models import Passage


def edit_draft(
    record: Reviewable,
    *,
    by: User,
    changes: Mapping[str, Any],
    topics: Sequence[Topic] | None = None,
    evidence: Sequence[Passage] | None = None,
    reason: str = "",
) -> Reviewable:
    """Change the words of a record; one that was submitted goes back to draft with that.

    Args:
        record: The record as it is; lock its row before, or a change at the same moment is overwritten.
        by: Who changes it.
        changes: Columns and their new values. What is so already is no change.
        topics: What a claim is about from now on, all of it; None to leave that alone.
        evidence: The passages that bear a relation out from now on, all of them; None to leave them alone.
        reason: Why, for the history.

    Raises:
        WrongStateError: It was decided on already.
        ValidationError: A field is not fit; the message names it.
    """
    if not record.is_editable:
        raise WrongStateError(
            f"This is {record.get_status_display()}: its words never change. To say it otherwise, revise it if it stands, or propose a new one."
        )
    with recorded(by=by, reason=reason):
        if any(getattr(record, name) != value for name, value in changes.items()):
            for name, value in changes.items():
                setattr(record, name, value)
            store(record)
        if topics is not None and isinstance(record, Claim):
            _set_links(ClaimTopic, {"claim": record}, "topic", topics)
        if evidence is not None and isinstance(record, Relation):
            _set_links(RelationEvidence, {"relation": record}, "passage", evidence)
            record.refresh_from_db(fields=["status", "revision", "changed_at", "stands_on"])
    return record


def _set_links(links: type[ClaimTopic | RelationEvidence], owner: dict[str, Any], end: str, wanted: Sequence[Topic | Passage]) -> None:
    """Let ``owner`` lead to all that is wanted and to nothing else; links that stay are not touched."""
    new = {one.pk: one for one in wanted}
    for link in links._default_manager.filter(**owner):
        if new.pop(getattr(link, f"{end}_id"), None) is None:
            link.delete()
    for one in new.values():
        store(links(**owner, **{end: one}))


def discard_draft(record: Reviewable, *, by: User, reason: str = "") -> None:
    """Delete a draft that nothing refers to; history keeps what it was.

    Raises:
        WrongStateError: It is no draft, or something refers to it.
    """
    if record.status != "draft":
        told = "withdraw it first" if record.status == "in_review" else "it is kept for ever"
        raise WrongStateError(f"This is {record.get_status_display()}, and only a draft can be deleted: {told}.")
    try:
        with recorded(by=by, reason=reason), transaction.atomic():
            record.delete()
    except ProtectedError as error:
        names = sorted(
            {
                str(one._meta.verbose_name_plural if len(error.protected_objects) > 1 else one._meta.verbose_name)
                for one in error.protected_objects
            }
        )
        raise WrongStateError(
            f"This is kept, since it has {' and '.join(names)}. A draft that was ever submitted stays, as do its reviews."
        ) from error
    except IntegrityError as error:
        raise ValidationError(law_in_words(error)) from error
