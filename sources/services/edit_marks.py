"""Add, correct and delete single marks: headings, notes, paragraphs; for page breaks see `set_page_breaks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history.services import recorded, store
from sources.formats.page_labels import Basis
from sources.ingestion.extraction import Span
from sources.models import Mark, Text
from sources.services.set_page_breaks import StaleMarksError

if TYPE_CHECKING:
    from history.services import Actor


def add_mark(text: Text, span: Span, *, by: Actor, reason: str = "") -> Mark:
    """Mark a stretch of ``text``; returns the mark.

    Raises:
        ValidationError: It is outside the text, is marked so already, overlaps another page or cuts across another section.
    """
    mark = Mark(text=text, label=span.label, value=span.value, basis=Basis.TYPED.value, start=span.start, end=span.end)
    with recorded(by=by, reason=reason):
        store(mark)
    return mark


def correct_mark(
    mark: Mark, *, by: Actor, reason: str = "", value: str | None = None, start: int | None = None, end: int | None = None
) -> Mark:
    """Give a mark another value or another stretch; ``mark`` is the state that the editor saw.

    Raises:
        StaleMarksError: It has changed since, or is gone.
        ValidationError: As for `add_mark`.
    """
    with recorded(by=by, reason=reason):
        present = _seen(mark)
        if value is not None and value != present.value:
            present.value, present.basis = value, Basis.TYPED.value
        present.start = present.start if start is None else start
        present.end = present.end if end is None else end
        store(present)
    return present


def delete_mark(mark: Mark, *, by: Actor, reason: str = "") -> None:
    """Delete a mark; what it covered takes its place from the marks that are left.

    Raises:
        StaleMarksError: It has changed since the editor saw it, or is gone.
    """
    with recorded(by=by, reason=reason):
        _seen(mark).delete()


def _seen(mark: Mark) -> Mark:
    present = Mark.objects.select_for_update(of=("self",)).filter(pk=mark.pk).first()
    if present is None or present.revision != mark.revision:
        raise StaleMarksError("Somebody else changed or deleted this mark since you read it. Nothing of yours is saved: look at it again.")
    return present
