"""Documents, their texts, and authors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, cast

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from history.http import MovedError, present_address
from history.models import Change
from history.past_answers import ReadsThePast
from history.restore import Restorable
from history.story_view import HasStory
from sources.api.addresses import public_document
from sources.api.filters import AuthorFilter, DocumentFilter
from sources.api.serializers import AuthorSerializer, DocumentSerializer, TextSerializer
from sources.api.text_parts import TextParts
from sources.formats.csl.citations import Cite
from sources.models import Author, Document, Text
from sources.models.documents import DocumentQuerySet
from sources.negotiation.restoring import RestoringViewSet, restoring
from sources.negotiation.schema import negotiable
from sources.negotiation.views import CitableViewSet
from sources.services.cite import cite
from sources.services.describe_document import describe_document
from sources.services.excerpt_limits import excerpt_meters
from sources.services.find_document import resolve_author
from sources.services.restore_source import RESTORED, restore_source
from sources.services.retract_document import standing_retractions
from sources.services.stories import AUTHOR_PARTS, DOCUMENT_PARTS, PUBLIC_STORY

S = TypeVar("S", Document, Author)


class RestoringSources(RestoringViewSet[S], Generic[S]):
    """Documents and authors are written by the admin and by imports; what they said once comes back here too."""

    def restorable(self, record: S) -> Restorable:
        return RESTORED[type(record)]

    def bring_back(self, record: S, change: Change, reason: str) -> None:
        restore_source(record, change=change, by=self.writer, reason=reason)


@extend_schema_view(restore=restoring(DocumentSerializer))
@negotiable(DocumentSerializer)
class DocumentViewSet(HasStory, ReadsThePast, TextParts, RestoringSources[Document], CitableViewSet[Document]):
    """Citable works. A document's address is its citation key; its opaque id leads there too."""

    queryset = Document.objects.public().with_record()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter
    story_parts = DOCUMENT_PARTS
    public_story = PUBLIC_STORY
    ordering = ("citation_key",)
    lookup_url_kwarg = "key"
    lookup_value_regex = r"[A-Za-z0-9_:.+-]+"

    def get_object(self) -> Document:
        self.filter_queryset(self.get_queryset())
        return public_document(self.request, self.kwargs["key"], cast("DocumentQuerySet", self.get_queryset()))

    def cited_by(self, records: QuerySet[Document]) -> DocumentQuerySet:
        return cast("DocumentQuerySet", records)

    def _fresh(self, record: Document) -> Document:
        # What comes back may be hidden: whoever brought it back is told what it says now.
        return Document.objects.with_record().get(pk=record.pk)

    def represent(self, records: Sequence[Document]) -> Sequence[Any]:
        citations = cite([Cite(describe_document(document), None) for document in records])
        by_document = {document.pk: citation for document, citation in zip(records, citations, strict=True)}
        context = {**self.get_serializer_context(), "citations": by_document, "retractions": standing_retractions(by_document)}
        return list(DocumentSerializer(records, many=True, context=context).data)

    @extend_schema(responses=TextSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def texts(self, request: Request, key: str) -> Response:
        """The held versions of a document's words, and those that are awaited; their hashes and how much excerpts show, not their words."""
        document = self.get_object()
        texts: QuerySet[Text] = document.texts.without_words().annotate(
            held=ExpressionWrapper(Q(content__isnull=False), output_field=BooleanField())
        )
        held = list(texts.order_by("version"))
        meters = excerpt_meters(text.pk for text in held)
        return Response(TextSerializer(held, many=True, context={"meters": meters}).data)


@extend_schema_view(restore=restoring(AuthorSerializer))
class AuthorViewSet(HasStory, ReadsThePast, RestoringSources[Author]):
    """People and organisations credited on public documents."""

    queryset = Author.objects.public().prefetch_related("variants")
    serializer_class = AuthorSerializer
    filterset_class = AuthorFilter
    story_parts = AUTHOR_PARTS
    public_story = PUBLIC_STORY
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering = ("id",)

    def get_object(self) -> Author:
        try:
            return super().get_object()
        except Http404:
            resolved = resolve_author(self.kwargs["id"])
            if resolved is None or resolved.is_current or not self.get_queryset().filter(pk=resolved.author.pk).exists():
                raise
            raise MovedError(present_address(self.request, id=resolved.author.public_id)) from None
