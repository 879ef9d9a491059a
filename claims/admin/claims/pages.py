"""Claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateTimeFilter

from claims.admin.claims.attributes import attribute_layout, attributes_together, is_of_attribute, marks_explained
from claims.admin.claims.cards import evidence_cards, proposed_rows, relation_rows
from claims.admin.claims.forms import form_of
from claims.admin.files.exporting import TakesClaimsAway
from claims.admin.files.importing import ImportsClaims
from claims.admin.questions import ComparesClaims, TellsTheQuestion, asks
from claims.admin.review.reviewing import ReviewedAdmin
from claims.models import Claim, ClaimTopic, Evidence, Topic
from claims.services.revise import chain
from claims.services.stories import CLAIM_PARTS
from claims.types import CLAIM_TYPES
from claims.types.values import is_none, is_unknown
from history.admin.autocomplete import NamedSelectMultiple, named, records_to_name
from history.admin.conflicts import Linked
from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.markup import NOTHING, label, note, shortened
from history.admin.unfolded import display
from history.story import Part

# Nothing new is linked to what was refused or taken back.
_CLOSED = frozenset({"rejected", "retracted", "superseded"})

# Evidence in these states may carry a claim to its publication.
_GROUND = frozenset({"in_review", "accepted"})

_STANDINGS = {"unsupported": "danger", "supported_by_one": "info", "supported": "success", "contested": "warning", "disputed": "danger"}


class StandingFilter(ChoicesDropdownFilter):
    """Claims by their standing, under that name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "standing"


class MineFilter(YesNoFilter):
    """Claims that the reader proposed."""

    title = "whether it is mine"
    parameter_name = "mine"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        mine = {"created_by": self.request.user}
        return queryset.filter(**mine) if yes else queryset.exclude(**mine)


class SampleFilter(YesNoFilter):
    """Claims that stand on documents written for the demonstration."""

    title = "sample documents"
    parameter_name = "sample"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(is_sample=yes)


class UnsupportedFilter(YesNoFilter):
    """Claims without any accepted evidence; of the published ones, those that lost it."""

    title = "accepted evidence"
    parameter_name = "grounded"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(accepted__gt=0) if yes else queryset.filter(accepted=0)


@admin.register(Claim)
class ClaimAdmin(TellsTheQuestion, ImportsClaims, TakesClaimsAway, ComparesClaims, ReviewedAdmin):
    """Propositions in the curator's own words, with what they stand on."""

    list_display = ("shown_statement", "type", "state", "shown_standing", "shown_topics", "evidence_count", "created_by", "changed_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("type", ChoicesDropdownFilter),
        ("standing__category", StandingFilter),
        ("topics", AutocompleteSelectFilter),
        ("holder", AutocompleteSelectFilter),
        asks("claims"),
        MineFilter,
        UnsupportedFilter,
        SampleFilter,
        ("changed_at", RangeDateTimeFilter),
    )
    list_filter_submit = True
    list_select_related = ("created_by", "standing")
    search_fields = ("statement", "=public_id", "topics__labels__label", "topics__slug", "holder__family", "holder__literal")
    search_help_text = "Words of the statement, a topic, a holder, or the id."
    ordering = ("-id",)
    autocomplete_fields = ("holder",)
    readonly_fields = ("standing_shown", "kind_shown", "attributes_shown", "topics_shown", "supersedes", *ReviewedAdmin.readonly_fields)
    change_form_outer_after_template = "claims/admin/claim_after.html"
    actions = (*ReviewedAdmin.actions, *TakesClaimsAway.actions)
    not_restored: ClassVar[Any] = frozenset()
    story_parts = CLAIM_PARTS
    linked_fields: ClassVar[Any] = {"topics": Linked(Part(ClaimTopic, "claim_id"), "topic_id")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        sample = Evidence.objects.filter(claim=OuterRef("pk"), passage__document__is_sample=True)
        claims: QuerySet[Claim] = super().get_queryset(request).prefetch_related("topics")
        return claims.annotate(
            links=counted(Evidence.objects.exclude(status__in=["rejected", "retracted"]), "claim"),
            accepted=counted(Evidence.objects.filter(status="accepted"), "claim"),
            is_sample=Exists(sample),
        )

    # The form of a type.

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        form = super().get_form(request, obj, change, **{**kwargs, "form": form_of(self._type_name(request, obj))})
        if "type" in form.base_fields:
            form.base_fields["type"].widget = forms.HiddenInput()
        if "topics" in form.base_fields:
            topics: Any = form.base_fields["topics"]
            topics.widget = NamedSelectMultiple(cast("Any", Claim._meta.get_field("topics")), self.admin_site)
            topics.queryset = records_to_name(self.admin_site, Topic)
            named(topics, self.admin_site)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Claim | None = None) -> Any:
        type_name = self._type_name(request, obj)
        kind = CLAIM_TYPES[type_name]
        if obj is not None and not self.has_change_permission(request, obj):
            own: list[Any] = [
                ("The claim", {"fields": ("statement", "kind_shown", "attributes_shown", "topics_shown", "holder", "language")}),
            ]
        else:
            own = [
                ("The claim", {"fields": ("type", "statement", "topics", "holder", "language")}),
                (
                    f"{'An' if type_name[0] in 'aeiou' else 'A'} {type_name} claim: {kind.help_text.rstrip('.').lower()}",
                    {"fields": attribute_layout(type_name), "description": marks_explained(type_name)},
                ),
            ]
        if obj is None:
            return own
        return [
            ("What it stands on", {"fields": ("standing_shown",)}),
            *own,
            ("Who proposed it", {"classes": ("collapse",), "fields": (("created_by", "origin"), ("tool", "supersedes"))}),
            *self.record_fieldset(request, obj),
        ]

    def _type_name(self, request: HttpRequest, obj: Claim | None) -> str:
        asked = request.POST.get("type") or request.GET.get("type") or ""
        return asked if asked in CLAIM_TYPES and (obj is None or obj.is_editable) else obj.type if obj else next(iter(CLAIM_TYPES))

    def fields_together(self, forms: Sequence[Any]) -> list[Sequence[str]]:
        return attributes_together(super().fields_together(forms), is_one_kind=len({form.type_name for form in forms}) == 1)

    def column_of(self, name: str) -> str:
        return super().column_of("attributes" if is_of_attribute(name) else name)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and request.GET.get("type") not in CLAIM_TYPES:
            return self._choose_type(request)
        return super().add_view(request, form_url, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "GET" and "choose_type" in request.GET:
            return self._choose_type(request)
        return super().change_view(request, object_id, form_url, extra_context)

    def _choose_type(self, request: HttpRequest) -> HttpResponse:
        """The types to choose from, before there is a form."""
        if not self.has_add_permission(request):
            raise PermissionDenied("You may read claims, but not write them.")
        given = request.GET.copy()
        for name in ("type", "choose_type"):
            given.pop(name, None)
        context = {
            **self.admin_site.each_context(request),
            "title": "What kind of claim is it?",
            "opts": self.opts,
            "kinds": [
                (kind, [(name.replace("_", " "), one.required) for name, one in kind.attributes.items()]) for kind in CLAIM_TYPES.values()
            ],
            "given": given.urlencode(),
            "media": self.media,
        }
        return TemplateResponse(request, "claims/admin/choose_type.html", context)

    # The page.

    def shown_around(self, request: HttpRequest, record: Claim) -> dict[str, Any]:
        cards = evidence_cards(self.admin_site, request, record)
        return {
            **super().shown_around(request, record),
            "claim": record,
            "cards": cards,
            "lacks_ground": record.is_editable and cards and not any(card.evidence.status in _GROUND for card in cards),
            "relations": relation_rows(record),
            "proposed": proposed_rows(record) if request.method == "GET" and self._may_relate(request, record) else [],
            "chain": chain(record),
            "may_add_evidence": request.user.has_perm("claims.add_evidence") and record.status not in _CLOSED,
            "may_add_relation": self._may_relate(request, record),
            "may_change_type": self.has_change_permission(request, record),
        }

    def _may_relate(self, request: HttpRequest, claim: Claim) -> bool:
        return request.user.has_perm("claims.add_relation") and claim.status not in _CLOSED

    # Columns.

    @display(description="statement", ordering="statement")
    def shown_statement(self, claim: Any) -> SafeString:
        sample = label("Sample", "warning", "Stands on documents written for the demonstration") if claim.is_sample else ""
        return format_html("{} {}", shortened(claim.statement, 140), sample)

    @display(description="standing", ordering="standing__supporting_sources")
    def shown_standing(self, claim: Claim) -> SafeString:
        standing = claim.standing
        return label(standing.get_category_display(), _STANDINGS[standing.category], standing.sentence)

    @display(description="standing")
    def standing_shown(self, claim: Claim) -> SafeString:
        since = f"since {claim.standing.since:%Y-%m-%d}"
        return format_html("{} {} {}", self.shown_standing(claim), claim.standing.sentence, note(since))

    @display(description="topics")
    def shown_topics(self, claim: Claim) -> SafeString | str:
        return format_html_join(" ", "{}", ((label(topic.slug),) for topic in claim.topics.all())) or NOTHING

    @display(description="evidence", ordering="accepted")
    def evidence_count(self, claim: Any) -> str:
        return str(claim.accepted) if claim.accepted == claim.links else f"{claim.accepted} of {claim.links} accepted"

    @display(description="kind")
    def kind_shown(self, claim: Claim) -> SafeString:
        return format_html("{} {}", claim.type, note(CLAIM_TYPES[claim.type].help_text))

    @display(description="attributes")
    def attributes_shown(self, claim: Claim) -> SafeString | str:
        declared = CLAIM_TYPES[claim.type].attributes
        rows = [(name.replace("_", " "), _shown(claim.attributes[name])) for name in declared if name in claim.attributes]
        if not rows:
            return NOTHING
        facts = format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)
        return format_html('<dl class="pin-facts"><dt>in short</dt><dd>{}</dd>{}</dl>', claim.sentence, facts)

    @display(description="topics")
    def topics_shown(self, claim: Claim) -> SafeString | str:
        return self.shown_topics(claim)


def _shown(value: Any) -> Any:
    if is_unknown(value) or is_none(value):
        return note("unknown" if is_unknown(value) else "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value
