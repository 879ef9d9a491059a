"""How claims bear on one another, and challenges to evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter

from claims.admin.passages.shown import show_passages
from claims.admin.questions import TellsTheQuestion, asks
from claims.admin.review.reviewing import ReviewedAdmin
from claims.models import Relation, RelationEvidence
from claims.services.stories import RELATION_PARTS
from history.admin.markup import NOTHING, label, link, shortened
from history.admin.records import RecordAdmin, RecordInline, address_of
from history.admin.unfolded import display
from sources.models import Passage

_TONES = {"contradicts": "danger", "undercuts": "danger", "supports": "success", "refines": "info", "restates": "info"}


class RelationEvidenceInline(RecordInline):
    """The passages that bear the relation out."""

    model = RelationEvidence
    fields = ("passage",)
    autocomplete_fields = ("passage",)
    verbose_name = "passage"
    verbose_name_plural = "passages that bear it out, if there are any"


@admin.register(Relation)
class RelationAdmin(TellsTheQuestion, ReviewedAdmin):
    """One claim's bearing on another claim, or on a piece of evidence that it undercuts."""

    list_display = ("shown_from", "how", "shown_to", "state", "created_by", "changed_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        asks("relations"),
        ("changed_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    search_fields = ("reason", "=public_id", "from_claim__statement", "to_claim__statement", "to_evidence__claim__statement")
    search_help_text = "The reason, either claim, or the id."
    ordering = ("-id",)
    autocomplete_fields = ("from_claim", "to_claim", "to_evidence")
    change_form_outer_before_template = "claims/admin/relation_before.html"
    change_form_outer_after_template = "claims/admin/linked_after.html"
    inlines = (RelationEvidenceInline,)
    story_parts = RELATION_PARTS
    not_restored: ClassVar[Any] = frozenset()
    conditional_fields = {"to_claim": "kind != 'undercuts'", "to_evidence": "kind == 'undercuts'"}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        relations: QuerySet[Relation] = super().get_queryset(request)
        return relations.select_related("from_claim", "to_claim", "to_evidence__claim", "created_by")

    def get_fieldsets(self, request: HttpRequest, obj: Relation | None = None) -> Any:
        ends: tuple[str, ...] = ("to_claim", "to_evidence")
        if obj is not None and not self.has_change_permission(request, obj):
            ends = tuple(name for name in ends if getattr(obj, f"{name}_id") is not None)
        own = [("How it bears", {"fields": ("from_claim", "kind", *ends, "reason")})]
        if obj is None:
            return own
        made = ("Who proposed it", {"classes": ("collapse",), "fields": (("created_by", "origin"), "tool")})
        return [*own, made, *self.record_fieldset(request, obj)]

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().select_related("from_claim", "to_claim", "to_evidence__claim")

    def name_in_choices(self, record: Relation) -> str:
        target = record.to_claim or (record.to_evidence and record.to_evidence.claim)
        evidence = "evidence for " if record.to_evidence else ""
        return f"“{shortened(record.from_claim.statement, 60)}” {record.get_kind_display()} {evidence}“{shortened(str(target), 60)}”"

    def shown_around(self, request: HttpRequest, record: Relation) -> dict[str, Any]:
        passages = list(Passage.objects.filter(pk__in=record.evidence_links.values("passage")).with_place().order_by("id"))
        shown = show_passages(request, passages)
        return {**super().shown_around(request, record), "bearing": [shown[passage.pk] for passage in passages]}

    @display(description="claim", ordering="from_claim")
    def shown_from(self, relation: Relation) -> str:
        return shortened(relation.from_claim.statement, 80)

    @display(description="kind", ordering="kind")
    def how(self, relation: Relation) -> SafeString:
        return label(relation.get_kind_display(), _TONES.get(relation.kind, ""))

    @display(description="bears on")
    def shown_to(self, relation: Relation) -> SafeString | str:
        if relation.to_claim:
            return link(shortened(relation.to_claim.statement, 80), address_of(relation.to_claim))
        if relation.to_evidence:
            return link(f"evidence for: {shortened(relation.to_evidence.claim.statement, 70)}", address_of(relation.to_evidence))
        return NOTHING


@admin.register(RelationEvidence)
class RelationEvidenceAdmin(RecordAdmin):
    """Which passages bear which relation out; chosen on the relation's page, here for their history."""

    list_display = ("relation", "passage", "changed_at")
    list_select_related = ("relation", "passage")
    search_fields = ("relation__reason", "=relation__public_id", "=passage__public_id")
    autocomplete_fields = ("relation", "passage")
    fieldsets = ((None, {"fields": ("relation", "passage")}),)

    def has_module_permission(self, request: HttpRequest) -> bool:
        # Reached from the history of a relation; a list of its own would only be in the way.
        return False
