"""The files that words were read from, kept as they came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from history.admin.markup import NOTHING, link, note
from history.admin.records import ReadOnly, RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers
from sources.models import OriginalFile, Text
from sources.services.keep_original import may_be_taken_by_all

_MOST_TEXTS = 50


@admin.register(OriginalFile)
class OriginalFileAdmin(ReadOnly, RecordAdmin):
    """Files byte for byte: who administers may take them, anybody only where the words may be shown whole."""

    list_display = ("name", "media_type", "shown_size", "texts_named", "created_at")
    list_filter = ("media_type",)
    search_fields = ("name", "=sha256")
    search_help_text = "The file's name, or the whole SHA-256."
    ordering = ("-id",)
    fieldsets = (("The file", {"fields": ("name", ("media_type", "shown_size"), "sha256", "texts_named", "taking")}),)
    readonly_fields = ("shown_size", "texts_named", "taking")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        original = super().get_object(request, object_id, from_field)
        if original is not None:
            self.complete_rows(request, [original])
            original.may_be_taken = _may_take(request, original)
        return original

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        named: dict[str, list[Text]] = {original.sha256: [] for original in rows}
        texts = Text.objects.without_words().select_related("document").filter(file_sha256__in=list(named))
        for text in texts.order_by("document__citation_key", "version"):
            named[text.file_sha256].append(text)
        for original in rows:
            original.texts = named[original.sha256]

    @display(description="size", ordering="size")
    def shown_size(self, original: OriginalFile) -> str:
        return f"{original.size:,} bytes"

    @display(description="texts read from it")
    def texts_named(self, original: Any) -> SafeString | str:
        shown = [
            (link(f"{text.document.citation_key}, version {text.version}", address_of(text)),) for text in original.texts[:_MOST_TEXTS]
        ]
        return format_html_join(SafeString("<br>"), "{}", shown) if shown else NOTHING

    @display(description="take it")
    def taking(self, original: Any) -> SafeString | str:
        if not getattr(original, "may_be_taken", False):
            return note("The file holds the whole work, whose words may not be shown whole: only who administers may take it.")
        return link("Download", reverse("admin:sources_originalfile_bytes", args=[original.pk]))

    def bytes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The file itself, to be saved and never to be shown by the browser."""
        original: Any = self.get_object(request, object_id)
        if original is None:
            raise Http404
        if not self.has_view_permission(request, original) or not original.may_be_taken:
            raise PermissionDenied
        headers = {
            "Content-Disposition": content_disposition_header(True, original.name) or "attachment",  # noqa: FBT003 - Django's signature
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(bytes(original.kept.content), content_type="application/octet-stream", headers=headers)

    def get_urls(self) -> list[URLPattern]:
        view = path("<path:object_id>/bytes/", self.admin_site.admin_view(self.bytes_view), name="sources_originalfile_bytes")
        return [view, *super().get_urls()]


def _may_take(request: HttpRequest, original: OriginalFile) -> bool:
    return administers(request.user) or may_be_taken_by_all(original)
