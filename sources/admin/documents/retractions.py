"""Retractions of documents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from history.admin.markup import label, lines, link
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from sources.models import Document, Retraction
from sources.services.rename_document import may_rename_and_merge


@admin.register(Retraction)
class RetractionAdmin(RecordAdmin):
    """What was taken back by whoever published it. To lift a retraction, say on its page why the document stands again."""

    list_display = ("document", "state", "retracted_on", "changed_at")
    list_filter = (("document", AutocompleteSelectFilter),)
    search_fields = ("document__citation_key", "document__title", "reason")
    search_help_text = "The document's key or title, or the reason."
    autocomplete_fields = ("document",)
    ordering = ("-id",)
    fieldsets = (
        ("What was retracted", {"fields": ("document", ("retracted_on", "notice"), "reason")}),
        (
            "To lift it",
            {
                "fields": ("lifted_because",),
                "description": "Say why the document stands again. What the retraction re-opened, and nobody has touched since, is accepted again.",
            },
        ),
    )
    new_fieldsets = (
        (
            "What was retracted",
            {
                "fields": ("document", ("retracted_on", "notice"), "reason"),
                "description": "All evidence that was accepted on this document is re-opened for review. Claims that lose their last "
                "evidence stay published and are marked as unsupported. Only its lifting, with a reason, restores them.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Retraction]:
        return super().get_queryset(request).select_related("document")

    def get_fieldsets(self, request: HttpRequest, obj: Retraction | None = None) -> Any:
        return self.new_fieldsets if obj is None else super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Retraction | None = None) -> Any:
        written = ("document", "retracted_on", "notice", "reason")
        return (*super().get_readonly_fields(request, obj), *(written if obj else ("lifted_because",)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_rename_and_merge(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Retraction | None = None) -> bool:
        is_standing = obj is None or not obj.lifted_because
        return super().has_change_permission(request, obj) and is_standing and may_rename_and_merge(request.user)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        # The sidebar of every page asks; whether the database would let this account write is asked on the pages of retractions.
        return {"add": False, "change": False, "delete": False, "view": super().has_view_permission(request)}

    def has_delete_permission(self, request: HttpRequest, obj: Retraction | None = None) -> bool:
        return False

    @display(description="state", ordering="lifted_at")
    def state(self, retraction: Retraction) -> SafeString:
        return label("lifted", "info") if retraction.lifted_at else label("retracted", "danger")


def show_retractions(document: Document) -> SafeString:
    """The retractions of a document with their reasons, those that were lifted too; where none stands, the way to record one."""
    told = list(document.retractions.all())
    stands = any(not one.lifted_because for one in told)
    record = [] if stands else [link("Record a retraction …", f"{reverse('admin:sources_retraction_add')}?document={document.pk}")]
    return lines([*map(_told, told), *record])


def _told(retraction: Retraction) -> SafeString:
    lifted = f" Lifted: {retraction.lifted_because}" if retraction.lifted_because else ""
    kind = label("lifted", "info") if lifted else label("retracted", "danger")
    day = f"{retraction.retracted_on}: " if retraction.retracted_on else ""
    return format_html("{} {}{}{} {}", kind, day, retraction.reason, lifted, link("open", address_of(retraction)))
