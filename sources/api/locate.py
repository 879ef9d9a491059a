"""Locating quotations over HTTP."""

from __future__ import annotations

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from history.administrators import administers
from sources.models import Text
from sources.negotiation.bodies import PROBLEM, BodySerializer, WordsField
from sources.negotiation.located import LocatedSerializer, UnfitError, context_field, named_document, quote_field
from sources.services.locate_quote import locate_quote
from sources.services.locating.located import Quote, Reader, located_as_json


class QuoteSerializer(BodySerializer):
    """What is looked for, and where."""

    quote = quote_field()
    document = WordsField(required=False, max_length=200, help_text="A key, present or former, or an id; else every document is searched.")
    prefix = context_field("before")
    suffix = context_field("after")


class LocateViewSet(GenericViewSet[Text]):
    """Where a pasted quotation stands, exactly or not at all."""

    serializer_class = QuoteSerializer
    queryset = Text.objects.none()
    pagination_class = None

    @extend_schema(
        request=QuoteSerializer,
        responses={
            200: LocatedSerializer,
            (404, PROBLEM): OpenApiResponse(OpenApiTypes.OBJECT, description="There is no such document."),
            (422, PROBLEM): OpenApiResponse(OpenApiTypes.OBJECT, description="No words of the document are held that may be searched."),
        },
    )
    def create(self, request: Request) -> Response:
        """Find a quotation in the newest held text of one document or of every one, through other line ends, hyphens, scans and ellipses."""
        self.filter_queryset(self.get_queryset())
        asked = QuoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        reader = Reader(sees_hidden=bool(request.user.is_staff), sees_private=administers(request.user))
        quote = Quote(given["quote"], given.get("prefix", ""), given.get("suffix", ""))
        document = named_document(given["document"], reader) if "document" in given else None
        try:
            located = locate_quote(quote, document=document, reader=reader)
        except DjangoValidationError as error:
            raise UnfitError.of(error) from error
        return Response(located_as_json(located))
