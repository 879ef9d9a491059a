from __future__ import annotations

from rest_framework.routers import SimpleRouter

from sources.api.imports import ImportViewSet
from sources.api.locate import LocateViewSet
from sources.api.references import CitedByViewSet, EveryReferenceViewSet, ReferenceViewSet
from sources.api.views import AuthorViewSet, DocumentViewSet


def routes(documents: type[DocumentViewSet] = DocumentViewSet) -> SimpleRouter:
    """The addresses of sources; ``documents`` may be a viewset that also filters by what other apps know of documents."""
    router = SimpleRouter()
    router.register("documents", documents, basename="document")
    router.register(
        rf"documents/(?P<key>{DocumentViewSet.lookup_value_regex})/references", ReferenceViewSet, basename="document-references"
    )
    router.register(rf"documents/(?P<key>{DocumentViewSet.lookup_value_regex})/cited_by", CitedByViewSet, basename="document-cited-by")
    router.register("references", EveryReferenceViewSet, basename="reference")
    router.register("authors", AuthorViewSet, basename="author")
    router.register("imports", ImportViewSet, basename="import")
    router.register("locate", LocateViewSet, basename="locate")
    return router
