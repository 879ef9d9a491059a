"""Hold a document's words: from a file, or stand-off until somebody brings a copy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from history.services import law_in_words, store
from sources.ingestion.extraction import Extraction, Span
from sources.models import Document, Mark, Text
from sources.services.keep_original import keep_original
from sources.services.locating.index import index_text
from sources.services.references.finding import find_references

_WHOLE = ("page", "folio", "section")


@dataclass(frozen=True)
class Copy:
    """One file's words as they were extracted, and what is known of the file."""

    file_name: str
    data: bytes
    extraction: Extraction

    @property
    def sha256(self) -> str:
        """Of the words in UTF-8."""
        return sha256_of(self.extraction.content)

    @cached_property
    def file_sha256(self) -> str:
        """Of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()


def sha256_of(words: str) -> str:
    """Return the SHA-256 of words in UTF-8, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


@transaction.atomic
def hold_text(document: Document, copy: Copy, *, rights: str = "", note: str = "", language: str = "") -> tuple[Text, str]:
    """Hold a copy's words as a text of ``document``.

    Returns:
        The text, and what happened: ``unchanged`` when these very words are held already, ``filled`` when they were awaited
        (every passage pinned in them is proved and comes to life), ``created`` when the document has no text yet.

    Raises:
        ValidationError: The document awaits or holds other words; a correction is made as a new version, not like this.
    """
    same = Text.objects.filter(document=document, sha256=copy.sha256).first()
    if same is None:
        _refuse_other_words(document, copy)
        return _create(document, copy, rights=rights, note=note, language=language), "created"
    if same.is_held:
        if same.file_sha256 == copy.file_sha256:
            _keep(copy)
        return same, "unchanged"
    return fill_text(same, copy), "filled"


def fill_text(text: Text, copy: Copy) -> Text:
    """Bring the words of a stand-off text; the database proves the hash and every pinned passage, or refuses.

    Raises:
        ValidationError: These are not the words, or a passage does not give its own hash.
    """
    text.content = copy.extraction.content
    text.file_sha256 = copy.file_sha256
    text.tool = f"{copy.extraction.tool} {copy.extraction.tool_version}"
    try:
        with transaction.atomic():
            text.save(update_fields=["content", "file_sha256", "tool"])
    except IntegrityError as error:
        raise ValidationError(f"{copy.file_name}: {law_in_words(error)}") from error
    _keep(copy)
    _add_marks(text, copy.extraction.marks)
    index_text(text.pk, copy.extraction.content)
    find_references(text)
    return text


@transaction.atomic
def await_text(text: Text, marks: Iterable[Span]) -> Text:
    """Store a stand-off text: its hash, its length and where its marks are, without a word."""
    text.content = None
    store(text)
    _add_marks(text, marks)
    return text


def _refuse_other_words(document: Document, copy: Copy) -> None:
    for text in Text.objects.without_words().filter(document=document):
        awaited = Text.objects.awaited().filter(pk=text.pk).exists()
        raise ValidationError(
            f"{copy.file_name}: these are not the words that {document.citation_key} {'awaits' if awaited else 'holds'}: "
            f"the file has {len(copy.extraction.content)} characters with SHA-256 {copy.sha256}, "
            f"version {text.version} has {text.length} with {text.sha256}. "
            "If this is another edition, give it a document of its own. If it is the same copy repaired, correct the text: "
            f"manage.py correct_text {document.citation_key} {copy.file_name}, or “Correct …” on the text's page."
        )


def _create(document: Document, copy: Copy, *, rights: str, note: str, language: str) -> Text:
    extraction = copy.extraction
    last = Text.objects.filter(document=document).aggregate(last=Max("version"))["last"] or 0
    text = Text(
        document=document,
        version=last + 1,
        content=extraction.content,
        sha256=copy.sha256,
        length=len(extraction.content),
        media_type=extraction.media_type,
        language=language or extraction.language or document.language,
        file_name=copy.file_name,
        file_sha256=copy.file_sha256,
        tool=f"{extraction.tool} {extraction.tool_version}",
        rights=rights or Text.Rights.EXCERPT_ONLY,
        note=note,
    )
    store(text)
    _keep(copy)
    _add_marks(text, extraction.marks)
    index_text(text.pk, extraction.content)
    find_references(text)
    return text


def _keep(copy: Copy) -> None:
    keep_original(copy.file_name, copy.data, copy.extraction.media_type)


def _add_marks(text: Text, spans: Iterable[Span]) -> None:
    """Add the marks that the text does not have; a stretch that an editor labelled already stays as labelled.

    Pages and sections are taken whole or not at all: those that were found would cut across those that were set.
    """
    there = set(Mark.objects.filter(text=text, label__in=_WHOLE).order_by().values_list("label", flat=True).distinct())
    Mark.objects.bulk_create(
        (
            Mark(text=text, label=span.label, value=span.value, basis=span.basis, start=span.start, end=span.end)
            for span in spans
            if span.label not in there
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
