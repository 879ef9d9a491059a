"""Passages, with what rests on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from claims.admin.passages.details import TellsOfOnePassage
from claims.admin.passages.finding import FindsQuotations
from claims.admin.passages.forms import NewPassageForm
from claims.admin.passages.quotes import reader_of
from claims.admin.passages.shown import PRIVATE, is_private, name_document, place_in_words, show_passages
from claims.admin.questions import TellsTheQuestion, asks
from claims.models import Evidence
from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.forms import RecordForm
from history.admin.markup import NOTHING, label, note, shortened
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers
from history.models import Change
from sources.models import Passage, Text
from sources.services.place_passages import place_passages

_TONES = {"exact": "success", "pinned": "warning", "transcribed": "info", "orphaned": "danger"}
_SHORT = {"exact": "exact", "pinned": "pinned, words not held", "transcribed": "transcribed", "orphaned": "words gone"}


class PublishedFilter(YesNoFilter):
    """Passages that everybody may see by an editor's word."""

    title = "publication by itself"
    parameter_name = "published"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(is_published=yes)


class UsedFilter(YesNoFilter):
    """Passages that evidence stands on."""

    title = "use as evidence"
    parameter_name = "used"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(uses__gt=0) if yes else queryset.filter(uses=0)


@admin.register(Passage)
class PassageAdmin(TellsTheQuestion, FindsQuotations, TellsOfOnePassage, RecordAdmin):
    """Exact words at an exact place. A passage never changes; only whether it is published by itself does."""

    form = RecordForm
    list_display = ("words", "shown_document", "place", "grade", "claims_count", "published", "created_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("carried", ChoicesDropdownFilter),
        UsedFilter,
        asks("excerpts"),
        PublishedFilter,
        ("document", AutocompleteSelectFilter),
        ("text", AutocompleteSelectFilter),
        ("origin", ChoicesDropdownFilter),
    )
    list_filter_submit = True
    search_fields = ("quote", "=public_id", "=quote_sha256", "document__citation_key", "document__title")
    search_help_text = "Words of the passage, the document's key or title, an id or a SHA-256."
    ordering = ("document__citation_key", "start", "id")
    autocomplete_fields = ("document",)
    readonly_fields = (
        "document_named",
        "all_words",
        "where",
        "citation",
        "hash_of_words",
        "grade",
        "span",
        "made_by",
        "standing",
        "ancestry",
        "excerpts_now",
    )
    change_form_outer_after_template = None
    fieldsets = (
        ("The words", {"fields": ("all_words", "document_named", "where", "citation")}),
        ("What rests on them", {"fields": ("standing", "is_published", "excerpts_now")}),
        ("How they are pinned", {"fields": ("grade", "span", "ancestry", "hash_of_words", "made_by")}),
    )
    new_fieldsets: ClassVar[Any] = (
        ("The words", {"fields": ("document", "quote", ("words_before", "words_after"), "place")}),
        (None, {"fields": ("is_published",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        passages: QuerySet[Passage] = super().get_queryset(request).select_related("document", "text").defer("text__content")
        return passages.annotate(uses=counted(Evidence.objects.exclude(status__in=["rejected", "retracted"]), "passage"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            # Nothing stands on words that a correction removed.
            found = found.exclude(status=Passage.Status.ORPHANED)
        if search_term and not administers(request.user):
            # Finding a private text's words by guessing them would be reading them.
            named: QuerySet[Any] = Passage.objects.filter(Q(public_id=search_term) | Q(document__citation_key__icontains=search_term))
            found = found.filter(~Q(text__rights=Text.Rights.PRIVATE) | Q(text=None) | Q(pk__in=named.values("pk")))
        return found, may_repeat

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        form: Any = super().get_form(request, obj, change, **{**kwargs, "form": NewPassageForm})
        form.reader = reader_of(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Passage | None = None) -> Any:
        return self.new_fieldsets if obj is None else super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Passage | None = None) -> Any:
        # To publish a passage that no public claim stands on is an editor's decision.
        publishing = () if request.user.has_perm("claims.review_claim") else ("is_published",)
        return publishing if obj is None else (*super().get_readonly_fields(request, obj), *publishing)

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().select_related("document", "text").defer("text__content")

    def name_in_choices(self, record: Passage) -> str:
        place = f"characters {record.start:,} to {record.end:,}" if record.start is not None else record.status
        words = "private words" if is_private(record) else shortened(record.quote, 90) if record.quote else "words not held here"
        return f"{record.document.citation_key}, {place}: {words}"

    def withheld_columns(self, request: HttpRequest, changes: Sequence[Change]) -> dict[int, Collection[str]]:
        if administers(request.user):
            return {}
        texts = Text.objects.filter(rights=Text.Rights.PRIVATE, pk__in={change.state.get("text_id") for change in changes} - {None})
        private = set(texts.values_list("pk", flat=True))
        return {change.pk: {"quote"} for change in changes if change.state.get("text_id") in private}

    def view_on_site(self, passage: Passage) -> str:
        return reverse("excerpt-detail", args=[passage.public_id])

    # Words are pinned.

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Passage:  # noqa: FBT001 - Django's signature
        passage: Passage = super().save_form(request, form, change)
        if change:
            return passage
        passage = form.pinned_passage()
        if form.cleaned_data.get("is_published"):
            passage.is_published = True
        return passage

    def save_model(self, request: HttpRequest, obj: Passage, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        # Nothing else of a passage ever changes; its words may be withheld from who saves it.
        obj.save(update_fields=["is_published"])

    def response_add(self, request: HttpRequest, obj: Passage, post_url_continue: str | None = None) -> HttpResponse:
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, "Pinned: these are the words of the text, proved to the character.")
        return HttpResponseRedirect(address_of(obj))

    # The page.

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        passage = super().get_object(request, object_id, from_field)
        if passage is not None and request.method == "GET":
            with_place: Any = Passage.objects.filter(pk=passage.pk).with_place()
            passage.shown = show_passages(request, list(with_place))[passage.pk]
        return self._without_private_words(request, [passage])[0] if passage else None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return super().get_deleted_objects(self._without_private_words(request, list(objs)), request)

    def _without_private_words(self, request: HttpRequest, passages: list[Any]) -> list[Any]:
        """The same passages; those that this reader may not read name themselves by their place alone, in titles and messages too."""
        for passage in passages:
            if is_private(passage) and not administers(request.user):
                passage.quote = None
        return passages

    # Columns.

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        locators = place_passages(rows)
        for passage in rows:
            passage.place_in_words = place_in_words(locators.get(passage.pk))
            passage.may_be_read = administers(request.user) or not is_private(passage)

    @display(description="words", ordering="quote")
    def words(self, passage: Any) -> SafeString | str:
        if not passage.may_be_read:
            return note(PRIVATE)
        if passage.status == Passage.Status.ORPHANED:
            return note("words that a correction removed")
        return shortened(passage.quote, 110) if passage.quote is not None else note(f"not held here: {passage.start}–{passage.end}")

    @display(description="document", ordering="document__citation_key")
    def shown_document(self, passage: Passage) -> SafeString:
        return name_document(passage.document, is_short=True)

    @display(description="place")
    def place(self, passage: Any) -> str:
        return passage.place_in_words or NOTHING

    @display(description="grade", ordering="status")
    def grade(self, passage: Passage) -> SafeString:
        carried = f", {passage.carried}" if passage.carried else ""
        return label(f"{_SHORT[passage.status]}{carried}", _TONES[passage.status], passage.get_status_display())

    @display(description="published", ordering="is_published")
    def published(self, passage: Passage) -> SafeString | str:
        return (
            label("by itself", "success", "Shown to everybody even when no public claim stands on it") if passage.is_published else NOTHING
        )

    @display(description="evidence", ordering="uses")
    def claims_count(self, passage: Any) -> str:
        return str(passage.uses) if passage.uses else NOTHING
