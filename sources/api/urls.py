from __future__ import annotations

from rest_framework.routers import SimpleRouter

from sources.api.imports import ImportViewSet
from sources.api.locate import LocateViewSet
from sources.api.views import AuthorViewSet, DocumentViewSet

router = SimpleRouter()
router.register("documents", DocumentViewSet, basename="document")
router.register("authors", AuthorViewSet, basename="author")
router.register("imports", ImportViewSet, basename="import")
router.register("locate", LocateViewSet, basename="locate")
