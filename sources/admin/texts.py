"""Held words of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.markup import NOTHING, label, link, note
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers
from history.refusals import sentences
from history.services import recorded
from sources.admin.correcting import CorrectsTexts
from sources.admin.page_breaks import SetsPageBreaks
from sources.admin.reader import Stretch, line_start, places, read_stretch, read_stretch_for_the_eye
from sources.admin.text_forms import NewTextForm
from sources.models import Passage, Text
from sources.services.excerpt_limits import ExcerptMeter, excerpt_meters
from sources.services.keep_original import original_of
from sources.services.pin_passage import pin_span

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
class TextAdmin(CorrectsTexts, SetsPageBreaks, RecordAdmin):
    """Texts: exact words that never change, and what is known of the copy they came from."""

    list_display = (
        "shown_document",
        "version",
        "file_name",
        "held",
        "characters",
        "may_show",
        "excerpts_shown",
        "language",
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
    change_form_outer_before_template = "sources/admin/reader.html"

    class Media:
        js: ClassVar[tuple[str, ...]] = ("sources/reader.js",)

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

    # The reader.

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        text = self.get_object(request, unquote(object_id))
        reader = self._reader(request, text) if text else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **reader})

    def _reader(self, request: HttpRequest, text: Any) -> dict[str, Any]:
        if not text.is_here or not _may_read(request, text):
            return {"reader_text": text, "reader_why_not": self._why_not(text)}
        start = line_start(text, _number(request.GET["near"])) if "near" in request.GET else _number(request.GET.get("from"))
        return {
            "reader_text": text,
            "stretch": _reads(request)(text, start),
            "places": places(text),
            "reader_from": start,
            "may_set_pages": self.may_set_pages(request, text),
            "may_pin": request.user.has_perm("sources.add_passage") and not text.corrections.exists(),
        }

    def _why_not(self, text: Any) -> str:
        if text.is_here:
            return "The rights of this text are private: its words are shown to administrators only."
        return _how_to_load(text)

    def words_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The next stretch of the words, asked for as one scrolls."""
        text: Any = self.get_object(request, unquote(object_id))
        if text is None or not text.is_here:
            raise Http404
        if not self.has_view_permission(request, text) or not _may_read(request, text):
            raise PermissionDenied
        stretch = _reads(request)(text, _number(request.GET.get("from")))
        return render(request, "sources/admin/stretch.html", {"stretch": stretch})

    def pin_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Pin the words that were selected in the reader."""
        text: Any = self.get_object(request, unquote(object_id))
        if text is None or not text.is_here:
            raise Http404
        if not request.user.has_perm("sources.add_passage") or not _may_read(request, text):
            raise PermissionDenied
        if text.corrections.exists():
            messages.error(request, "This version was corrected: pin the words in the newest one.")
            return HttpResponseRedirect(f"{address_of(text)}#words")
        try:
            with recorded(by=request.user, reason="Pinned in the reader"):
                passage, is_new = pin_span(text, _number(request.POST.get("start")), _number(request.POST.get("end")))
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
            return HttpResponseRedirect(f"{address_of(text)}#words")
        messages.success(request, "Pinned." if is_new else "These very words are pinned already.")
        return HttpResponseRedirect(address_of(passage))

    def get_urls(self) -> list[URLPattern]:
        words = path("<path:object_id>/words/", self.admin_site.admin_view(self.words_view), name="sources_text_words")
        pin = path("<path:object_id>/pin/", self.admin_site.admin_view(require_POST(self.pin_view)), name="sources_text_pin")
        return [words, pin, *super().get_urls()]

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
        return NOTHING if text.is_here else _how_to_load(text)


def draw_meter(meter: ExcerptMeter) -> SafeString:
    """How much is shown of how much may be, with a warning near the limit."""
    return SafeString(render_to_string("sources/admin/excerpt_meter.html", {"meter": meter}))


def _named(text: Text, *, is_short: bool) -> SafeString:
    named = {"document": text.document, "address": address_of(text.document), "is_short": is_short}
    return SafeString(render_to_string("sources/admin/document_name.html", named))


def _reads(request: HttpRequest) -> Callable[[Text, int], Stretch]:
    """How the reader wants the words: as printed, or for reading."""
    return read_stretch_for_the_eye if request.GET.get("as") == "reading" else read_stretch


def _may_read(request: HttpRequest, text: Text) -> bool:
    return text.rights != Text.Rights.PRIVATE or administers(request.user)


def _how_to_load(text: Text) -> str:
    return (
        f"The words are not held here. Add your copy of {text.file_name} as a text of {text.document.citation_key}, or run "
        f"manage.py ingest {text.file_name} --document {text.document.citation_key}; its SHA-256 must be {text.sha256}."
    )


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 12 else 0
