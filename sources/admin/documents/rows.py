"""The rows of a document's page beside its contributions."""

from __future__ import annotations

from django.http import HttpRequest

from history.admin.records import ReadOnly, RecordInline
from sources.models import Document, FormerKey, Identifier, TitleVariant


class IdentifierInline(RecordInline):
    """Names that registries give the document."""

    model = Identifier
    fields = ("scheme", "value")
    tab = True
    show_count = True

    def get_count(self, request: HttpRequest, document: Document | None) -> int:
        return document.identifiers.count() if document and document.pk else 0


class TitleVariantInline(RecordInline):
    """Other forms of the title."""

    model = TitleVariant
    fields = ("form", "language", "title")
    verbose_name_plural = "other titles"
    tab = True
    show_count = True

    def get_count(self, request: HttpRequest, document: Document | None) -> int:
        return document.titles.count() if document and document.pk else 0


class FormerKeyInline(ReadOnly, RecordInline):
    """Keys that lead here because the document had them once."""

    model = FormerKey
    fields = ("key", "created_at")
    readonly_fields = ("key", "created_at")
    verbose_name_plural = "former keys"
    tab = True
    show_count = True

    def get_count(self, request: HttpRequest, document: Document | None) -> int:
        return document.former_keys.count() if document and document.pk else 0
