"""Links between claims and excerpts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet

from claims.api.bodies import EvidenceBody, NewEvidenceBody
from claims.api.filters import EvidenceFilter
from claims.api.linked import with_excerpts
from claims.api.reviewing import ReviewedViewSet, reviewable
from claims.api.serializers import EvidenceSerializer
from claims.api.stakes import stakes_of
from claims.api.writing import PROPOSED, writable
from claims.models import Evidence
from claims.services.propose import propose_evidence
from claims.services.stories import EVIDENCE_PARTS, PUBLIC_STORY
from history.past_answers import ReadsThePast
from history.story_view import HasStory

if TYPE_CHECKING:
    from history.services import Actor


@reviewable(EvidenceSerializer)
@writable(
    EvidenceSerializer,
    {
        "claim": "k3v9q2m7x4ta8w0c",
        "excerpt": "p8r2d6n1h5js7y4e",
        "stance": "supports",
        "voice": "asserts",
        "basis": "data",
        "strength": "strong",
        "reason": "The log says at which hour the gate closed and how high the water stood.",
    },
)
class EvidenceViewSet(HasStory, ReadsThePast, ReviewedViewSet[Evidence]):
    """Links between claims and the excerpts that support, dispute or qualify them."""

    serializer_class = EvidenceSerializer
    queryset = Evidence.objects.all()
    filterset_class = EvidenceFilter
    present_filters = frozenset({"question"})
    new_body = NewEvidenceBody
    body = EvidenceBody
    called: ClassVar[Mapping[str, str]] = {"passage": "excerpt"}
    story_parts = EVIDENCE_PARTS
    public_story = PUBLIC_STORY

    def make(self, fields: dict[str, Any]) -> Evidence:
        return propose_evidence(by=self.writer, why=PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Evidence]:
        visible = Evidence.objects.visible_to(self.request.user)
        return visible.select_related("claim", "holder", "created_by")

    def context_for(self, records: Sequence[Evidence], reader: Actor) -> dict[str, Any]:
        return with_excerpts({"stakes": stakes_of(records, reader)}, records)
