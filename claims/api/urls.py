from __future__ import annotations

from rest_framework.routers import SimpleRouter

from claims.api.bundles import BundleViewSet
from claims.api.claims import ClaimViewSet
from claims.api.evidence import EvidenceViewSet
from claims.api.excerpts import ExcerptViewSet
from claims.api.questions import QuestionViewSet
from claims.api.relations import RelationViewSet
from claims.api.remarks import CommentViewSet, FlagViewSet
from claims.api.ties import AuthorAccountViewSet, ConflictViewSet
from claims.api.topics import TopicViewSet

router = SimpleRouter()
router.register("excerpts", ExcerptViewSet, basename="excerpt")
router.register("claims", ClaimViewSet, basename="claim")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("relations", RelationViewSet, basename="relation")
router.register("topics", TopicViewSet, basename="topic")
router.register("questions", QuestionViewSet, basename="question")
router.register("bundles", BundleViewSet, basename="bundle")
router.register("comments", CommentViewSet, basename="comment")
router.register("flags", FlagViewSet, basename="flag")
router.register("conflicts", ConflictViewSet, basename="conflict")
router.register("author-accounts", AuthorAccountViewSet, basename="author-account")
