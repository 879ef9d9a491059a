"""Take a merge apart again, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.db.models import Q

from history.services import law_in_words, recorded
from sources.models import Merge, Reference, Text
from sources.services.merging.documents import carried_texts
from sources.services.merging.merge import locked
from sources.services.merging.moves import Move, carry_out, model_of, present_values
from sources.services.rename_document import may_rename_and_merge

if TYPE_CHECKING:
    from history.services import Actor

_MOST_FAULTS = 5


def undo_merge(merge: Merge, *, by: Actor, reason: str) -> Merge:
    """Put back exactly what a merge moved; both records stand again as they did.

    Passages that were pinned meanwhile in a text that goes back, and references found in it, go with it.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: It was undone already, or later work stands in the way; each sentence says what.
    """
    if by is None or not may_rename_and_merge(by):
        raise PermissionDenied("Undoing a merge is for editors: ask one.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why they are two after all."})
    try:
        with recorded(by=by, reason=reason.strip()):
            _put_back(Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk), by=by, reason=reason.strip())
            connection.check_constraints()
    except IntegrityError as error:
        raise ValidationError(f"The merge cannot be undone: {law_in_words(error)}") from error
    merge.refresh_from_db()
    return merge


def undo_obstacles(merge: Merge) -> list[str]:
    """Return what stands in the way of undoing a merge, in sentences; nothing where it can be undone."""
    if merge.undone_at is not None:
        return ["This merge was undone already."]
    later = _merged_on(merge)
    if later is not None:
        into = later.kept_document or later.kept_author
        return [f"The record that was kept has been merged into another since ({into}): undo that merge first."]
    faults = list(_changed_since([Move.from_json(entry) for entry in merge.moved]))
    further = [f"and {len(faults) - _MOST_FAULTS} more."] if len(faults) > _MOST_FAULTS else []
    return faults[:_MOST_FAULTS] + further


def _put_back(merge: Merge, *, by: Any, reason: str) -> None:
    kept, merged = merge.kept_document or merge.kept_author, merge.merged_document or merge.merged_author
    if kept is None or merged is None:
        raise ValidationError("This merge is of nothing.")
    locked(kept, merged)
    obstacles = undo_obstacles(merge)
    if obstacles:
        raise ValidationError(obstacles)
    moves = [Move.from_json(entry) for entry in merge.moved]
    merge.undone_by, merge.undone_reason = by, reason
    merge.save(update_fields=["undone_by", "undone_reason"])
    for move in moves:
        if move.is_made:
            model_of(move.table)._default_manager.filter(pk=move.id).delete()
    # In the opposite order, but texts first: their passages go along with them.
    back = [move.back() for move in reversed(moves) if not move.is_made]
    carry_out(sorted(back, key=lambda move: move.table != Text._meta.db_table))
    Reference.objects.filter(text__in=carried_texts(moves), citing=merge.kept_document_id).update(citing=merge.merged_document_id)


def _merged_on(merge: Merge) -> Merge | None:
    kept = Q(merged_document=merge.kept_document_id) if merge.kept_document_id else Q(merged_author=merge.kept_author_id)
    return Merge.objects.standing().select_related("kept_document", "kept_author").filter(kept).first()


def _changed_since(moves: Sequence[Move]) -> Iterator[str]:
    """Sentences on the places that do not hold any more what the merge put there."""
    present = present_values(moves)
    for move in moves:
        place = (move.table, move.id, move.column)
        noun = str(model_of(move.table)._meta.verbose_name)
        if place not in present:
            yield f"The {noun} {_named(move)} that the merge moved was deleted since: it cannot be put back."
        elif present[place] != move.new:
            column = move.column.removesuffix("_id").replace("_", " ")
            yield f"The {column} of {noun} {_named(move)} was changed since: it would be lost. Make it what the merge made it, then undo."
        elif move.is_made and _was_edited(move):
            yield f"The {noun} {_named(move)} that the merge made was edited since: delete it, or keep the merge."


def _was_edited(move: Move) -> bool:
    return bool(model_of(move.table)._default_manager.filter(pk=move.id, revision__gt=1).exists())


def _named(move: Move) -> str:
    record = model_of(move.table)._default_manager.filter(pk=move.id).first()
    return f"“{record}”" if record is not None else f"number {move.id}"
