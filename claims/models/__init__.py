"""The tables of claims."""

from __future__ import annotations

from claims.models.bundles import Bundle
from claims.models.claims import Claim, ClaimIndex, ClaimTopic
from claims.models.comparisons import ComparedClaim, Contradiction
from claims.models.conflicts import AuthorAccount, DeclaredConflict
from claims.models.declared_types import DeclaredType
from claims.models.evidence import Evidence
from claims.models.relations import Relation, RelationEvidence
from claims.models.remarks import Comment, Flag
from claims.models.reviews import Review, Reviewable
from claims.models.standings import ClaimStanding
from claims.models.topics import FormerSlug, Topic, TopicLabel

__all__ = [
    "AuthorAccount",
    "Bundle",
    "Claim",
    "ClaimIndex",
    "ClaimStanding",
    "ClaimTopic",
    "Comment",
    "ComparedClaim",
    "Contradiction",
    "DeclaredConflict",
    "DeclaredType",
    "Evidence",
    "Flag",
    "FormerSlug",
    "Relation",
    "RelationEvidence",
    "Review",
    "Reviewable",
    "Topic",
    "TopicLabel",
]
