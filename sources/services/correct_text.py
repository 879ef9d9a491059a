"""Correct a text: a new version with the passages, marks and references of the old one, as they were seen beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from history.services import law_in_words, recorded, store
from sources.anchoring.carrying import Grade
from sources.models import Document, Mark, Passage, Reference, Text
from sources.services.hold_text import sha256_of
from sources.services.keep_original import keep_original
from sources.services.locating.index import index_text
from sources.services.preview_correction import (
    CarriedPassage,
    NewWords,
    Preview,
    preview_correction,
    words_of_copy,
    words_with_stretch,
)
from sources.services.rename_document import may_rename_and_merge

if TYPE_CHECKING:
    from history.services import Actor

__all__ = [
    "ChangedSinceError",
    "NewWords",
    "Preview",
    "accept_correction",
    "may_correct",
    "newest_text",
    "preview_correction",
    "words_of_copy",
    "words_with_stretch",
]

_BATCH = 1000
# What is a mark's own in each text; everything else of it is carried over.
_OWN = frozenset({"id", "public_id", "text", "start", "end", "revision", "created_at", "changed_at"})


class ChangedSinceError(ValidationError):
    """The text, or what would be made of its passages, changed since the correction was looked at (law 6)."""


def may_correct(user: Actor) -> bool:
    """Whether ``user`` may correct texts: editors and administrators, since accepted evidence may be re-opened."""
    return may_rename_and_merge(user)


def newest_text(document: Document) -> Text | None:
    """Return the text of a document that may be corrected: its newest version; None where it has none."""
    return Text.objects.without_words().current().filter(document=document).order_by("-version").first()


def accept_correction(text: Text, new: NewWords, *, by: Actor, seen: str, reason: str) -> Text:
    """Hold ``new`` as the version that corrects ``text``, all or nothing; return it.

    Each passage gets one derived from it. Marks are carried over, references follow where their words did. The old version stays as it
    is. The database re-opens what was accepted on words that were corrected or are gone (law 4).

    Args:
        text: The newest version.
        new: Its corrected words.
        by: Who corrects; None for whoever runs a command.
        seen: `Preview.seen` of the preview that was looked at.
        reason: Why, for the history.

    Raises:
        PermissionDenied: ``by`` is no editor.
        ChangedSinceError: Something changed since the preview, or somebody else corrected the text meanwhile.
        ValidationError: As for `preview_correction`; no reason is given; a law refuses it.
    """
    if by is not None and not may_correct(by):
        raise PermissionDenied("Correcting a text may re-open what rests on its words: ask an editor.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the text is corrected: its passages will show it."})
    with recorded(by=by, reason=f"Corrected text: {reason.strip()}"):
        present = Text.objects.select_for_update(of=("self",)).get(pk=text.pk)
        preview = _preview_again(present, new)
        if preview.seen != seen:
            raise ChangedSinceError(
                "Passages, marks or what rests on them changed since you looked at this correction. Nothing was done: look at it again."
            )
        try:
            with transaction.atomic():
                return _write(preview)
        except IntegrityError as error:
            raise ValidationError(law_in_words(error)) from error


def _preview_again(text: Text, new: NewWords) -> Preview:
    try:
        return preview_correction(text, new)
    except ValidationError as error:
        if error.code == "corrected already":
            raise ChangedSinceError(f"Nothing was done. {' '.join(error.messages)}") from error
        raise


def _write(preview: Preview) -> Text:
    text = _new_version(preview)
    Mark.objects.bulk_create(_marks(preview, text), batch_size=_BATCH)
    Passage.objects.bulk_create((_derived(one, text) for one in preview.passages), batch_size=_BATCH)
    references = [
        _followed(one.reference, one.span.start, one.span.end, preview, text) for one in preview.references if one.span.start is not None
    ]
    Reference.objects.bulk_update(references, ["text", "start", "end", "raw"], batch_size=_BATCH)
    index_text(text.pk, preview.new.content)
    return text


def _new_version(preview: Preview) -> Text:
    old, new = preview.text, preview.new
    last = Text.objects.filter(document=old.document_id).aggregate(last=Max("version"))["last"]
    text = Text(
        document_id=old.document_id,
        version=last + 1,
        content=new.content,
        sha256=new.sha256,
        length=len(new.content),
        media_type=new.media_type,
        language=old.language,
        file_name=new.file_name,
        file_sha256=new.file_sha256,
        tool=new.tool,
        rights=old.rights,
        note=old.note,
        derived_from=old,
    )
    store(text)
    if new.original is not None:
        keep_original(new.file_name, new.original, new.media_type)
    return text


def _marks(preview: Preview, text: Text) -> Iterator[Mark]:
    kept = [one.name for one in Mark._meta.concrete_fields if one.name not in _OWN]
    for carried in preview.marks:
        if carried.stretch is not None:
            start, end = carried.stretch
            yield Mark(text=text, start=start, end=end, **{name: getattr(carried.mark, name) for name in kept})
    for span in preview.new_marks:
        yield Mark(text=text, label=span.label, value=span.value, basis=span.basis, start=span.start, end=span.end)


def _derived(carried: CarriedPassage, text: Text) -> Passage:
    old, span = carried.passage, carried.span
    shared: dict[str, Any] = {"document_id": text.document_id, "text": text, "derived_from": old, "origin": old.origin, "tool": old.tool}
    if span.grade == Grade.ORPHANED:
        return Passage(**shared, status=Passage.Status.ORPHANED, carried=Passage.Carried.ORPHANED, quote_sha256=old.quote_sha256)
    return Passage(
        **shared,
        start=span.start,
        end=span.end,
        quote=carried.words,
        quote_sha256=sha256_of(carried.words),
        status=Passage.Status.EXACT,
        carried=str(span.grade),
    )


def _followed(reference: Reference, start: int, end: int | None, preview: Preview, text: Text) -> Reference:
    # What was typed in another way than it is printed stays as it was typed.
    was_printed = preview.text.content is not None and reference.raw == preview.text.content[reference.start : reference.end]
    reference.text, reference.start, reference.end = text, start, end
    if was_printed:
        reference.raw = preview.new.content[start:end]
    return reference
