"""Citations that documents make of one another."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from history.admin.markup import NOTHING, label, shortened
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from sources.models import Document, Reference

_TONES = {"resolved": "success", "ambiguous": "warning", "unmatched": "danger"}


@admin.register(Reference)
class ReferenceAdmin(RecordAdmin):
    """Printed citations, and the documents they mean where that is known."""

    list_display = ("shown_raw", "state", "citing_named", "cited_named", "place", "origin", "changed_at")
    list_filter = (("status", ChoicesDropdownFilter), ("origin", ChoicesDropdownFilter), ("citing", AutocompleteSelectFilter))
    list_filter_submit = True
    list_select_related = ("citing", "cited")
    search_fields = ("raw", "marker", "citing__citation_key", "cited__citation_key", "citing__title", "cited__title")
    search_help_text = "The citation as printed, or the key or title of either document."
    autocomplete_fields = ("citing", "cited", "text")
    readonly_fields = ("origin", "tool")
    fieldsets = (
        ("The citation", {"fields": ("citing", "raw", "marker")}),
        ("What it means", {"fields": ("status", "cited", ("locator_label", "locator_value"))}),
        ("Where it stands", {"classes": ("collapse",), "fields": ("text", ("start", "end"), ("origin", "tool"))}),
    )

    @display(description="as printed", ordering="raw")
    def shown_raw(self, reference: Reference) -> str:
        return shortened(reference.raw, 110)

    @display(description="status", ordering="status")
    def state(self, reference: Reference) -> SafeString:
        return label(reference.status, _TONES.get(reference.status, ""), reference.get_status_display())

    @display(description="citing", ordering="citing__citation_key")
    def citing_named(self, reference: Reference) -> SafeString:
        return _named(reference.citing)

    @display(description="cited", ordering="cited__citation_key")
    def cited_named(self, reference: Reference) -> SafeString | str:
        return _named(reference.cited) if reference.cited else NOTHING

    @display(description="place")
    def place(self, reference: Reference) -> str:
        return f"{reference.locator_label} {reference.locator_value}".strip() or NOTHING

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"status": Reference.Status.UNMATCHED, **super().get_changeform_initial_data(request)}


def _named(document: Document) -> SafeString:
    return SafeString(render_to_string("sources/admin/document_name.html", {"document": document, "address": address_of(document)}))
