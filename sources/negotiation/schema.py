"""What the schema says of representations: every media type and the parameters that choose one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from sources.formats.csl.locales import LOCALES
from sources.formats.csl.styles import ALIASES, COMMON_STYLES
from sources.negotiation.representations import CITABLE, LOCALE, STYLE, Representation

V = TypeVar("V", bound=type[GenericViewSet[Any]])

_JSON_LIKE = frozenset({"csl-json", "jsonld"})


def negotiable(serializer: type[BaseSerializer[Any]], representations: Iterable[Representation] = CITABLE) -> Callable[[V], V]:
    """Declare the representations of a viewset's lists and details; ``serializer`` shows the JSON."""
    others = {
        (200, one.media_types[0]): OpenApiTypes.ANY if one.name in _JSON_LIKE else OpenApiTypes.STR
        for one in representations
        if one.name != "json"
    }
    parameters = _parameters([one.name for one in representations])
    json_type = (200, "application/json")
    return extend_schema_view(
        list=extend_schema(responses={json_type: serializer(many=True), **others}, parameters=parameters),
        retrieve=extend_schema(responses={json_type: serializer, **others}, parameters=parameters),
    )


def _parameters(names: list[str]) -> list[OpenApiParameter]:
    return [
        OpenApiParameter("format", enum=names, description="The representation; goes before the Accept header."),
        OpenApiParameter(
            "style",
            enum=sorted({*COMMON_STYLES, *ALIASES}),
            description=f"For a bibliography: a citation style, {STYLE} unless said. Any other CSL style too, by its id.",
        ),
        OpenApiParameter("locale", enum=LOCALES, description=f"For a bibliography: its language, {LOCALE} unless said."),
    ]
