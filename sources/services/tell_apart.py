"""Remember that two records which look alike are not the same, until that row is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from history.services import recorded, store
from sources.models import Author, Distinction, Document

if TYPE_CHECKING:
    from history.services import Actor


def tell_apart(first: Author | Document, second: Author | Document, *, by: Actor, reason: str = "") -> Distinction:
    """Remember that two authors, or two documents, are not the same: they are not proposed as duplicates again.

    Raises:
        ValidationError: They are one record, or of two kinds, or this is known already.
    """
    if type(first) is not type(second):
        raise ValidationError("Name two documents, or two authors.")
    kind = "author" if isinstance(first, Author) else "document"
    pair: dict[str, Any] = {f"first_{kind}": first, f"second_{kind}": second}
    distinction = Distinction(**pair, reason=reason.strip())
    with recorded(by=by, reason=reason.strip()):
        store(distinction)
    return distinction
