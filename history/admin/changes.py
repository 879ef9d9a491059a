"""All changes of all records, to be looked through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.paginator import InfinitePaginator

from history.admin.differences import tell, with_before
from history.admin.filters import ChoiceFilter
from history.admin.markup import NOTHING, label, lines, link, shortened
from history.admin.numbers import number_in
from history.admin.records import ReadOnly
from history.admin.unfolded import ModelAdmin, display
from history.models import Change, Tracked
from history.story import model_of

_TONES = {Change.Kind.CREATE: "success", Change.Kind.UPDATE: "info", Change.Kind.DELETE: "danger"}
# What a row of some table is called by, the first that it has.
_CALLED = ("citation_key", "slug", "statement", "title", "value", "label", "literal", "family", "file_name", "reason", "words")
_MOST_TOGETHER = 50
# Narrows the search to what the index of times can find.
_LONGEST_STEP = timedelta(hours=1)


class RecordKindFilter(ChoiceFilter):
    """Changes of one kind of record."""

    title = "kind of record"
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
        return sorted(((model._meta.db_table, str(model._meta.verbose_name)) for model in tracked), key=lambda choice: choice[1])

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(table=value)


class WhoFilter(ChoiceFilter):
    """Changes by one account."""

    title = "account"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        accounts = get_user_model().objects.order_by("username").values_list("pk", "username")
        return [*((str(key), name) for key, name in accounts), ("none", "no account: a command or the database")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "none":
            return queryset.filter(user_id=None)
        return queryset.filter(user_id=number_in(value))


@admin.register(Change)
class ChangeAdmin(ReadOnly, ModelAdmin):
    """Every change that was made, by whom and why. Nobody writes here: the database does."""

    list_display = ("when", "who_did", "did", "record", "columns", "shown_why")
    list_display_links = ("when",)
    list_filter = (RecordKindFilter, ("kind", ChoicesDropdownFilter), WhoFilter, ("at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("=public_id", "user", "reason")
    search_help_text = "A record's id, an account, or words of the reason."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    # The table only grows, and counting it would take longer than showing it.
    paginator = InfinitePaginator
    fieldsets = (
        (None, {"fields": ("when", "who_did", "did", "record", "why")}),
        ("What changed", {"fields": ("differences",)}),
        ("Changed together with", {"fields": ("together",)}),
    )

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("history/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return (
            with_before(super().get_queryset(request))
            if request.resolver_match and request.resolver_match.kwargs
            else super().get_queryset(request)
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        change = super().get_object(request, object_id, from_field)
        if change is not None:
            change.withheld = self._withheld(request, change)
        return change

    @display(description="when", ordering="id")
    def when(self, change: Change) -> str:
        return date_format(change.at, "j M Y, H:i:s")

    @display(description="who")
    def who_did(self, change: Change) -> str:
        return change.who

    @display(description="did")
    def did(self, change: Change) -> SafeString:
        return label(change.get_kind_display(), _TONES[Change.Kind(change.kind)])

    @display(description="record")
    def record(self, change: Change) -> SafeString | str:
        model = model_of(change.table)
        kind = str(model._meta.verbose_name) if model else change.table
        called = next((str(change.state[name]) for name in _CALLED if change.state.get(name)), change.public_id)
        words = f"{kind}: {shortened(called, 70)}"
        if model is None or change.kind == Change.Kind.DELETE:
            return words
        try:
            page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[change.record_id])
        except NoReverseMatch:
            return words
        return link(words, page)

    @display(description="columns")
    def columns(self, change: Change) -> str:
        if change.kind != Change.Kind.UPDATE:
            return NOTHING
        return shortened(", ".join(name.removesuffix("_id").replace("_", " ") for name in change.changed), 80)

    @display(description="why")
    def shown_why(self, change: Change) -> str:
        return shortened(change.reason, 160) or NOTHING

    @display(description="why")
    def why(self, change: Change) -> str:
        return change.reason or NOTHING

    @display(description="before and after")
    def differences(self, change: Change) -> SafeString:
        told = tell([change], {change.pk: getattr(change, "withheld", ())})[0]
        return SafeString(render_to_string("history/admin/differences.html", {"told": told}))

    @display(description="in the same step")
    def together(self, change: Change) -> SafeString:
        around = (change.at - _LONGEST_STEP, change.at + _LONGEST_STEP)
        others = Change.objects.filter(transaction=change.transaction, at__range=around).exclude(pk=change.pk)
        return lines((self.record(other) for other in others.order_by("id")[:_MOST_TOGETHER]), nothing="nothing else")

    def _withheld(self, request: HttpRequest, change: Change) -> Collection[str]:
        """What the admin of the changed record withholds from this reader."""
        model = model_of(change.table)
        of_record = self.admin_site._registry.get(model) if model else None  # noqa: SLF001 - the site has no other way to ask
        withheld = getattr(of_record, "withheld_columns", None)
        return withheld(request, [change]).get(change.pk, ()) if withheld else ()
