"""People and organisations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.markup import NOTHING, lines
from history.admin.records import RecordAdmin, RecordInline, address_of
from history.admin.unfolded import display
from history.models import Change
from history.restore import Restorable
from sources.admin.merging.pages import MergedFilter, MergesRecords
from sources.models import Author, Contribution, NameVariant
from sources.services.restore_source import RESTORED, restore_source
from sources.services.stories import AUTHOR_PARTS

_MOST_DOCUMENTS = 200


class HasDocumentsFilter(YesNoFilter):
    """Authors that some document credits."""

    title = "whether a document credits it"
    parameter_name = "credited"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        credited = Exists(Contribution.objects.filter(author=OuterRef("pk")))
        return queryset.filter(credited if yes else ~credited)


class NameVariantInline(RecordInline):
    """Other forms of the name."""

    model = NameVariant
    fields = ("form", "language", "family", "given", "literal")
    verbose_name_plural = "other forms of the name"


@admin.register(Author)
class AuthorAdmin(MergesRecords, RecordAdmin):
    """Authority records: each person and organisation once."""

    list_display = ("name", "kind", "other_forms", "documents_count", "orcid", "changed_at")
    list_filter = (("kind", ChoicesDropdownFilter), HasDocumentsFilter, MergedFilter)
    search_fields = (
        "family",
        "given",
        "literal",
        "variants__family",
        "variants__given",
        "variants__literal",
        "=orcid",
        "=wikidata",
        "=viaf",
    )
    search_help_text = "Any form of the name in any script, ORCID, VIAF or Wikidata number."
    ordering = ("family", "literal", "given", "id")
    readonly_fields = ("documents",)
    fieldsets = (
        (None, {"fields": ("kind", ("family", "given"), "literal")}),
        ("Rarer parts of a name", {"classes": ("collapse",), "fields": (("particle", "dropping_particle"), "suffix")}),
        ("Known elsewhere as", {"fields": ("orcid", ("viaf", "wikidata"), "note")}),
    )
    inlines = (NameVariantInline,)
    not_restored: ClassVar[Any] = RESTORED[Author].kept
    story_parts = AUTHOR_PARTS

    def bring_back(self, record: Any, change: Change, how: Restorable, **said: Any) -> None:
        restore_source(record, change=change, **said)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        found: QuerySet[Author] = (
            super().get_queryset(request).prefetch_related("variants").annotate(credits=counted(Contribution.objects.all(), "author"))
        )
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets[:-1], ("Documents", {"fields": ("documents",)}), fieldsets[-1]]

    def name_in_choices(self, record: Author) -> str:
        return f"{record.sort_name} (organisation)" if record.kind == Author.Kind.ORGANISATION else record.sort_name

    @display(description="name", ordering="family")
    def name(self, author: Author) -> str:
        return author.sort_name

    @display(description="other forms")
    def other_forms(self, author: Author) -> str:
        return ", ".join(variant.full_name for variant in author.variants.all()) or NOTHING

    @display(description="documents", ordering="credits")
    def documents_count(self, author: Any) -> int:
        return int(author.credits)

    @display(description="documents")
    def documents(self, author: Author) -> SafeString:
        credits = author.contributions.select_related("document").order_by("document__issued", "document__citation_key")  # noqa: A001 - the field's word
        return lines((_credit(one) for one in credits[:_MOST_DOCUMENTS]), nothing="No document credits this author yet.")


def _credit(credit: Any) -> SafeString:
    named = render_to_string("sources/admin/document_name.html", {"document": credit.document, "address": address_of(credit.document)})
    as_printed = f", as {credit.credited}" if credit.credited else ""
    return format_html('{} <span class="pin-note">{}{}</span>', SafeString(named), credit.get_role_display(), as_printed)
