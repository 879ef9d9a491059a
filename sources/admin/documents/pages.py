"""Citable works."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from history.admin.filters import ChoiceFilter, YesNoFilter
from history.admin.markup import NOTHING, label, lines, link, shortened
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.models import Change
from history.restore import Restorable
from history.services import store
from sources.admin.documents.citing import show_citation
from sources.admin.documents.contributions import ContributionInline
from sources.admin.documents.renaming import RenamesDocuments
from sources.admin.documents.retractions import show_retractions
from sources.admin.documents.rows import FormerKeyInline, IdentifierInline, TitleVariantInline
from sources.admin.files.exporting import ExportsBibliographies
from sources.admin.files.importing import ImportsBibliographies
from sources.admin.merging.pages import MergedFilter, MergesRecords
from sources.admin.references.finding import FindsReferences
from sources.models import Contribution, Document, Retraction, Text, TitleVariant
from sources.services.key_for import key_for
from sources.services.references.resolving import retry_references
from sources.services.restore_source import RESTORED, restore_source
from sources.services.stories import DOCUMENT_PARTS

_HELD = {"held": "success", "awaited": "warning"}
_MOST_NAMES = 3


class WordsFilter(ChoiceFilter):
    """Whether the words are here."""

    title = "words"
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("held", "held"), ("awaited", "awaited: only the hash is known"), ("none", "no text")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(words=value)


class SampleFilter(YesNoFilter):
    """Documents written for the demonstration."""

    title = "whether it is a sample"
    parameter_name = "sample"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(is_sample=yes)


class HiddenFilter(YesNoFilter):
    """Documents that show on no public path."""

    title = "whether it is hidden"
    parameter_name = "hidden"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(is_hidden=yes)


@admin.register(Document)
class DocumentAdmin(ImportsBibliographies, ExportsBibliographies, RenamesDocuments, FindsReferences, MergesRecords, RecordAdmin):
    """Books, chapters, articles, reports: whatever is cited."""

    list_display = ("citation_key", "shown_title", "authors", "type", "issued", "held_words", "changed_at")
    list_filter = (
        ("type", ChoicesDropdownFilter),
        WordsFilter,
        SampleFilter,
        HiddenFilter,
        MergedFilter,
        ("changed_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = (
        "citation_key",
        "title",
        "titles__title",
        "contributions__credited",
        "contributions__author__family",
        "contributions__author__given",
        "contributions__author__literal",
        "contributions__author__variants__family",
        "contributions__author__variants__literal",
        "identifiers__value",
        "former_keys__key",
    )
    search_help_text = "Key, present or former, title, a contributor's name in any form, or an identifier such as a DOI or ISBN."
    ordering = ("citation_key",)
    autocomplete_fields = ("part_of", "original")
    readonly_fields = ("citation", "retraction", "held_texts", "standing_here", "references_here", "api_record")
    actions: Any = (*ExportsBibliographies.actions, *FindsReferences.actions, *MergesRecords.actions)
    inlines = (ContributionInline, IdentifierInline, TitleVariantInline, FormerKeyInline)
    fieldsets = (
        ("The work", {"fields": ("type", "title", ("title_short", "language"), ("issued", "citation_key"))}),
        (
            "Where it stands",
            {
                "fields": (
                    ("part_of", "chapter_number"),
                    "container_title",
                    ("collection_title", "collection_number"),
                    ("volume", "issue"),
                    ("page", "edition"),
                )
            },
        ),
        (
            "Who published it",
            {
                "fields": (
                    ("publisher", "publisher_place"),
                    ("genre", "number"),
                    ("number_of_pages", "number_of_volumes"),
                    ("url", "accessed"),
                )
            },
        ),
        (
            "First publication, for a reprint",
            {
                "classes": ("collapse",),
                "fields": ("original", ("original_title", "original_date"), ("original_publisher", "original_publisher_place")),
            },
        ),
        (
            "Event, archive, medium",
            {"classes": ("collapse",), "fields": (("event_title", "event_place"), "event_date", ("archive", "archive_location"), "medium")},
        ),
        ("Abstract and notes", {"classes": ("collapse",), "fields": ("abstract", "note", "annote")}),
        ("Further CSL variables, and what imports carried", {"classes": ("collapse",), "fields": ("variables", "extra")}),
        ("Who may see it", {"fields": ("is_hidden", "is_sample")}),
    )
    not_restored: ClassVar[Any] = RESTORED[Document].kept
    story_parts = DOCUMENT_PARTS

    def bring_back(self, record: Any, change: Change, how: Restorable, **said: Any) -> None:
        restore_source(record, change=change, **said)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        texts = Text.objects.filter(document=OuterRef("pk"))
        words = Case(
            When(Exists(texts.filter(content__isnull=False)), then=Value("held")),
            When(Exists(texts), then=Value("awaited")),
            default=Value("none"),
        )
        standing = Retraction.objects.filter(document=OuterRef("pk"), lifted_because="")
        found: QuerySet[Document] = (
            super().get_queryset(request).annotate(words=words, is_retracted=Exists(standing)).prefetch_related("contributions__author")
        )
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        # A merged document's texts and passages are with the one that was kept.
        stands = () if obj.merged_into_id else ("retraction", "held_texts", "standing_here", "references_here")
        return [("As cited", {"fields": ("citation", *stands, "api_record")}), *fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return readonly if obj is None else [*readonly, "citation_key"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        form = super().get_form(request, obj, change, **kwargs)
        if "citation_key" in form.base_fields:
            form.base_fields["citation_key"].required = False
            form.base_fields[
                "citation_key"
            ].help_text = "Leave it empty: it is made from author, year and title, for example nodomi2005challenges."
        return form

    def name_in_choices(self, record: Document) -> str:
        return f"{'[Sample] ' if record.is_sample else ''}{record}"

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        # A new document waits for its contributions, which its key is made from.
        if change:
            store(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        if not change:
            document = form.instance
            document.citation_key = document.citation_key or key_for(document, _new(formsets, Contribution), _new(formsets, TitleVariant))
            store(document)
        super().save_related(request, form, formsets, change)
        retry_references([form.instance.pk])

    def view_on_site(self, document: Document) -> str | None:
        return None if document.is_hidden or document.merged_into_id else reverse("document-detail", args=[document.address])

    @display(description="title", ordering="title")
    def shown_title(self, document: Any) -> SafeString:
        sample = label("Sample", "warning", "Written for the demonstration") if document.is_sample else ""
        hidden = label("Hidden", "danger", "Shows on no public path") if document.is_hidden else ""
        merged = label("Merged", "info", "Leads to another document") if document.merged_into_id else ""
        retracted = label("Retracted", "danger", "Taken back by whoever published it") if document.is_retracted else ""
        return format_html("{} {} {} {} {}", shortened(document.title, 90), sample, hidden, merged, retracted)

    @display(description="authors")
    def authors(self, document: Document) -> str:
        credited = sorted(document.contributions.all(), key=lambda one: (one.role != "author", one.position))
        names = [one.sort_name if one.has_name else one.author.sort_name for one in credited]
        return "; ".join(names[:_MOST_NAMES]) + (" and others" if len(names) > _MOST_NAMES else "") or NOTHING

    @display(description="words")
    def held_words(self, document: Any) -> SafeString | str:
        return label(document.words, _HELD[document.words]) if document.words in _HELD else NOTHING

    @display(description="reference, APA")
    def citation(self, document: Document) -> SafeString:
        return show_citation(document)

    @display(description="retraction")
    def retraction(self, document: Any) -> SafeString | str:
        return show_retractions(document)

    @display(description="texts")
    def held_texts(self, document: Document) -> SafeString:
        texts = document.texts.annotate(held=Exists(Text.objects.filter(pk=OuterRef("pk"), content__isnull=False))).defer("content")
        add = link("Add a text", f"{reverse('admin:sources_text_add')}?document={document.pk}")
        return lines([*map(_text_line, texts.order_by("version")), add])

    @display(description="passages")
    def standing_here(self, document: Document) -> SafeString:
        here = f"{reverse('admin:sources_passage_changelist')}?document={document.pk}"
        add = f"{reverse('admin:sources_passage_add')}?document={document.pk}"
        number = document.passages.count()
        return format_html("{} · {}", link(f"{number} passage{'' if number == 1 else 's'}", here), link("Pin a passage", add))

    @display(description="API record")
    def api_record(self, document: Document) -> SafeString | str:
        if document.is_hidden:
            return "none while the document is hidden"
        if document.merged_into_id:
            return "none: it was merged into another document"
        address = reverse("document-detail", args=[document.address])
        return link(address, address)


def _text_line(text: Any) -> SafeString:
    held = label("held", "success") if text.held else label("awaited", "warning", "Only the hash of the words is known")
    return format_html(
        '{} {} {} <span class="pin-note">{} characters, SHA-256 <span class="pin-hash" title="{}">{}…</span></span>',
        link(f"Version {text.version}: {text.file_name}", address_of(text)),
        held,
        label(text.get_rights_display()),
        f"{text.length:,}",
        text.sha256,
        text.sha256[:12],
    )


def _new(formsets: Any, model: type[Any]) -> list[Any]:
    """The rows of one kind that were filled in on the page of a new document."""
    rows = next((formset for formset in formsets if formset.model is model), None)
    if rows is None:
        return []
    return [form.instance for form in rows.forms if form.has_changed() and form not in rows.deleted_forms]
