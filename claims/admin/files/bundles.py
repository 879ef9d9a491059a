"""Bundles that were made, to be looked through and taken."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.bundles.freezing import is_still_public
from claims.models import Bundle
from history.admin.markup import label, link
from history.admin.records import ReadOnly
from history.admin.unfolded import ModelAdmin, display


@admin.register(Bundle)
class BundleAdmin(ReadOnly, ModelAdmin):
    """Who made which bundle of what. Bundles are made over the API; they never change and stay."""

    list_display = ("public_id", "created_at", "created_by", "asked_for", "size", "sha256")
    search_fields = ("=public_id", "sha256", "created_by__username")
    search_help_text = "The id, the beginning of the SHA-256, or the account."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("file", "given_out", "asked_for", "contents")}),
        ("Record", {"fields": ("public_id", "created_by", "created_at", "size", "sha256")}),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("history/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bundle]:
        bundles: QuerySet[Bundle] = super().get_queryset(request)
        return bundles.defer("content", "holds").select_related("created_by")

    @display(description="asked for")
    def asked_for(self, bundle: Bundle) -> str:
        named = [f"{kind} {', '.join(names)}" for kind, names in bundle.asked.items() if names]
        return "; ".join(named) or "everything public"

    @display(description="holds")
    def contents(self, bundle: Bundle) -> str:
        kinds = ("documents", "excerpts", "claims", "evidence", "relations")
        return ", ".join(f"{len(bundle.holds[kind])} {kind}" for kind in kinds)

    @display(description="file")
    def file(self, bundle: Bundle) -> SafeString:
        return link("Download the zip file", reverse("bundle-detail", kwargs={"id": bundle.public_id}))

    @display(description="given out")
    def given_out(self, bundle: Bundle) -> Any:
        if is_still_public(bundle):
            return label("to anybody", "success")
        return label("to curators only: something in it is no longer public", "warning")
