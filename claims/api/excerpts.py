"""Citable excerpts, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from claims.api.annotations import write_annotation, write_annotation_page
from claims.api.excerpt_serializers import ExcerptSerializer
from claims.api.filters import ExcerptFilter
from claims.api.pinning import PinsExcerpts
from claims.models.excerpts import excerpts_visible_to
from claims.services.excerpts import Quotation, quote_passages, show_excerpts
from claims.services.stories import PUBLIC_STORY
from history.past_answers import ReadsThePast
from history.story_view import HasStory
from sources.models import Document, Passage
from sources.models.documents import DocumentQuerySet
from sources.negotiation.representations import ANNOTATIONS, CITABLE, Chosen
from sources.negotiation.schema import negotiable
from sources.negotiation.views import CitableViewSet

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
