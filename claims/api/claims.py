"""Claims, with what they stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from claims.api.bodies import ClaimBody, NewClaimBody
from claims.api.filters import ClaimFilter
from claims.api.linked import links_of, public_part, with_excerpts, without_hidden
from claims.api.reviewing import ReviewedViewSet, reviewable
from claims.api.serializers import ClaimSerializer
from claims.api.stakes import stakes_of
from claims.api.writing import PROPOSED, writable
from claims.models import Claim, Evidence
from claims.services.counts import rows_to_count
from claims.services.propose import propose_claim
from claims.services.stories import CLAIM_PARTS, PUBLIC_STORY
from history.past_answers import ReadsThePast
from history.story_view import HasStory
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.negotiation.schema import negotiable
from sources.negotiation.views import CitableViewSet

if TYPE_CHECKING:
    from history.services import Actor


@reviewable(ClaimSerializer)
@writable(
    ClaimSerializer,
    {
        "type": "causal",
        "statement": "Closing the gate late floods the quay.",
        "attributes": {"cause": "closing the gate late", "effect": "a flooded quay", "polarity": "increases"},
        "topics": ["harbours"],
    },
)
@negotiable(ClaimSerializer)
class ClaimViewSet(HasStory, ReadsThePast, ReviewedViewSet[Claim], CitableViewSet[Claim]):
    """Claims with the evidence they stand on, each piece with its excerpt and citation."""

    file_name = "claims"
    cites_one = False

    serializer_class = ClaimSerializer
    queryset = Claim.objects.all()
    filterset_class = ClaimFilter
    new_body = NewClaimBody
    body = ClaimBody
    present_filters = frozenset({"standing", "question"})
    present_fields = frozenset({"standing"})
    story_parts = CLAIM_PARTS
    public_story = PUBLIC_STORY

    @property
    def ordering(self) -> tuple[str, ...]:
        """Best first for a search, else the newest."""
        return ("-rank",) if self.request.query_params.get("search") else ("-id",)

    def make(self, fields: dict[str, Any]) -> Claim:
        topics = fields.pop("topics", ())
        return propose_claim(by=self.writer, topics=topics, reason=PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Claim]:
        visible = Claim.objects.visible_to(self.request.user)
        return visible.select_related("holder", "standing", "created_by", "supersedes").prefetch_related("topics")

    def rows_to_count(self, found: QuerySet[Claim]) -> QuerySet[Any]:
        filters = ClaimFilter.base_filters
        asked = {name: str(value) for name, value in self.request.query_params.items() if name in filters}
        return rows_to_count(found, asked, self.request.user)

    def cited_by(self, records: QuerySet[Claim]) -> DocumentQuerySet:
        evidence = Evidence.objects.visible_to(self.request.user).filter(claim__in=records.order_by().values("pk"))
        return Document.objects.public().filter(pk__in=evidence.order_by().values("passage__document"))

    def context_for(self, records: Sequence[Claim], reader: Actor) -> dict[str, Any]:
        links = links_of(records, reader)
        successors = dict(Claim.objects.public().filter(supersedes__in=records).values_list("supersedes", "public_id"))
        context = {**vars(links), "successors": successors, "stakes": stakes_of(records, reader)}
        return with_excerpts(context, chain.from_iterable(links.evidence.values()), chain.from_iterable(links.relations.values()), reader)

    def public_part(self, body: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
        evidence = [one for one in body["evidence"] if one["id"] not in context["private_evidence"]]
        relations = [one for one in body["relations"] if one["id"] not in context["private_relations"]]
        hidden = context["hidden_excerpts"]
        return {**public_part(body), "evidence": evidence, "relations": [without_hidden(one, hidden) for one in relations]}
