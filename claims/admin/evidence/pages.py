"""Links between claims and passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from claims.admin.evidence.forms import EvidenceForm, NewEvidenceForm
from claims.admin.evidence.reopening import MovesEvidence
from claims.admin.passages.quotes import reader_of
from claims.admin.passages.shown import is_private, name_document, show_passages
from claims.admin.questions import TellsTheQuestion, asks
from claims.admin.review.reviewing import ReviewedAdmin
from claims.admin.tones import STANCES
from claims.models import Evidence
from claims.services.reopened import reopened_because
from history.admin.autocomplete import NamedSelect, named
from history.admin.filters import YesNoFilter
from history.admin.markup import label, link, note, shortened
from history.admin.records import address_of
from history.admin.unfolded import display
from sources.models import Passage


class ReopenedFilter(YesNoFilter):
    """Evidence that a correction of its text re-opened, and nobody has decided on again."""

    title = "re-opened by a correction"
    parameter_name = "reopened"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        open_again = Evidence.objects.reopened().values("pk")
        return queryset.filter(pk__in=open_again) if yes else queryset.exclude(pk__in=open_again)


class SampleFilter(YesNoFilter):
    """Evidence on sample documents."""

    title = "sample documents"
    parameter_name = "sample"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(passage__document__is_sample=yes)


@admin.register(Evidence)
class EvidenceAdmin(TellsTheQuestion, MovesEvidence, ReviewedAdmin):
    """What claims stand on: which passage, in which sense, and why."""

    list_display = ("bearing", "shown_words", "shown_document", "shown_claim", "state", "created_by", "changed_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("stance", ChoicesDropdownFilter),
        ("voice", ChoicesDropdownFilter),
        ("basis", ChoicesDropdownFilter),
        ("strength", ChoicesDropdownFilter),
        ReopenedFilter,
        asks("evidence"),
        SampleFilter,
        ("changed_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = (
        "reason",
        "=public_id",
        "claim__statement",
        "=claim__public_id",
        "passage__document__citation_key",
        "passage__document__title",
        "holder__family",
        "holder_as_named",
    )
    search_help_text = "The reason, the claim, the document, the holder, or an id."
    ordering = ("-id",)
    autocomplete_fields = ("claim", "passage", "holder")
    change_form_outer_before_template = "claims/admin/evidence_before.html"
    change_form_outer_after_template = "claims/admin/linked_after.html"
    conditional_fields = {"holder": "voice == 'reports'", "holder_as_named": "voice == 'reports'"}
    not_restored: ClassVar[Any] = frozenset()
    _meaning = ("What it does", {"fields": (("stance", "strength"), ("voice", "basis"), "holder", "holder_as_named", "reason")})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        related = ("claim", "created_by", "holder", "passage__document", "passage__text")
        evidence: QuerySet[Evidence] = super().get_queryset(request).select_related(*related).defer("passage__text__content")
        return evidence

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        form: Any = super().get_form(request, obj, change, **{**kwargs, "form": EvidenceForm if obj else NewEvidenceForm})
        if "document" in form.base_fields:
            form.base_fields["document"].widget = NamedSelect(cast("Any", Passage._meta.get_field("document")), self.admin_site)
            named(form.base_fields["document"], self.admin_site)
            form.reader = reader_of(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Evidence | None = None) -> Any:
        if obj is None:
            pasted = {
                "fields": ("document", "quote", ("words_before", "words_after"), "place"),
                "description": "Or paste the words of a passage that is not here yet: it is pinned when you save.",
            }
            return [("The claim and the passage", {"fields": ("claim", "passage")}), ("Words to pin", pasted), self._meaning]
        # Where nothing can be chosen both are shown above the form already, as far as this reader may see them.
        chosen = [("The claim and the passage", {"fields": ("claim", "passage")})] if self.has_change_permission(request, obj) else []
        own = [*chosen, self._meaning if chosen else self._meaning_of(obj)]
        made = ("Who proposed it", {"classes": ("collapse",), "fields": (("created_by", "origin"), "tool")})
        return [*own, made, *self.record_fieldset(request, obj)]

    def _meaning_of(self, evidence: Evidence) -> Any:
        """What it does, where nothing can be changed: without a holder that nobody named."""
        name, written = self._meaning
        empty = {name for name, held in (("holder", evidence.holder_id), ("holder_as_named", evidence.holder_as_named)) if not held}
        return name, {"fields": tuple(field for field in written["fields"] if field not in empty)}

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().select_related("claim")

    def name_in_choices(self, record: Evidence) -> str:
        return f"{record.get_stance_display()} “{shortened(record.claim.statement, 60)}”: {shortened(record.reason, 60)}"

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Evidence:  # noqa: FBT001 - Django's signature
        evidence: Evidence = super().save_form(request, form, change)
        if not change:
            evidence.passage = form.passage_to_link()
        return evidence

    def response_add(self, request: HttpRequest, obj: Evidence, post_url_continue: str | None = None) -> HttpResponse:
        return self._to_claim(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Evidence) -> HttpResponse:
        return self._to_claim(request, obj, super().response_change(request, obj))

    def _to_claim(self, request: HttpRequest, evidence: Evidence, response: HttpResponse) -> HttpResponse:
        """After plain saving, go on with the claim, where the work is."""
        if "_save" not in request.POST or "_popup" in request.POST:
            return response
        return HttpResponseRedirect(f"{address_of(evidence.claim)}#evidence-{evidence.pk}")

    def shown_around(self, request: HttpRequest, record: Evidence) -> dict[str, Any]:
        passages = Passage.objects.filter(pk=record.passage_id).with_place()
        shown = show_passages(request, list(passages))[record.passage_id]
        return {
            **super().shown_around(request, record),
            "shown": shown,
            "reopening": self.shown_reopening(request, record),
            "reopened_because": reopened_because([record]).get(record.pk, ""),
        }

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        for evidence in rows:
            evidence.is_private = is_private(evidence.passage)

    @display(description="stance", ordering="stance")
    def bearing(self, evidence: Evidence) -> SafeString:
        return format_html("{} {}", label(evidence.get_stance_display(), STANCES[evidence.stance]), note(evidence.strength))

    @display(description="words")
    def shown_words(self, evidence: Any) -> SafeString | str:
        if evidence.is_private:
            return note("private words")
        quote = evidence.passage.quote
        return shortened(quote, 90) if quote is not None else note("not held here")

    @display(description="document", ordering="passage__document__citation_key")
    def shown_document(self, evidence: Evidence) -> SafeString:
        return name_document(evidence.passage.document, is_short=True)

    @display(description="claim", ordering="claim")
    def shown_claim(self, evidence: Evidence) -> SafeString:
        return link(shortened(evidence.claim.statement, 80), address_of(evidence.claim))
