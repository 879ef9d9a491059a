"""What claims are about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.languages import ChecksLanguage
from claims.models import ClaimTopic, FormerSlug, Topic, TopicLabel
from claims.services.stories import TOPIC_PARTS
from history.admin.counting import counted
from history.admin.filters import YesNoFilter
from history.admin.forms import SeenForm
from history.admin.markup import NOTHING, link
from history.admin.records import ReadOnly, RecordAdmin, RecordInline
from history.admin.unfolded import display


class UsedFilter(YesNoFilter):
    """Topics of some claim."""

    title = "use by a claim"
    parameter_name = "used"

    def answered(self, queryset: QuerySet[Any], *, yes: bool) -> QuerySet[Any]:
        return queryset.filter(uses__gt=0) if yes else queryset.filter(uses=0)


class TopicLabelForm(ChecksLanguage, SeenForm):
    """A name of a topic."""


class TopicLabelInline(RecordInline):
    """The topic's names."""

    form = TopicLabelForm
    model = TopicLabel
    fields = ("language", "kind", "label")
    verbose_name_plural = "names of the topic, one preferred in each language"


class FormerSlugInline(ReadOnly, RecordInline):
    """Slugs that lead here because the topic had them once."""

    model = FormerSlug
    fields = ("slug", "created_at")
    readonly_fields = ("slug", "created_at")
    verbose_name_plural = "former slugs"


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    """Concepts with their names in several languages."""

    list_display = ("slug", "names", "broader", "claims_count", "changed_at")
    list_filter = (UsedFilter,)
    list_select_related = ("broader",)
    search_fields = ("slug", "labels__label", "former_slugs__slug")
    search_help_text = "Any name of the topic in any language, or its slug, present or former."
    ordering = ("slug",)
    autocomplete_fields = ("broader",)
    readonly_fields = ("claims_count", "narrower_topics")
    inlines = (TopicLabelInline, FormerSlugInline)
    fieldsets = ((None, {"fields": ("slug", "broader")}),)
    not_restored: ClassVar[Any] = frozenset()
    story_parts = TOPIC_PARTS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        topics: QuerySet[Topic] = super().get_queryset(request)
        return topics.prefetch_related("labels").annotate(uses=counted(ClaimTopic.objects.all(), "topic"))

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [fieldsets[0], ("Use", {"fields": ("claims_count", "narrower_topics")}), *fieldsets[1:]]

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().prefetch_related("labels")

    def name_in_choices(self, record: Topic) -> str:
        names = [one.label for one in record.labels.all() if one.kind == TopicLabel.Kind.PREFERRED and one.label != record.slug]
        return f"{record.slug} ({', '.join(names)})" if names else record.slug

    @display(description="names")
    def names(self, topic: Topic) -> str:
        return "; ".join(f"{one.label} ({one.language})" for one in topic.labels.all()) or NOTHING

    @display(description="claims", ordering="uses")
    def claims_count(self, topic: Any) -> SafeString | str:
        return link(topic.uses, f"{reverse('admin:claims_claim_changelist')}?topics__id__exact={topic.pk}") if topic.uses else NOTHING

    @display(description="narrower topics")
    def narrower_topics(self, topic: Topic) -> str:
        return ", ".join(topic.narrower.values_list("slug", flat=True)) or NOTHING


@admin.register(ClaimTopic)
class ClaimTopicAdmin(RecordAdmin):
    """Which claim is about which topic; chosen on the claim's page, here for their history."""

    list_display = ("claim", "topic", "changed_at")
    list_select_related = ("claim", "topic")
    search_fields = ("claim__statement", "topic__slug")
    autocomplete_fields = ("claim", "topic")
    fieldsets = ((None, {"fields": ("claim", "topic")}),)

    def has_module_permission(self, request: HttpRequest) -> bool:
        # Reached from the history of a claim; a list of its own would only be in the way.
        return False
