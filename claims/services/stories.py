"""What belongs to the stories of claims, evidence, relations, topics and excerpts, and what of them strangers may know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from claims.models import Claim, ClaimTopic, Evidence, FormerSlug, Relation, RelationEvidence, Topic, TopicLabel
from claims.models.excerpts import excerpts_visible_to
from claims.models.reviewed import PUBLIC_STATES
from history.story import Part, PublicStory, Shown
from sources.models import Passage
from sources.services import stories as of_sources

CLAIM_PARTS = (
    Part(ClaimTopic, "claim_id"),
    Part(Evidence, "claim_id", has_own_review=True),
    Part(Relation, "from_claim_id", has_own_review=True),
    Part(Relation, "to_claim_id", has_own_review=True),
)
EVIDENCE_PARTS = (Part(Relation, "to_evidence_id", has_own_review=True),)
RELATION_PARTS = (Part(RelationEvidence, "relation_id"),)
TOPIC_PARTS = (Part(TopicLabel, "topic_id"), Part(FormerSlug, "topic_id"))

_PROVENANCE = frozenset({"status", "origin", "tool"})


def _is_retracted(state: Mapping[str, Any]) -> bool:
    return bool(state.get("status") == "retracted")


# What was accepted and is retracted since was public, and is not: like drafts, such evidence and relations are left out with all they said.
PUBLIC_STORY: PublicStory = {
    **of_sources.PUBLIC_STORY,
    Claim: Shown(
        _PROVENANCE | {"type", "statement", "attributes", "language", "holder_id", "supersedes_id"},
        then=Q(status__in=PUBLIC_STATES),
        now=Claim.objects.public,
        explained=_is_retracted,
    ),
    ClaimTopic: Shown(frozenset({"topic_id"})),
    Evidence: Shown(
        _PROVENANCE | {"claim_id", "passage_id", "stance", "voice", "holder_id", "holder_as_named", "basis", "strength", "reason"},
        then=Q(status="accepted"),
        now=Evidence.objects.public,
    ),
    Relation: Shown(
        _PROVENANCE | {"from_claim_id", "kind", "to_claim_id", "to_evidence_id", "reason"},
        then=Q(status="accepted"),
        now=Relation.objects.public,
    ),
    # A passage of a document that is hidden is none of the public's: its id is told as nobody's.
    RelationEvidence: Shown(frozenset({"passage_id"})),
    Topic: Shown(frozenset({"slug", "broader_id"}), now=Topic.objects.all),
    FormerSlug: Shown(frozenset({"slug"})),
    TopicLabel: Shown(frozenset({"language", "kind", "label"})),
    Passage: Shown(
        frozenset(
            {"document_id", "start", "end", "quote_sha256", "status", "locator_label", "locator_value", "derived_from_id", "carried"}
        ),
        now=lambda: excerpts_visible_to(None),
    ),
}
