"""Documents with the filter that needs claims too: sources know of none, so the two meet here."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from claims.models import Evidence
from claims.services.find_topic import claims_about
from sources.api.filters import DocumentFilter
from sources.api.views import DocumentViewSet as SourcesDocumentViewSet
from sources.models import Document


class TopicalDocumentFilter(DocumentFilter):
    topic = django_filters.CharFilter(
        method="filter_topic", help_text="A topic's slug, present or former: documents that claims about it stand on."
    )

    def filter_topic(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        evidence = Evidence.objects.visible_to(getattr(self.request, "user", None)).filter(claim__in=claims_about(value))
        return queryset.filter(pk__in=evidence.values("passage__document"))


class DocumentViewSet(SourcesDocumentViewSet):
    """Citable works. A document's address is its citation key; its opaque id leads there too."""

    filterset_class = TopicalDocumentFilter
