"""Citations that documents make of one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from history.admin.markup import NOTHING, before_and_after, label, link, note, shortened
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers
from history.models import Change
from sources.admin.references.choosing import ChoosesCited
from sources.models import Document, Reference, Text
from sources.services.references.described import candidates_of, fields_of_new_document
from sources.services.references.differences import differences_of
from sources.services.references.resolving import let_repeats_follow

_TONES = {"resolved": "success", "ambiguous": "warning", "unmatched": "danger"}
_WITHHELD = "[withheld: the text is private]"


@admin.register(Reference)
class ReferenceAdmin(ChoosesCited, RecordAdmin):
    """Printed citations, and the documents they mean where that is known."""

    list_display = ("shown_raw", "state", "citing_named", "cited_named", "place", "changed_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("method", ChoicesDropdownFilter),
        ("origin", ChoicesDropdownFilter),
        ("citing", AutocompleteSelectFilter),
        ("cited", AutocompleteSelectFilter),
    )
    list_filter_submit = True
    list_select_related = ("citing", "cited", "text")
    search_fields = ("raw", "marker", "citing__citation_key", "cited__citation_key", "citing__title", "cited__title")
    search_help_text = "The citation as printed, or the key or title of either document."
    autocomplete_fields = ("citing", "cited", "text")
    readonly_fields = ("origin", "tool", "method", "how_sure", "what_it_says", "may_mean", "same_as", "quoted_place", "changed_words")
    actions = ("resolve_again",)
    fieldsets = (
        ("The citation", {"fields": ("citing", "raw", ("marker", "kind"))}),
        (
            "What it means",
            {"fields": ("status", "cited", ("locator_label", "locator_value"), "may_mean", ("method", "how_sure"), "same_as")},
        ),
        ("What it says, read by a machine", {"classes": ("collapse",), "fields": ("what_it_says",)}),
        (
            "Where it stands",
            {"classes": ("collapse",), "fields": ("text", ("start", "end"), "quoted_place", "changed_words", ("origin", "tool"))},
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.choose_view)
        return [path("<int:pk>/choose/<int:document>/", view, name="sources_reference_choose"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reference]:
        found: QuerySet[Reference] = super().get_queryset(request).select_related("citing", "cited", "text", "cited_text")
        return found.defer("text__content", "cited_text__content")

    # What a private text says, its citations too, is for administrators.

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        reference = super().get_object(request, object_id, from_field)
        if reference is None:
            return None
        reference.may_compare = administers(request.user) or not (_is_private(reference.text) or _is_private(reference.cited_text))
        return _withheld_from(request, [reference])[0]

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        _withheld_from(request, rows)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return super().get_deleted_objects(_withheld_from(request, objs), request)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term and not administers(request.user):
            # Finding a private text's words by guessing them would be reading them.
            citing, cited = Q(citing__citation_key__icontains=search_term), Q(cited__citation_key__icontains=search_term)
            found = found.filter(~Q(text__rights=Text.Rights.PRIVATE) | Q(text=None) | citing | cited)
        return found, may_repeat

    def withheld_columns(self, request: HttpRequest, changes: Sequence[Change]) -> dict[int, Collection[str]]:
        if administers(request.user):
            return {}
        texts = Text.objects.filter(rights=Text.Rights.PRIVATE, pk__in={change.state.get("text_id") for change in changes} - {None})
        private = set(texts.values_list("pk", flat=True))
        return {change.pk: {"raw", "parsed", "match_keys"} for change in changes if change.state.get("text_id") in private}

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().select_related("text").defer("text__content")

    def name_in_choices(self, record: Reference) -> str:
        record.is_withheld = _is_private(record.text)
        return str(record)

    def get_fieldsets(self, request: HttpRequest, obj: Reference | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return [
                (name, {**given, "fields": [one for one in given["fields"] if one not in self.readonly_fields]})
                for name, given in fieldsets[:2]
            ]
        if obj.is_withheld:
            return [("The citation", {"fields": ("citing", "shown_raw", ("marker", "kind"))}), *fieldsets[1:]]
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Reference | None = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, "shown_raw"] if obj is not None and obj.is_withheld else readonly

    def save_model(self, request: HttpRequest, obj: Reference, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        if {"cited", "status"} & set(form.changed_data) and (obj.cited_id or change):
            # Who chooses by hand is not overruled by the next look.
            obj.method, obj.score, obj.reason = Reference.Method.HAND, None, "Chosen by hand."
        super().save_model(request, obj, form, change)
        let_repeats_follow([obj])

    @display(description="as printed", ordering="raw")
    def shown_raw(self, reference: Reference) -> str:
        return _WITHHELD if reference.is_withheld else shortened(reference.raw, 110) or NOTHING

    @display(description="status", ordering="status")
    def state(self, reference: Reference) -> SafeString:
        if reference.kind == Reference.Kind.REMARK:
            return label("remark", "", reference.get_kind_display())
        return label(reference.status, _TONES.get(reference.status, ""), reference.reason or reference.get_status_display())

    @display(description="citing", ordering="citing__citation_key")
    def citing_named(self, reference: Reference) -> SafeString:
        return _named(reference.citing)

    @display(description="cited", ordering="cited__citation_key")
    def cited_named(self, reference: Reference) -> SafeString | str:
        return _named(reference.cited) if reference.cited else NOTHING

    @display(description="place")
    def place(self, reference: Reference) -> str:
        return f"{reference.locator_label} {reference.locator_value}".strip() or NOTHING

    @display(description="how sure")
    def how_sure(self, reference: Reference) -> str:
        score = "" if reference.score is None else f"{round(reference.score * 100)} %. "
        return f"{score}{reference.reason}".strip() or NOTHING

    @display(description="what it says")
    def what_it_says(self, reference: Reference) -> SafeString | str:
        if reference.is_withheld:
            return _WITHHELD
        said = reference.parsed if isinstance(reference.parsed, dict) else {}
        fields = said.get("fields") or {}
        sure = said.get("confidence") or {}
        names = [
            " ".join(filter(None, (name.get("given"), name.get("particle"), name.get("family") or name.get("literal"))))
            for name in said.get("names", ())
        ]
        rows = ([("names", "; ".join(names), _percent(sure.get("names")))] if names else []) + [
            (name, value, _percent(sure.get(name))) for name, value in fields.items()
        ]
        if not rows:
            return NOTHING
        table = format_html_join("", "<li>{}: {} <span class='pin-note'>{}</span></li>", rows)
        return format_html('<ul class="pin-lines">{}</ul>{}', table, "" if reference.cited_id else self._new_document(reference))

    def _new_document(self, reference: Reference) -> SafeString:
        query = urlencode(fields_of_new_document(reference))
        return link("Make a document of this", f"{reverse('admin:sources_document_add')}?{query}")

    @display(description="may mean")
    def may_mean(self, reference: Reference) -> SafeString | str:
        rows = [
            (
                _named(one.document),
                note(f"{round(one.score * 100)} %. {one.reason}"),
                reverse("admin:sources_reference_choose", args=[reference.pk, one.document.pk]),
            )
            for one in candidates_of(reference)
        ]
        if not rows:
            return NOTHING
        button = '<li>{} {} <button type="submit" class="pin-link" formnovalidate formaction="{}">This one</button></li>'
        return format_html('<ul class="pin-lines">{}</ul>', format_html_join("", button, rows))

    @display(description="repeats")
    def same_as(self, reference: Reference) -> SafeString | str:
        first = reference.repeats
        if first is None:
            return NOTHING
        # It stands in the same text.
        first.is_withheld = reference.is_withheld
        return link(str(first) or str(first.pk), address_of(first))

    @display(description="quoted from")
    def quoted_place(self, reference: Reference) -> str:
        if reference.cited_text is None:
            return NOTHING
        return f"characters {reference.cited_start} to {reference.cited_end} of {reference.cited_text}"

    @display(description="what it changed")
    def changed_words(self, reference: Any) -> SafeString | str:
        if reference.cited_text is None:
            return NOTHING
        if not reference.may_compare:
            return _WITHHELD
        pieces = differences_of([reference]).get(reference.pk)
        if pieces is None:
            return "nothing: the words are the same"
        quoted, quoting = before_and_after((piece.before, piece.after) for piece in pieces)
        return format_html('<div class="pin-changes"><p>{}</p><p>{}</p></div>', quoted, quoting)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"status": Reference.Status.UNMATCHED, **super().get_changeform_initial_data(request)}


def _percent(sure: Any) -> str:
    return f"{round(sure * 100)} %" if isinstance(sure, int | float) else ""


def _is_private(text: Text | None) -> bool:
    return text is not None and text.rights == Text.Rights.PRIVATE


def _withheld_from(request: HttpRequest, references: Iterable[Any]) -> list[Any]:
    """The same rows; those that this reader may not read name themselves by their place alone, in titles and messages too."""
    rows = list(references)
    for reference in rows:
        reference.is_withheld = _is_private(reference.text) and not administers(request.user)
    return rows


def _named(document: Document) -> SafeString:
    return SafeString(render_to_string("sources/admin/document_name.html", {"document": document, "address": address_of(document)}))
