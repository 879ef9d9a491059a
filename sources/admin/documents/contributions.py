"""Who did what for a document, in the order of the title page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from history.admin.forms import SeenForm
from history.admin.records import RecordAdmin, RecordInline
from sources.models import Contribution, Document

if TYPE_CHECKING:
    from django.forms import BaseInlineFormSet as _FormSet
else:
    from unfold.forms import PaginationInlineFormSet as _FormSet

_LAST = 10_000


class ContributionForm(SeenForm):
    """One row: ``place`` is where it stands among the rows; the position within its role follows from that."""

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ContributionRows(_FormSet):  # type: ignore[type-arg]
    """All rows, which are dragged into order; positions are counted from 1 for each role."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Number the rows as they stand."""
        super().add_fields(form, index)
        if form.instance.pk is not None:
            form.initial["place"] = index

    def save(self, commit: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - Django's signature
        """Save the rows with their positions, and those that only moved on."""
        before = {form.instance.pk: form.instance.position for form in self.initial_forms}
        for row, position in self._positions():
            row.position = position
        saved: list[Any] = super().save(commit)
        written = {row.pk for row in saved}
        for row, position in self._positions():
            if row.pk in before and before[row.pk] != position and row.pk not in written:
                row.save()
        return saved

    def _positions(self) -> Iterator[tuple[Contribution, int]]:
        kept = [form for form in self.forms if form not in self.deleted_forms and (form.instance.pk or form.has_changed())]
        counted: dict[str, int] = defaultdict(int)
        for form in sorted(kept, key=_place):
            counted[form.instance.role] += 1
            yield form.instance, counted[form.instance.role]


def _place(form: Any) -> int:
    place = form.cleaned_data.get("place")
    return _LAST if place is None else int(place)


class ContributionInline(RecordInline):
    """Authors, editors, translators of a document."""

    model = Contribution
    form = ContributionForm
    formset = ContributionRows
    fields = ("author", "role", "credited", "place")
    autocomplete_fields = ("author",)
    ordering_field = "place"
    hide_ordering_field = True
    show_change_link = True
    hide_title = False
    tab = True
    show_count = True

    def get_count(self, request: HttpRequest, document: Document | None) -> int:
        return document.contributions.count() if document and document.pk else 0


@admin.register(Contribution)
class ContributionAdmin(RecordAdmin):
    """One contribution alone: for a document that must be cited under another form of the name."""

    list_display = ("document", "role", "position", "author", "credited")
    list_select_related = ("document", "author")
    search_fields = ("document__citation_key", "author__family", "author__literal", "credited")
    autocomplete_fields = ("document", "author")
    fieldsets = (
        (None, {"fields": ("document", "author", "role", "position", "credited")}),
        (
            "Cited under another name",
            {
                "description": "Only where this document must be cited under another form of the name than the author's own record has.",
                "fields": (("family", "given"), ("particle", "dropping_particle"), ("suffix", "literal")),
            },
        ),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        # Reached from its document; a list of its own would only be in the way.
        return False
