"""A file comes in: it is the words of a document here, or a document of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from sources.models import Document, Text
from sources.services.add_document import add_document
from sources.services.hold_text import Copy, hold_text
from sources.services.keep_original import keep_original
from sources.services.offered_facts import new_document
from sources.services.read_copy import newer_tool, read_copy


@dataclass(frozen=True)
class Ingested:
    """What one file became.

    Attributes:
        remark: What else one should know: that the same words came from another file, or would be read by a newer tool today.
    """

    document: Document
    text: Text
    result: str
    is_new_document: bool
    remark: str = ""


def ingest_file(
    file_name: str, data: bytes, *, document: Document | None = None, encoding: str | None = None, rights: str = ""
) -> Ingested:
    """Hold a file's exact words, with its marks.

    The same bytes are the same text, whatever would be read from them today.

    Args:
        file_name: Its name; the ending says what it is.
        data: Its bytes.
        document: Whose words they are; None to find the document by these words, else to make one of what the file says of itself.
        encoding: Of a text or HTML file that is not UTF-8 and does not say what it is.
        rights: How much may be shown; for a new text, excerpts only unless said.

    Raises:
        ExtractionError: The file cannot be read.
        ValidationError: The document has other words, or whose words they are is not certain.
    """
    same = text_of_file(data, document)
    if same is not None:
        keep_original(same.file_name, data, same.media_type)
        return Ingested(same.document, same, "unchanged", is_new_document=False, remark=remark_on(same, file_name, data))
    return _hold(read_copy(file_name, data, encoding=encoding), document, rights)


def text_of_file(data: bytes, document: Document | None) -> Text | None:
    """Return the text whose words came from a file of these very bytes, and are held; of ``document`` if one is given."""
    texts = (
        Text.objects.without_words().select_related("document").filter(file_sha256=hashlib.sha256(data).hexdigest(), content__isnull=False)
    )
    if document is not None:
        texts = texts.filter(document=document)
    return texts.order_by("is_second_copy", "pk").first()


def remark_on(text: Text, file_name: str, data: bytes) -> str:
    """Return what to say when the words of a file are held already: where they came from, or that a newer tool reads such files today."""
    if text.file_sha256 and text.file_sha256 != hashlib.sha256(data).hexdigest():
        return f"{text.document.citation_key} holds these words already, from {text.file_name}."
    newer = newer_tool(text) if text.file_name.rpartition(".")[2] == file_name.rpartition(".")[2] else ""
    return f"It was read by {text.tool}; {newer} is here today. The words stay as they were held." if newer and text.tool else ""


@transaction.atomic
def _hold(copy: Copy, document: Document | None, rights: str) -> Ingested:
    found = document or _document_of(copy)
    is_new = found is None
    document = found or add_document(new_document(copy.extraction, _title(copy)))
    text, result = hold_text(document, copy, rights=rights)
    remark = remark_on(text, copy.file_name, copy.data) if result == "unchanged" else ""
    return Ingested(document, text, result, is_new, remark)


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
