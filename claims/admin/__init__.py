"""The admin of claims, of the passages they stand on, and of accounts: a room for each kind of page, what they share beside them."""

from __future__ import annotations

from claims.admin import overview
from claims.admin.claims.pages import ClaimAdmin
from claims.admin.evidence.pages import EvidenceAdmin
from claims.admin.files.bundles import BundleAdmin
from claims.admin.passages.pages import PassageAdmin
from claims.admin.people.accounts import AccountAdmin, RoleAdmin, TokenAdmin
from claims.admin.people.ties import AuthorAccountAdmin, DeclaredConflictAdmin
from claims.admin.relations import RelationAdmin, RelationEvidenceAdmin
from claims.admin.review.pages import ReviewAdmin
from claims.admin.review.remarks import CommentAdmin, FlagAdmin
from claims.admin.topics import ClaimTopicAdmin, TopicAdmin

__all__ = [
    "AccountAdmin",
    "AuthorAccountAdmin",
    "BundleAdmin",
    "ClaimAdmin",
    "ClaimTopicAdmin",
    "CommentAdmin",
    "DeclaredConflictAdmin",
    "EvidenceAdmin",
    "FlagAdmin",
    "PassageAdmin",
    "RelationAdmin",
    "RelationEvidenceAdmin",
    "ReviewAdmin",
    "RoleAdmin",
    "TokenAdmin",
    "TopicAdmin",
    "overview",
]
