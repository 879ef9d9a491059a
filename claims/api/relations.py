"""Links between claims, and challenges to evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet

from claims.api.bodies import NewRelationBody, RelationBody
from claims.api.filters import RelationFilter
from claims.api.linked import public_part, with_excerpts, without_hidden
from claims.api.reviewing import ReviewedViewSet, reviewable
from claims.api.serializers import RelationSerializer
from claims.api.stakes import stakes_of
from claims.api.writing import PROPOSED, writable
from claims.models import Relation
from claims.services.propose import propose_relation
from claims.services.stories import PUBLIC_STORY, RELATION_PARTS
from history.past_answers import ReadsThePast
from history.story_view import HasStory

if TYPE_CHECKING:
    from history.services import Actor


@reviewable(RelationSerializer)
@writable(
    RelationSerializer,
    {
        "from": "k3v9q2m7x4ta8w0c",
        "kind": "contradicts",
        "to": "w7c1f5t9b3mz6q2g",
        "reason": "The gate cannot have closed both before and after the tide.",
        "evidence": ["p8r2d6n1h5js7y4e"],
    },
)
class RelationViewSet(HasStory, ReadsThePast, ReviewedViewSet[Relation]):
    """How claims bear on one another, and challenges to evidence."""

    serializer_class = RelationSerializer
    queryset = Relation.objects.all()
    filterset_class = RelationFilter
    present_filters = frozenset({"question"})
    new_body = NewRelationBody
    body = RelationBody
    called: ClassVar[Mapping[str, str]] = {"from_claim": "from", "to_claim": "to"}
    story_parts = RELATION_PARTS
    public_story = PUBLIC_STORY

    def make(self, fields: dict[str, Any]) -> Relation:
        evidence = fields.pop("evidence", ())
        return propose_relation(by=self.writer, evidence=evidence, why=PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Relation]:
        visible = Relation.objects.visible_to(self.request.user)
        return visible.select_related("from_claim", "to_claim", "to_evidence", "created_by")

    def context_for(self, records: Sequence[Relation], reader: Actor) -> dict[str, Any]:
        return with_excerpts({"stakes": stakes_of(records, reader)}, relations=records, reader=reader)

    def public_part(self, body: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
        return without_hidden(public_part(body), context["hidden_excerpts"])
