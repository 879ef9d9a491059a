"""Make two records one."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models

from history.locks import Lock, take_if_free
from history.services import law_in_words, recorded
from sources.models import Author, Document, Merge
from sources.services.merging.authors import add_name, name_to_add
from sources.services.merging.moves import carry_out
from sources.services.merging.plan import Record, plan_merge, unknown_fields
from sources.services.references.resolving import retry_references
from sources.services.rename_document import may_rename_and_merge

if TYPE_CHECKING:
    from history.services import Actor

# Five seconds: longer than a curator's saving, shorter than a reader's patience.
_ATTEMPTS = 50
_PAUSE = 0.1


def merge_documents(
    kept: Document, merged: Document, *, by: Actor, reason: str, take: Collection[str] = (), seen: tuple[int, int] | None = None
) -> Merge:
    """Merge ``merged`` into ``kept``: what points to it points to ``kept`` from then on, its names lead there, and it shows nowhere.

    Texts come along as further versions with all their passages; evidence and its review stay as they are.

    Args:
        kept: The document that stays.
        merged: The document that leads there afterwards. Its row stays as it is, for history and for undoing.
        by: The editor who does it.
        reason: Why the two are one.
        take: Names of fields (as ``preview_merge`` lists them) whose value shall be the merged record's.
        seen: The revisions of both that the editor saw; a merge of others is refused. None to merge whatever there is.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: They cannot be merged; each sentence says what to do.
    """
    return _merge(kept, merged, by=by, reason=reason, take=take, seen=seen)


def merge_authors(
    kept: Author, merged: Author, *, by: Actor, reason: str, take: Collection[str] = (), seen: tuple[int, int] | None = None
) -> Merge:
    """Merge ``merged`` into ``kept``, as ``merge_documents`` does; the merged name stays findable as another form of the name.

    Documents that do not say how they print the name keep the merged one as credited.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: They cannot be merged; each sentence says what to do.
    """
    return _merge(kept, merged, by=by, reason=reason, take=take, seen=seen)


def _merge(kept: Record, merged: Record, *, by: Actor, reason: str, take: Collection[str], seen: tuple[int, int] | None) -> Merge:
    if by is None or not may_rename_and_merge(by):
        raise PermissionDenied("Merging is for editors: ask one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the two are one."})
    unknown = unknown_fields(kept, take)
    if unknown:
        raise ValidationError({"take": f"There is no field {', '.join(unknown)} to take."})
    try:
        with recorded(by=by, reason=reason.strip()):
            merge = _carry_out(kept, merged, by=by, reason=reason.strip(), take=take, seen=seen)
            connection.check_constraints()
    except IntegrityError as error:
        raise ValidationError(law_in_words(error)) from error
    for record in (kept, merged):
        record.refresh_from_db()
    return merge


def _carry_out(kept: Record, merged: Record, *, by: Any, reason: str, take: Collection[str], seen: tuple[int, int] | None) -> Merge:
    _wait_until_alone()
    kept, merged = locked(kept, merged)
    if seen is not None and seen != (kept.revision, merged.revision):
        raise ValidationError("One of the two was changed since you looked at them: look again, nothing is merged.")
    plan = plan_merge(kept, merged, take)
    if plan.obstacles:
        raise ValidationError(plan.obstacles)
    if isinstance(kept, Author) and isinstance(merged, Author):
        variant = name_to_add(kept, merged)
        plan.moves += [add_name(variant)] if variant else []
    kind = "author" if isinstance(kept, Author) else "document"
    pair: dict[str, Any] = {f"kept_{kind}": kept, f"merged_{kind}": merged}
    # First what is to move, then the moves: the database allows no other than those that stand there.
    merge = Merge.objects.create(**pair, moved=[move.as_json() for move in plan.moves], reason=reason, by=by)
    carry_out(plan.moves)
    if isinstance(kept, Document):
        retry_references([kept.pk])
    merge.refresh_from_db()
    return merge


def _wait_until_alone() -> None:
    """Wait until nobody is adding records that might point to the merged one; asking again and again keeps nobody waiting behind.

    Raises:
        ValidationError: Somebody goes on adding, as a large import does.
    """
    for _ in range(_ATTEMPTS):
        if take_if_free(Lock.MERGING):
            return
        time.sleep(_PAUSE)
    raise ValidationError("Records are being added at this moment, perhaps by an import: try the merge again in a while.")


def locked(kept: Record, merged: Record) -> tuple[Record, Record]:
    """Return both records as they are now, held against everybody else until the end of the transaction.

    In the order of their numbers: two who merge the same pair at once wait for each other and do not lock up.
    """
    model: type[models.Model] = type(kept)
    rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    found: dict[int, Any] = {row.pk: row for row in rows}
    if {kept.pk, merged.pk} - set(found):
        raise ValidationError("One of the two is not here any more.")
    return found[kept.pk], found[merged.pk]
