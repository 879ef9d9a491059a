"""On the page and in the list of documents: what they cite, and a look for it in their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from history.admin.markup import link
from history.admin.unfolded import display
from history.services import recorded
from sources.models import Document, Reference, Text
from sources.services.references.finding import find_references
from sources.services.references.quoting import find_quotations

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object


class FindsReferences(_Admin):
    """Adds the action that finds references, and the line that counts them."""

    actions: Any = ("find_references_here", "find_quotations_here")

    @admin.action(description="Find the references in their texts", permissions=["change"])
    def find_references_here(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        """Look through every held text of the chosen documents; what stands there already stays."""
        created = unchanged = 0
        with recorded(by=request.user, reason="Looked for references"):
            for text in Text.objects.without_words().filter(document__in=queryset, content__isnull=False).order_by("pk"):
                found = find_references(text)
                created, unchanged = created + len(found.created), unchanged + found.unchanged
        messages.info(request, f"{created} references found, {unchanged} were here already.")

    @admin.action(description="Find where they quote other documents, or are quoted", permissions=["change"])
    def find_quotations_here(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        """Compare every held text of the chosen documents with the others; each place is proposed, and decided by editors."""
        with recorded(by=request.user, reason="Looked for quotations"):
            texts = Text.objects.without_words().filter(document__in=queryset, content__isnull=False).order_by("pk")
            number = sum(len(find_quotations(text)) for text in texts)
        messages.info(request, f"{number} new place{'' if number == 1 else 's'} found where documents have the same words.")

    @display(description="references")
    def references_here(self, document: Document) -> SafeString:
        here = f"{reverse('admin:sources_reference_changelist')}?citing={document.pk}"
        by_status = dict(document.references.exclude(kind=Reference.Kind.REMARK).order_by().values_list("status").annotate(Count("pk")))
        parts = ", ".join(f"{by_status[status]} {status}" for status in Reference.Status.values if status in by_status)
        cited_by = document.cited_by.count()
        number = sum(by_status.values())
        words = f"cites {number} time{'' if number == 1 else 's'}" + (f" ({parts})" if parts else "")
        there = f"{reverse('admin:sources_reference_changelist')}?cited={document.pk}"
        return format_html("{} · {}", link(words, here), link(f"cited {cited_by} time{'' if cited_by == 1 else 's'}", there))
