"""All reviews, to be looked through."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter, RelatedDropdownFilter

from claims.models import Review
from history.admin.filters import ChoiceFilter
from history.admin.markup import NOTHING, label, link, shortened
from history.admin.records import ReadOnly, address_of
from history.admin.unfolded import ModelAdmin, display

_TONES = {"approve": "success", "reject": "danger", "retract": "danger", "request_changes": "warning", "reopen": "warning"}


class KindFilter(ChoiceFilter):
    """Reviews of claims, of evidence, of relations."""

    title = "kind of record"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("claim", "claims"), ("evidence", "evidence"), ("relation", "relations")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"{value}__isnull": False}) if value in {"claim", "evidence", "relation"} else queryset.none()


@admin.register(Review)
class ReviewAdmin(ReadOnly, ModelAdmin):
    """Who submitted, who decided, what and why. Reviews are made on the pages of what is reviewed and never change."""

    list_display = ("at", "by", "act", "kind", "record", "revision", "shown_comment")
    list_filter = (("action", ChoicesDropdownFilter), KindFilter, ("by", RelatedDropdownFilter), ("at", RangeDateTimeFilter))
    list_filter_submit = True
    search_fields = ("comment", "=public_id", "by__username", "claim__statement", "evidence__reason", "relation__reason")
    search_help_text = "The comment, the account, the claim's words, or the reason of evidence or a relation."
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = ((None, {"fields": ("act", "by", "at", "kind", "record", "revision", "comment", "shown_conflicts", "public_id")}),)

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("history/admin.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        reviews: QuerySet[Review] = super().get_queryset(request)
        return reviews.select_related("by", "claim", "evidence__claim", "relation__from_claim")

    @display(description="conflicts of interest")
    def shown_conflicts(self, review: Review) -> str:
        return "; ".join(one["sentence"] for one in review.conflicts) or NOTHING

    @display(description="act", ordering="action")
    def act(self, review: Review) -> SafeString:
        return label(review.get_action_display(), _TONES.get(review.action, "info"))

    @display(description="kind")
    def kind(self, review: Review) -> str:
        reviewed = review.claim or review.evidence or review.relation
        return str(reviewed._meta.verbose_name) if reviewed else NOTHING

    @display(description="comment")
    def shown_comment(self, review: Review) -> str:
        return shortened(review.comment, 160) or NOTHING

    @display(description="record")
    def record(self, review: Review) -> SafeString | str:
        if review.claim:
            return link(review.claim, address_of(review.claim))
        if review.evidence:
            return link(f"{review.evidence.stance}: {review.evidence.claim}", address_of(review.evidence))
        if review.relation:
            return link(f"{review.relation.get_kind_display()}: {review.relation.from_claim}", address_of(review.relation))
        return NOTHING
