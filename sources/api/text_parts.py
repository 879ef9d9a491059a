"""The parts of one held text: where its pages, headings and notes are, and its words for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from history.http import is_held, tag_of
from sources.formats.record import LOCATOR_LABELS
from sources.models import Document, Mark, Text
from sources.services.read_for_the_eye import NotHeldError, read_for_the_eye

if TYPE_CHECKING:
    from rest_framework.viewsets import GenericViewSet

    _View = GenericViewSet[Document]
else:
    _View = object

_TEXT = r"texts/(?P<version>[0-9]{1,5})"
_LONGEST_OFFSET = 10
_PARAMETERS_OF_MARKS = ("label", "limit", "cursor", "count")


class MarkSerializer(serializers.ModelSerializer[Mark]):
    """A stretch of a text that has a printed place."""

    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = Mark
        fields = ("id", "label", "value", "basis", "start", "end", "revision")


class ReadingSerializer(serializers.Serializer[Any]):
    """Words for the eye, and where each of them stands in the verbatim text."""

    document = serializers.CharField(help_text="The document's key.")
    version = serializers.IntegerField(help_text="Of the text.")
    sha256 = serializers.CharField(help_text="Of the verbatim text in UTF-8.")
    start = serializers.IntegerField(help_text="What was asked for, in Unicode code points of the verbatim text.")
    end = serializers.IntegerField(help_text="Just past it.")
    text = serializers.CharField(help_text="Line breaks, hyphenation, ligatures, markup, page numbers and running heads undone.")
    map = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4),
        help_text="Stretches [at, length, start, end], in order: `length` characters of `text` from `at` on are the verbatim span "
        "[start, end). Where both are of one length, character by character; else each stands for the whole span.",
    )


class TextParts(_View):
    """What is told of one version of a document's words. Places are facts; words are given out only where the text is open."""

    @extend_schema(
        responses={200: MarkSerializer(many=True), 403: OpenApiResponse(description="The text is private.")},
        filters=False,
        parameters=[
            OpenApiParameter(
                "label",
                enum=sorted(LOCATOR_LABELS),
                description="Only marks of this CSL locator label.",
            )
        ],
    )
    @action(detail=True, url_path=f"{_TEXT}/marks", filterset_class=None, ordering=("start", "id"), further_parameters=_PARAMETERS_OF_MARKS)
    def marks(self, request: Request, key: str, version: str) -> Response:
        """Where the pages, headings, paragraphs and notes of a text are. Of pages without a known number `value` is empty."""
        text = self._text(version)
        if text.rights == Text.Rights.PRIVATE:
            raise PermissionDenied("The rights of this text are private: nothing is told of its parts.")
        marks = Mark.objects.filter(text=text)
        label = request.query_params.get("label")
        if label is not None and label not in LOCATOR_LABELS:
            raise ValidationError({"label": [f"No locator label. There are: {', '.join(LOCATOR_LABELS)}."]})
        # The view pages documents; here it pages the marks of one.
        asked: QuerySet[Any] = marks.filter(label=label) if label else marks
        page: list[Any] = self.paginate_queryset(asked) or []
        return self.get_paginated_response(MarkSerializer(page, many=True).data)

    @extend_schema(
        responses={
            200: ReadingSerializer,
            403: OpenApiResponse(description="The text is not open."),
            404: OpenApiResponse(description="There is no such text, or its words are not held."),
        },
        filters=False,
        parameters=[
            OpenApiParameter("start", int, description="Where to begin, in Unicode code points of the verbatim text; 0 unless said."),
            OpenApiParameter("end", int, description="Where to end, just past the last character; the text's end unless said."),
        ],
    )
    @action(detail=True, url_path=f"{_TEXT}/reading", pagination_class=None, filterset_class=None, further_parameters=("start", "end"))
    def reading(self, request: Request, key: str, version: str) -> Response:
        """The words of an open text, or of a stretch of it, for the eye, with an exact map back to the verbatim offsets."""
        text = self._text(version)
        if text.rights != Text.Rights.OPEN:
            raise PermissionDenied("The rights of this text do not allow showing it: cite its excerpts, at /api/v1/excerpts/.")
        start, end = _offset(request, "start", 0), _offset(request, "end", text.length)
        if not start < end <= text.length:
            raise ValidationError({"end": [f"A stretch ends after it starts, and at {text.length} at the latest."]})
        try:
            reading = read_for_the_eye(text, start, end)
        except NotHeldError as error:
            raise NotFound(str(error)) from error
        body = {
            "document": text.document.citation_key,
            "version": text.version,
            "sha256": text.sha256,
            "start": start,
            "end": end,
            "text": reading.text,
            "map": [list(run) for run in reading.runs],
        }
        tag = tag_of(text, orjson.dumps(body))
        if is_held(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(body, headers={"ETag": tag})

    def _text(self, version: str) -> Text:
        texts = self.get_object().texts.without_words().select_related("document")
        text = texts.filter(version=int(version)).first()
        if text is None:
            raise NotFound("This document has no text of that version: see its texts.")
        return text


def _offset(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    if not given.isascii() or not given.isdigit() or len(given) > _LONGEST_OFFSET:
        raise ValidationError({name: ["A whole number from 0: an offset in Unicode code points."]})
    return int(given)
