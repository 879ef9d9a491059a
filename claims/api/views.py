"""Excerpts, claims, evidence, relations and topics, as far as the reader may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet

from claims.api.annotations import write_annotation, write_annotation_page
from claims.api.bodies import (
    ClaimBody,
    EvidenceBody,
    NewClaimBody,
    NewEvidenceBody,
    NewRelationBody,
    RelationBody,
    TopicBody,
)
from claims.api.excerpt_serializers import ExcerptSerializer
from claims.api.filters import ClaimFilter, EvidenceFilter, ExcerptFilter, RelationFilter, TopicFilter
from claims.api.pinning import PinsExcerpts
from claims.api.reviewing import ReviewedViewSet, reviewable
from claims.api.serializers import ClaimSerializer, EvidenceSerializer, RelationSerializer, TopicSerializer
from claims.api.stakes import stakes_of
from claims.api.writing import WritingViewSet, writable
from claims.models import Claim, Evidence, Relation, RelationEvidence, Topic
from claims.models.excerpts import excerpts_visible_to
from claims.services.excerpts import Quotation, quote_passages, show_excerpts
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.stories import CLAIM_PARTS, EVIDENCE_PARTS, PUBLIC_STORY, RELATION_PARTS, TOPIC_PARTS
from claims.services.write_topic import Label, discard_topic, write_topic
from history.past_answers import ReadsThePast
from history.story_view import HasStory
from sources.models import Document, Passage
from sources.models.documents import DocumentQuerySet
from sources.negotiation.representations import ANNOTATIONS, CITABLE, Chosen
from sources.negotiation.schema import negotiable
from sources.negotiation.views import CitableViewSet

if TYPE_CHECKING:
    from history.services import Actor

EXCERPT_REPRESENTATIONS = (*CITABLE, ANNOTATIONS)
_CHUNK = 200


@negotiable(ExcerptSerializer, EXCERPT_REPRESENTATIONS)
class ExcerptViewSet(HasStory, ReadsThePast, PinsExcerpts, CitableViewSet[Passage]):
    """Citable excerpts: exact words, where they stand, how to cite them and what claims stand on them."""

    representations = EXCERPT_REPRESENTATIONS
    file_name = "excerpts"
    serializer_class = ExcerptSerializer  # type: ignore[assignment]  # shows Excerpts, which are made of Passages
    queryset = Passage.objects.all()
    filterset_class = ExcerptFilter
    present_filters = frozenset({"question"})
    public_story = PUBLIC_STORY
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"

    @property
    def ordering(self) -> tuple[str, ...]:
        """Best first for a search, else in the order of pinning."""
        return ("-rank",) if self.request.query_params.get("search") else ("id",)

    def get_queryset(self) -> QuerySet[Passage]:
        return excerpts_visible_to(self.request.user).with_place()

    def represent(self, records: Sequence[Passage]) -> Sequence[Any]:
        excerpts = show_excerpts(records, query=self.request.query_params.get("search", ""))
        context = self.get_serializer_context()
        return [ExcerptSerializer(excerpt, context=context).data for excerpt in excerpts]

    def cited_by(self, records: QuerySet[Passage]) -> DocumentQuerySet:
        return Document.objects.public().filter(pk__in=records.order_by().values("document"))

    def write_one(self, record: Passage, chosen: Chosen) -> bytes:
        if chosen.representation != ANNOTATIONS:
            return super().write_one(record, chosen)
        return write_annotation(quote_passages([record])[0], site=self._site())

    def write_list(self, records: QuerySet[Passage], chosen: Chosen) -> Iterator[str]:
        if chosen.representation != ANNOTATIONS:
            return super().write_list(records, chosen)
        return write_annotation_page(self._quotations(records), address=self.request.build_absolute_uri(), site=self._site())

    def write_page(self, records: Sequence[Passage], chosen: Chosen) -> Iterator[str]:
        if chosen.representation != ANNOTATIONS:
            return super().write_page(records, chosen)
        return write_annotation_page(
            iter(quote_passages(records)),
            address=self.request.build_absolute_uri(),
            site=self._site(),
            links=self.page_links(),
        )

    def _quotations(self, records: QuerySet[Passage]) -> Iterator[Quotation]:
        found = records.order_by(*self.ordering).iterator(chunk_size=_CHUNK)
        while chunk := list(islice(found, _CHUNK)):
            yield from quote_passages(chunk)

    def _site(self) -> str:
        return self.request.build_absolute_uri("/").rstrip("/")


def _with_excerpts(
    context: Mapping[str, Any], evidence: Iterable[Evidence] = (), relations: Iterable[Relation] = (), reader: Actor = None
) -> dict[str, Any]:
    """Return the context with what the serializers of evidence and relations need, for a whole page at once."""
    links, related = list(evidence), _passages_of(list(relations), reader)
    wanted = {link.passage_id for link in links}.union(*related.values())
    excerpts = {excerpt.passage.pk: excerpt for excerpt in show_excerpts(list(Passage.objects.filter(pk__in=wanted).with_place()))}
    return {**context, "excerpts": excerpts, "challenges": _challenges(links), "related": related}


def _passages_of(relations: Sequence[Relation], reader: Actor) -> dict[int, list[int]]:
    """The passages that bear each relation out, as far as ``reader`` may know of them."""
    passages: dict[int, list[int]] = defaultdict(list)
    links = RelationEvidence.objects.filter(relation__in=relations)
    if not getattr(reader, "is_staff", False):
        links = links.filter(passage__document__is_hidden=False)
    for relation_pk, passage_pk in links.order_by("id").values_list("relation", "passage"):
        passages[relation_pk].append(passage_pk)
    return passages


def _challenges(evidence: Sequence[Evidence]) -> dict[int, list[str]]:
    """The accepted challenges to each piece of evidence by their public ids; alike for every reader."""
    challenges: dict[int, list[str]] = defaultdict(list)
    found = Relation.objects.public().filter(to_evidence__in=evidence).order_by("id")
    for evidence_pk, name in found.values_list("to_evidence", "public_id"):
        challenges[evidence_pk or 0].append(name)
    return challenges


def _links(claims: Sequence[Claim], reader: Actor) -> tuple[dict[int, list[Evidence]], dict[int, list[Relation]]]:
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    links = Evidence.objects.visible_to(reader).filter(claim__in=claims)
    for link in links.select_related("passage", "claim", "holder", "created_by").order_by("id"):
        evidence[link.claim_id].append(link)
    relations: dict[int, list[Relation]] = defaultdict(list)
    related = Relation.objects.visible_to(reader).filter(from_claim__in=claims)
    for relation in related.select_related("from_claim", "to_claim", "to_evidence", "created_by").order_by("id"):
        relations[relation.from_claim_id].append(relation)
    return evidence, relations


# Why, for the history.
_PROPOSED = "Proposed over the API"


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
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"

    @property
    def ordering(self) -> tuple[str, ...]:
        """Best first for a search, else the newest."""
        return ("-rank",) if self.request.query_params.get("search") else ("-id",)

    def make(self, fields: dict[str, Any]) -> Claim:
        topics = fields.pop("topics", ())
        return propose_claim(by=self.writer, topics=topics, reason=_PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Claim]:
        visible = Claim.objects.visible_to(self.request.user)
        return visible.select_related("holder", "standing", "created_by", "supersedes").prefetch_related("topics")

    def represent(self, records: Sequence[Claim]) -> Sequence[Any]:
        return self._represent(records, self.request.user)

    def tagged(self, record: Claim) -> Any:
        return self._represent([record], None)[0]

    def cited_by(self, records: QuerySet[Claim]) -> DocumentQuerySet:
        evidence = Evidence.objects.visible_to(self.request.user).filter(claim__in=records.order_by().values("pk"))
        return Document.objects.public().filter(pk__in=evidence.order_by().values("passage__document"))

    def _represent(self, records: Sequence[Claim], reader: Actor) -> list[Any]:
        evidence, relations = _links(records, reader)
        context = _with_excerpts(
            self.get_serializer_context(), chain.from_iterable(evidence.values()), chain.from_iterable(relations.values()), reader
        )
        successors = dict(Claim.objects.public().filter(supersedes__in=records).values_list("supersedes", "public_id"))
        context |= {"evidence": evidence, "relations": relations, "successors": successors, "stakes": stakes_of(records, reader)}
        return list(ClaimSerializer(records, many=True, context=context).data)


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
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering = ("-id",)

    def make(self, fields: dict[str, Any]) -> Evidence:
        return propose_evidence(by=self.writer, why=_PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Evidence]:
        visible = Evidence.objects.visible_to(self.request.user)
        return visible.select_related("claim", "holder", "created_by")

    def represent(self, records: Sequence[Evidence]) -> Sequence[Any]:
        return self._represent(records, self.request.user)

    def tagged(self, record: Evidence) -> Any:
        return self._represent([record], None)[0]

    def _represent(self, records: Sequence[Evidence], reader: Actor) -> list[Any]:
        context = _with_excerpts(self.get_serializer_context(), records) | {"stakes": stakes_of(records, reader)}
        return list(EvidenceSerializer(records, many=True, context=context).data)


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
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering = ("-id",)

    def make(self, fields: dict[str, Any]) -> Relation:
        evidence = fields.pop("evidence", ())
        return propose_relation(by=self.writer, evidence=evidence, why=_PROPOSED, **self.columns(fields))

    def get_queryset(self) -> QuerySet[Relation]:
        visible = Relation.objects.visible_to(self.request.user)
        return visible.select_related("from_claim", "to_claim", "to_evidence", "created_by")

    def represent(self, records: Sequence[Relation]) -> Sequence[Any]:
        return self._represent(records, self.request.user)

    def tagged(self, record: Relation) -> Any:
        return self._represent([record], None)[0]

    def _represent(self, records: Sequence[Relation], reader: Actor) -> list[Any]:
        context = _with_excerpts(self.get_serializer_context(), relations=records, reader=reader) | {"stakes": stakes_of(records, reader)}
        return list(RelationSerializer(records, many=True, context=context).data)


@writable(
    TopicSerializer,
    {"slug": "tide-gates", "broader": "harbours", "labels": [{"language": "en", "label": "tide gates", "kind": "preferred"}]},
)
class TopicViewSet(HasStory, ReadsThePast, WritingViewSet[Topic]):
    """What claims are about."""

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

    def make(self, fields: dict[str, Any]) -> Topic:
        topic = Topic()
        self._write(topic, fields, _PROPOSED)
        return topic

    def change(self, record: Topic, fields: dict[str, Any]) -> None:
        self._write(record, fields, "Changed over the API")

    def discard(self, record: Topic) -> None:
        discard_topic(record, by=self.writer, reason="Deleted over the API")

    def _write(self, topic: Topic, fields: dict[str, Any], why: str) -> None:
        labels = fields.pop("labels", None)
        named = None if labels is None else [Label(**one) for one in labels]
        write_topic(topic, by=self.writer, changes=fields, labels=named, reason=why)
