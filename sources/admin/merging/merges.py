"""Merges as they were made and undone, and pairs that were told apart."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from history.admin.filters import YesNoFilter
from history.admin.markup import NOTHING, label, lines, link, shortened
from history.admin.records import ReadOnly, RecordAdmin, address_of
from history.admin.unfolded import display
from history.story import model_of
from sources.admin.merging.panels import undo_address
from sources.models import Distinction, Merge

_MOST_MOVES = 200
_PAIR = ("kept_document", "merged_document", "kept_author", "merged_author")


class UndoneFilter(YesNoFilter):
    """Merges that were undone."""

    title = "whether it was undone"
    parameter_name = "undone"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(undone_at__isnull=not yes)


@admin.register(Merge)
class MergeAdmin(ReadOnly, RecordAdmin):
    """Which records were found to be one, by whom and why; each with all that it moved."""

    list_display = ("merged", "kept", "by", "at", "reason", "state")
    list_filter = (UndoneFilter,)
    list_select_related = ("by", "undone_by", *_PAIR)
    search_fields = (
        "reason",
        "kept_document__citation_key",
        "merged_document__citation_key",
        "kept_author__family",
        "merged_author__family",
    )
    ordering = ("-id",)
    fieldsets = (
        ("The merge", {"fields": ("merged", "kept", ("by", "at"), "reason", "state")}),
        ("Undone", {"fields": (("undone_by", "undone_at"), "undone_reason")}),
        ("What it moved", {"fields": ("moves",)}),
    )
    readonly_fields = ("merged", "kept", "state", "moves")

    @display(description="merged")
    def merged(self, merge: Merge) -> SafeString | str:
        return _named(merge.merged_document or merge.merged_author)

    @display(description="into")
    def kept(self, merge: Merge) -> SafeString | str:
        return _named(merge.kept_document or merge.kept_author)

    @display(description="state")
    def state(self, merge: Merge) -> SafeString:
        if merge.undone_at is not None:
            return label("undone")
        return format_html("{} {}", label("stands", "success"), link("Undo the merge", undo_address(merge)))

    @display(description="what it moved")
    def moves(self, merge: Merge) -> SafeString:
        told = [_move(entry) for entry in merge.moved[:_MOST_MOVES]]
        further = len(merge.moved) - _MOST_MOVES
        return lines([*told, f"and {further} more"] if further > 0 else told)


@admin.register(Distinction)
class DistinctionAdmin(RecordAdmin):
    """Pairs that look alike and are not the same; delete one to let it be proposed again."""

    list_display = ("first", "second", "reason", "created_at")
    list_select_related = ("first_document", "second_document", "first_author", "second_author")
    search_fields = (
        "reason",
        "first_document__citation_key",
        "second_document__citation_key",
        "first_author__family",
        "second_author__family",
    )
    autocomplete_fields = ("first_document", "second_document", "first_author", "second_author")
    fieldsets = (
        ("Two documents", {"fields": (("first_document", "second_document"),)}),
        ("Or two authors", {"fields": (("first_author", "second_author"),)}),
        ("How one knows", {"fields": ("reason",)}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # To take it back is to change one's mind, not to destroy a record.
        return self.has_change_permission(request, obj)

    @display(description="one")
    def first(self, pair: Distinction) -> str:
        return str(pair.first_document or pair.first_author)

    @display(description="the other")
    def second(self, pair: Distinction) -> str:
        return str(pair.second_document or pair.second_author)


def _named(record: Any) -> SafeString | str:
    return link(record, address_of(record)) if record is not None else NOTHING


def _move(entry: dict[str, Any]) -> str:
    model = model_of(entry["table"])
    row = f"{model._meta.verbose_name if model else entry['table']} {entry['id']}"
    if entry["column"] == "id":
        return f"{row}: made"
    column = entry["column"].removesuffix("_id").replace("_", " ")
    return f"{row}: {column} from {_shown(entry['from'])} to {_shown(entry['to'])}"


def _shown(value: Any) -> str:
    return NOTHING if value in {None, ""} else shortened(str(value))
