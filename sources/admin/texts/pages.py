"""Held words of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.markup import NOTHING, label, link, note
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers
from sources.admin.texts.correcting import CorrectsTexts
from sources.admin.texts.forms import NewTextForm
from sources.admin.texts.reading import ReadsTexts, how_to_load
from sources.models import Passage, Text
from sources.services.excerpt_limits import ExcerptMeter, excerpt_meters
from sources.services.keep_original import original_of

_SAID = {
    "created": "The words are held: version {version}, {length:,} characters, {marks} places marked.",
    "filled": "These are the awaited words: their hash is right and every passage pinned in them is proved.",
    "unchanged": "These very words were held already: nothing was changed.",
}
_RIGHTS = {"open": ("open", "success"), "excerpt_only": ("excerpts", "info"), "private": ("private", "danger")}


class HeldFilter(YesNoFilter):
    """Texts whose words are here."""

    title = "words held"
    parameter_name = "held"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(content__isnull=not yes)


class NearLimitFilter(YesNoFilter):
    """Texts of which public excerpts show nearly as much as they may."""

    title = "near its limit"
    parameter_name = "near_limit"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        near = Text.objects.near_limit().order_by().values("pk")
        return queryset.filter(pk__in=near) if yes else queryset.exclude(pk__in=near)


@admin.register(Text)
class TextAdmin(CorrectsTexts, ReadsTexts, RecordAdmin):
    """Texts: exact words that never change, and what is known of the copy they came from."""

    list_display = (
        "shown_document",
        "version",
        "file_name",
        "words_held",
        "may_show",
        "excerpts_shown",
        "passages_count",
        "created_at",
    )
    list_display_links = ("version", "file_name")
    list_filter = (HeldFilter, ("rights", ChoicesDropdownFilter), NearLimitFilter)
    search_fields = ("document__citation_key", "document__title", "file_name", "=sha256", "note")
    search_help_text = "Document, file name, note, or the whole SHA-256."
    autocomplete_fields = ("document",)
    ordering = ("document__citation_key", "version")
    readonly_fields = (
        "document_named",
        "version",
        "held",
        "file_name",
        "characters",
        "hashes",
        "media_type",
        "tool",
        "derived_from",
        "how_to_load",
        "excerpts_now",
    )
    add_fieldsets = ((None, {"fields": ("document", "file", "encoding", "rights", "language", "note")}),)
    fieldsets = (
        (
            "This copy",
            {
                "fields": (
                    "document_named",
                    ("version", "held"),
                    ("file_name", "characters"),
                    "hashes",
                    ("media_type", "tool"),
                    "derived_from",
                )
            },
        ),
        (
            "What may change",
            {
                "description": "The words never change. What may be shown of them, their language and the note do. "
                "Anybody who edits may show less; to show more is for administrators, who say why below.",
                "fields": ("rights", ("excerpt_most_words", "excerpt_most_share"), "excerpts_now", "language", "note"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Text]:
        held = ExpressionWrapper(Q(content__isnull=False), output_field=BooleanField())
        passages = counted(Passage.objects.placed(), "text")
        found: QuerySet[Text] = (
            super().get_queryset(request).defer("content").select_related("document").annotate(is_here=held, pinned=passages)
        )
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        return super().get_form(request, obj, change, **({} if obj else {"form": NewTextForm}), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Text | None = None) -> Any:
        return self.add_fieldsets if obj is None else super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Text | None = None) -> Any:
        if obj is None:
            return ()
        limits = () if administers(request.user) else ("excerpt_most_words", "excerpt_most_share")
        return (*super().get_readonly_fields(request, obj), *limits)

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().select_related("document").defer("content")

    def name_in_choices(self, record: Text) -> str:
        return f"{record.document.citation_key}, version {record.version}: {record.file_name}"

    # A file comes in.

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Text:  # noqa: FBT001 - Django's signature
        text: Text = super().save_form(request, form, change)
        if change:
            return text
        text, result = form.hold()
        said = _SAID[result].format(version=text.version, length=text.length, marks=text.marks.count())
        if result == "unchanged":
            said = f"{said} {form.remark(text)}".strip()
        messages.add_message(request, messages.WARNING if result == "unchanged" else messages.SUCCESS, said)
        return text

    def save_model(self, request: HttpRequest, obj: Text, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        if change:
            super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Text, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(address_of(obj))

    # Columns.

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        meters = excerpt_meters(text.pk for text in rows)
        for text in rows:
            text.meter = meters.get(text.pk)

    @display(description="shown in excerpts")
    def excerpts_shown(self, text: Any) -> SafeString | str:
        return draw_meter(text.meter) if text.meter else NOTHING

    @display(description="excerpts show")
    def excerpts_now(self, text: Text) -> SafeString | str:
        meter = excerpt_meters([text.pk]).get(text.pk)
        return draw_meter(meter) if meter else note("no limit holds: this is not a text of which only excerpts are shown")

    @display(description="document", ordering="document__citation_key")
    def shown_document(self, text: Text) -> SafeString:
        return _named(text, is_short=True)

    @display(description="document")
    def document_named(self, text: Text) -> SafeString:
        return _named(text, is_short=False)

    @display(description="rights", ordering="rights")
    def may_show(self, text: Text) -> SafeString:
        return label(_RIGHTS[text.rights][0], _RIGHTS[text.rights][1], text.get_rights_display())

    @display(description="words", ordering="is_here")
    def held(self, text: Any) -> SafeString:
        return label("held", "success") if text.is_here else label("awaited", "warning", "Only the hash of the words is known")

    @display(description="words", ordering="length")
    def words_held(self, text: Any) -> SafeString:
        return format_html("{} {}", self.held(text), note(f"{self.characters(text)} characters"))

    @display(description="characters", ordering="length")
    def characters(self, text: Text) -> str:
        return f"{text.length:,}"

    @display(description="passages", ordering="pinned")
    def passages_count(self, text: Any) -> SafeString | str:
        if not text.pinned:
            return NOTHING
        return link(text.pinned, f"{reverse('admin:sources_passage_changelist')}?text={text.pk}")

    @display(description="SHA-256")
    def hashes(self, text: Text) -> SafeString:
        kept = original_of(text)
        file = link(text.file_sha256, address_of(kept)) if kept else text.file_sha256
        of_file = format_html('<br><span class="pin-note">of the file</span> <span class="pin-hash">{}</span>', file)
        return format_html(
            '<span class="pin-note">of the words</span> <span class="pin-hash">{}</span>{}',
            text.sha256,
            of_file if text.file_sha256 else "",
        )

    @display(description="how to load the words")
    def how_to_load(self, text: Any) -> str:
        return NOTHING if text.is_here else how_to_load(text)


def draw_meter(meter: ExcerptMeter) -> SafeString:
    """How much is shown of how much may be, with a warning near the limit."""
    return SafeString(render_to_string("sources/admin/excerpt_meter.html", {"meter": meter}))


def _named(text: Text, *, is_short: bool) -> SafeString:
    named = {"document": text.document, "address": address_of(text.document), "is_short": is_short}
    return SafeString(render_to_string("sources/admin/document_name.html", named))
