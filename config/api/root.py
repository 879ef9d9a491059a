"""What the API has."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

_RESOURCES = (
    "documents",
    "authors",
    "references",
    "excerpts",
    "claims",
    "evidence",
    "relations",
    "topics",
    "questions",
    "comments",
    "flags",
    "conflicts",
    "author-accounts",
    "bundles",
    "imports",
    "locate",
)
_NAMES = {name: name.removesuffix("s") for name in _RESOURCES}


class RootView(APIView):
    """The resources and their addresses, for anybody."""

    filter_backends = ()

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name every resource and its address."""
        lists = {name: reverse(f"{singular}-list", request=request) for name, singular in _NAMES.items()}
        pages = {name: reverse(name, request=request) for name in ("schema", "docs")}
        return Response(lists | pages)
