"""A file comes in: it is the words of a document here, or a document of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from sources.ingestion.files import read_file
from sources.models import Document, Text
from sources.services.add_document import NewDocument, add_document
from sources.services.hold_text import Copy, hold_text


@dataclass(frozen=True)
class Ingested:
    """What one file became."""

    document: Document
    text: Text
    result: str
    is_new_document: bool


@transaction.atomic
def ingest_file(
    file_name: str, data: bytes, *, document: Document | None = None, encoding: str | None = None, rights: str = ""
) -> Ingested:
    """Hold a file's exact words, with its marks.

    Args:
        file_name: Its name; the ending says what it is.
        data: Its bytes.
        document: Whose words they are; None to find the document by these words, else to make one.
        encoding: Of a text file that is not UTF-8.
        rights: How much may be shown; for a new text, excerpts only unless said.

    Raises:
        ExtractionError: The file cannot be read.
        ValidationError: The document has other words.
    """
    copy = Copy(PurePath(file_name).name, data, read_file(file_name, data, encoding=encoding))
    found = document or _document_of(copy)
    is_new = found is None
    document = found or add_document(NewDocument(fields={"type": "document", "title": _title(copy), "language": copy.extraction.language}))
    text, result = hold_text(document, copy, rights=rights)
    return Ingested(document, text, result, is_new)


def _document_of(copy: Copy) -> Document | None:
    texts = Text.objects.without_words().select_related("document")
    same = texts.filter(sha256=copy.sha256).first()
    if same is not None:
        return same.document
    awaited = Text.objects.awaited().select_related("document").filter(file_name=copy.file_name).first()
    if awaited is not None:
        raise ValidationError(
            f"{copy.file_name}: {awaited.document.citation_key} awaits a file of this name, but with SHA-256 {awaited.sha256} "
            f"({awaited.length} characters); this one has {copy.sha256} ({len(copy.extraction.content)}). "
            "One altered character is enough. Bring the copy that the passages were pinned in, or ingest this file under another name."
        )
    return None


def _title(copy: Copy) -> str:
    """The first heading, else the first line that says something, else the file's name."""
    section = next((mark.value for mark in copy.extraction.marks if mark.label == "section"), "")
    line = next((line.strip() for line in copy.extraction.content.splitlines() if line.strip()), "")
    return (section or line or copy.file_name)[:500]
