"""Record that a document was retracted, and that its retraction was lifted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError

from history.services import recorded, store
from sources.models import Document, Retraction
from sources.services.rename_document import may_rename_and_merge

if TYPE_CHECKING:
    from history.services import Actor


def retract_document(document: Document, *, by: Actor, reason: str, retracted_on: str = "", notice: str = "") -> Retraction:
    """Record that ``document`` was retracted. The database re-opens what was accepted on its passages.

    Args:
        document: The document.
        by: An editor.
        reason: Why, as the notice says it.
        retracted_on: When, EDTF.
        notice: The address of the notice.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: It is retracted already, no reason is given, or a field is not fit.
    """
    _refuse_all_but_editors(by)
    retraction = Retraction(document=document, reason=reason.strip(), retracted_on=retracted_on, notice=notice)
    with recorded(by=by, reason=reason.strip()):
        store(retraction)
    return retraction


def lift_retraction(retraction: Retraction, *, by: Actor, reason: str) -> Retraction:
    """Record that the document stands again. The database restores what the retraction re-opened and nobody touched since.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ValidationError: It was lifted already, or no reason is given.
    """
    _refuse_all_but_editors(by)
    if not reason.strip():
        raise ValidationError({"lifted_because": "Say why the document stands again."})
    with recorded(by=by, reason=reason.strip()):
        present = Retraction.objects.select_for_update().get(pk=retraction.pk)
        if present.lifted_because:
            raise ValidationError("This retraction was lifted already.")
        present.lifted_because = reason.strip()
        store(present)
    retraction.refresh_from_db()
    return retraction


def standing_retractions(documents: Iterable[int]) -> dict[int, Retraction]:
    """Return the retraction that stands of each of these documents, by the document's primary key: one query."""
    return {one.document_id: one for one in Retraction.objects.standing().filter(document__in=set(documents))}


def _refuse_all_but_editors(by: Actor) -> None:
    if not may_rename_and_merge(by):
        raise PermissionDenied("Retractions are recorded and lifted by editors: ask one.")
