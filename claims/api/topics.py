"""What claims are about."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from claims.api.bodies import TopicBody
from claims.api.filters import TopicFilter
from claims.api.serializers import TopicSerializer
from claims.api.writing import PROPOSED, WritingAndRestoringViewSet, writable
from claims.models import Topic
from claims.services.find_topic import resolve_topic
from claims.services.stories import PUBLIC_STORY, TOPIC_PARTS
from claims.services.write_topic import Label, discard_topic, write_topic
from history.http import MovedError, present_address
from history.past_answers import ReadsThePast
from history.story_view import HasStory


@writable(
    TopicSerializer,
    {"slug": "tide-gates", "broader": "harbours", "labels": [{"language": "en", "label": "tide gates", "kind": "preferred"}]},
)
class TopicViewSet(HasStory, ReadsThePast, WritingAndRestoringViewSet[Topic]):
    """What claims are about. A topic's address is its slug; its opaque id leads there too, and a former slug for ever."""

    serializer_class = TopicSerializer
    queryset = Topic.objects.select_related("broader").prefetch_related("labels")
    filterset_class = TopicFilter
    new_body = TopicBody
    body = TopicBody
    story_parts = TOPIC_PARTS
    public_story = PUBLIC_STORY
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    ordering = ("id",)

    def get_object(self) -> Topic:
        try:
            return super().get_object()
        except Http404:
            resolved = resolve_topic(self.kwargs["slug"])
            if resolved is None:
                raise
            if not resolved.is_current:
                raise MovedError(present_address(self.request, slug=resolved.topic.slug)) from None
            return self.get_queryset().get(pk=resolved.topic.pk)

    def make(self, fields: dict[str, Any]) -> Topic:
        topic = Topic()
        self._write(topic, fields, PROPOSED)
        return topic

    def change(self, record: Topic, fields: dict[str, Any]) -> None:
        self._write(record, fields, "Changed over the API")

    def discard(self, record: Topic) -> None:
        discard_topic(record, by=self.writer, reason="Deleted over the API")

    def _write(self, topic: Topic, fields: dict[str, Any], why: str) -> None:
        labels = fields.pop("labels", None)
        named = None if labels is None else [Label(**one) for one in labels]
        write_topic(topic, by=self.writer, changes=fields, labels=named, reason=why)
