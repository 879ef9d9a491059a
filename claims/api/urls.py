from __future__ import annotations

from rest_framework.routers import SimpleRouter

from claims.api.bundles import BundleViewSet
from claims.api.questions import QuestionViewSet
from claims.api.views import ClaimViewSet, EvidenceViewSet, ExcerptViewSet, RelationViewSet, TopicViewSet

router = SimpleRouter()
router.register("excerpts", ExcerptViewSet, basename="excerpt")
router.register("claims", ClaimViewSet, basename="claim")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("relations", RelationViewSet, basename="relation")
router.register("topics", TopicViewSet, basename="topic")
router.register("questions", QuestionViewSet, basename="question")
router.register("bundles", BundleViewSet, basename="bundle")
