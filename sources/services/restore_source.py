"""Bring back what a document or an author said once, with the rows that its form shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction

from history.restore import Restorable, restore
from history.story import Part
from sources.models import Author, Contribution, Document, Identifier, NameVariant, TitleVariant
from sources.services.references.resolving import retry_references

if TYPE_CHECKING:
    from history.models import Change
    from history.restore import Step
    from history.seen import Seen
    from history.services import Actor

#: What comes back with each kind of record. A key is changed by renaming alone, which keeps the former one.
RESTORED: dict[type[models.Model], Restorable] = {
    Document: Restorable(
        (Part(Contribution, "document_id"), Part(Identifier, "document_id"), Part(TitleVariant, "document_id")), frozenset({"citation_key"})
    ),
    Author: Restorable((Part(NameVariant, "author_id"),)),
}


def restore_source(record: Document | Author, *, change: Change, by: Actor, reason: str, seen: Seen | None = None) -> Sequence[Step]:
    """Write what ``record`` said after ``change`` as a new change, and set it; return what was written.

    A document's contributions, identifiers and titles come back with it, an author's other names with the author. Citations that wait
    for such a document are tried again.

    Args:
        record: It is read again.
        change: Of the record, or of a row that belongs to it: both come back as they stood then.
        by: Who restores it.
        reason: Why; history names what was restored before it.
        seen: The revisions that ``by`` compared it with; None for the present ones.

    Raises:
        ChangedMeanwhileError: Something was changed since ``seen``.
        ValidationError: It was merged into another, nothing differs, what it named is gone, or a law refuses it.
    """
    if record.merged_into_id is not None:
        raise ValidationError("It was merged into another: nothing of it is restored. Undo the merge, or change the one that was kept.")
    with transaction.atomic():
        steps = restore(record, change=change, by=by, reason=reason, how=RESTORED[type(record)], seen=seen)
        if isinstance(record, Document):
            retry_references([record.pk])
    return steps
