"""Where in a text pages, sections, paragraphs and notes are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from history.admin.markup import NOTHING, link, note, quote, shortened
from history.admin.records import RecordAdmin
from history.admin.unfolded import display
from history.administrators import administers
from sources.models import Mark, Text

_SHOWN = 400


@admin.register(Mark)
class MarkAdmin(RecordAdmin):
    """Stretches of texts that have a printed place; passages take their locators from them."""

    list_display = ("shown_value", "label", "basis", "text_named", "start", "end", "changed_at")
    list_filter = (("label", ChoicesDropdownFilter), ("basis", ChoicesDropdownFilter), ("text", AutocompleteSelectFilter))
    list_filter_submit = True
    search_fields = ("value", "text__document__citation_key", "text__file_name")
    search_help_text = "The printed value or heading, the document's key or the file's name."
    autocomplete_fields = ("text",)
    ordering = ("text", "start", "-end")
    readonly_fields = ("words",)
    not_restored: ClassVar[Any] = frozenset()
    fieldsets = ((None, {"fields": ("text", ("label", "value", "basis"), ("start", "end"))}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mark]:
        return super().get_queryset(request).select_related("text__document").defer("text__content")

    def get_fieldsets(self, request: HttpRequest, obj: Mark | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [fieldsets[0], ("What it covers", {"fields": ("words",)}), *fieldsets[1:]]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        mark = super().get_object(request, object_id, from_field)
        if mark is not None:
            mark.may_be_read = mark.text.rights != Text.Rights.PRIVATE or administers(request.user)
        return mark

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"basis": Mark.ValueBasis.TYPED, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Mark, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        if change and "value" in form.changed_data and "basis" not in form.changed_data and obj.value:
            obj.basis = Mark.ValueBasis.TYPED
        super().save_model(request, obj, form, change)

    @display(description="value", ordering="value")
    def shown_value(self, mark: Mark) -> str:
        return shortened(mark.value, 80) or "?"

    @display(description="text", ordering="text")
    def text_named(self, mark: Mark) -> SafeString:
        page = f"{reverse('admin:sources_text_change', args=[mark.text_id])}?from={mark.start}#words"
        return link(f"{mark.text.document.citation_key}, version {mark.text.version}", page)

    @display(description="words")
    def words(self, mark: Any) -> SafeString | str:
        if not getattr(mark, "may_be_read", False):
            return note("The rights of this text are private: its words are shown to administrators only.")
        length = min(mark.end - mark.start, _SHOWN)
        cut = Func(
            F("content"), Value(mark.start + 1, IntegerField()), Value(length, IntegerField()), function="substr", output_field=TextField()
        )
        words = Text.objects.filter(pk=mark.text_id).values_list(cut, flat=True).first()
        if not words:
            return NOTHING
        return quote(words if length < _SHOWN else f"{words}…", mark.text.language)
