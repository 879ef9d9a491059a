"""Bundles over HTTP: made once, given out as they were made while all that is in them is public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.bundles.freezing import freeze_bundle, is_still_public
from claims.bundles.selection import Asked
from claims.models import Bundle
from history.http import is_held
from history.idempotency import PARAMETER, idempotent
from history.past import parse_moment
from sources.negotiation.answers import as_response
from sources.negotiation.choosing import chosen_representation
from sources.negotiation.representations import JSON, Representation

_ZIP = Representation("zip", ("application/zip",), "zip", is_file=True)
# More names than this are asked for by their topic or document, or by nothing at all, which is everything.
_MOST_NAMES = 1000


class MayMakeBundles(BasePermission):
    """Anybody may take a bundle; making one stores it for ever, so it is for accounts; the list of all is for curators."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the reader may do what is asked."""
        if view.action == "create":
            self.message = "A bundle that is made is kept for ever, so making one needs an account: send Authorization: Token ..."
            return request.user.is_authenticated
        if view.action == "list":
            self.message = "The list of all bundles is for curators. Whoever has a bundle's id may take it."
            return request.user.is_staff
        return True


class NoLongerPublicError(APIException):
    """410: what the bundle holds is not all public any more (law 7)."""

    status_code = status.HTTP_410_GONE
    default_code = "no_longer_public"
    default_detail = (
        "Something in this bundle is no longer public, so it is not given out. Make another of what is public now: POST /api/v1/bundles/."
    )


class UnfitRequestError(APIException):
    """422: something asked for does not exist or is not public."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unfit"


class AskedSerializer(serializers.Serializer[Any]):
    """What to put into a bundle; nothing at all means everything that is public."""

    claims = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, max_length=_MOST_NAMES, help_text="Ids of claims, with their evidence."
    )
    topics = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, max_length=_MOST_NAMES, help_text="Slugs of topics, for their claims."
    )
    documents = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        max_length=_MOST_NAMES,
        help_text="Keys of documents, present or former, or ids: their excerpts and the claims that stand on them.",
    )

    as_of = serializers.CharField(
        required=False, max_length=64, help_text="As all stood then: a time, or a date for its end, in UTC. Not given for the present."
    )

    def validate_as_of(self, words: str) -> datetime:
        """The moment that is meant."""
        return parse_moment(words)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse fields that there are not: a misspelt one would give everything."""
        if isinstance(data, dict):
            unknown = sorted(map(str, data.keys() - self.fields.keys()))
            if unknown:
                raise ValidationError({name: ["Unknown field. There are: as_of, claims, documents, topics."] for name in unknown})
        return super().to_internal_value(data)


class BundleSerializer(serializers.ModelSerializer[Bundle]):
    """A bundle's record."""

    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="bundle-detail", lookup_field="public_id", lookup_url_kwarg="id")
    asked = AskedSerializer(read_only=True, help_text="What was asked for; empty lists mean everything that was public.")
    created_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = Bundle
        fields = ("id", "url", "sha256", "size", "asked", "created_by", "created_at", "revision")


class BundleViewSet(GenericViewSet[Bundle]):
    """Citation bundles that were made and kept: references, excerpts, claims and checksums in a zip file that never changes."""

    queryset = Bundle.objects.without_content().select_related("created_by")
    serializer_class = BundleSerializer
    permission_classes = (MayMakeBundles,)
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering = ("-id",)

    @property
    def representations(self) -> Sequence[Representation] | None:
        """A bundle is had as the file that it is, or as its record."""
        return (_ZIP, JSON) if self.action == "retrieve" else None

    @property
    def further_parameters(self) -> frozenset[str]:
        """Query parameters beside those of lists."""
        return frozenset({"format"} if self.action == "retrieve" else ())

    @extend_schema(
        parameters=[PARAMETER],
        request=AskedSerializer,
        responses={
            201: OpenApiResponse(BundleSerializer, description="Made; or there already, the very same: then with its first maker."),
            422: OpenApiResponse(OpenApiTypes.OBJECT, description="Something asked for does not exist or is not public."),
        },
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Make the bundle of claims, topics and documents, or of everything that is public, and keep it."""
        self.filter_queryset(self.get_queryset())
        data: Any = request.data
        asking = AskedSerializer(data={} if data is None else data)
        asking.is_valid(raise_exception=True)
        try:
            bundle = freeze_bundle(Asked(**asking.validated_data), by=request.user, site=settings.SITE_URL)
        except DjangoValidationError as error:
            raise UnfitRequestError(error.message_dict if hasattr(error, "error_dict") else error.messages) from error
        record = self.get_serializer(bundle).data
        return Response(record, status=status.HTTP_201_CREATED, headers={"Location": record["url"], "ETag": _tag(bundle)})

    @extend_schema(
        parameters=[OpenApiParameter("format", enum=["zip", "json"], description="The representation; goes before the Accept header.")],
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            (200, "application/json"): BundleSerializer,
            410: OpenApiResponse(OpenApiTypes.OBJECT, description="Something in it is no longer public."),
        },
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give a bundle as a zip file, or its record as JSON. Its entity tag is its SHA-256."""
        chosen = chosen_representation(request, (_ZIP, JSON))
        bundle = self.get_object()
        if not request.user.is_staff and not is_still_public(bundle):
            raise NoLongerPublicError
        headers = {"ETag": _tag(bundle)}
        if is_held(request, headers["ETag"]):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        if chosen.representation.name == "json":
            return Response(self.get_serializer(bundle).data, headers=headers)
        headers |= {"Content-Disposition": f'attachment; filename="bundle-{bundle.public_id}.zip"', "Content-Length": str(bundle.size)}
        content = b"" if request.method == "HEAD" else bytes(bundle.content)
        return as_response(HttpResponse(content, content_type="application/zip", headers=headers))

    @extend_schema(responses={200: BundleSerializer(many=True), 403: OpenApiResponse(OpenApiTypes.OBJECT, description="Not a curator.")})
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name the bundles that were made, the newest first; for curators."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say that another Accept header may have another answer, and that whoever keeps one asks again: it may be withdrawn."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.action == "retrieve":
            patch_vary_headers(final, ["Accept", "Authorization"])
            final.headers["Cache-Control"] = "no-cache"
        return final


def _tag(bundle: Bundle) -> str:
    return f'"{bundle.sha256}"'
