"""Lists in pages by key: the next page costs what the first did, and a page never shows a row twice."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

_CURSOR = re.compile("[A-Za-z0-9+/=]*")


def _counted(found: QuerySet[Any], view: APIView | None) -> int:
    """How many rows there are in all; a view may know rows that are sooner counted."""
    rows_to_count = getattr(view, "rows_to_count", None)
    return int((rows_to_count(found) if rows_to_count else found).count())


class KeysetPagination(CursorPagination):
    """``limit`` rows (25, at most 200) after an opaque ``cursor``; ``count=true`` adds the number of all rows."""

    page_size = 25
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "id"

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if not asked.isascii() or not asked.isdigit() or len(asked) > 3 or not 1 <= int(asked) <= self.max_page_size:
            raise ValidationError({"limit": [f"A whole number from 1 to {self.max_page_size}."]})
        return int(asked)

    def wants_count(self, request: Request) -> bool:
        """Whether the number of all rows is asked for."""
        asked = request.query_params.get("count", "false")
        if asked not in {"true", "false"}:
            raise ValidationError({"count": ["Write true or false."]})
        return asked == "true"

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        """The view's own order; each ends in a unique column."""
        ordering: tuple[str, ...] = getattr(view, "ordering", ("id",))
        return ordering

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any] | None:
        self.count = _counted(queryset, view) if self.wants_count(request) else None
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, ValueError, ArithmeticError, DjangoValidationError, DataError) as error:
            # 404, not 400: a cursor is an opaque name of a page, and this page does not exist.
            raise NotFound({"cursor": ["Not a cursor of this list: take it from next or previous."]}) from error

    def decode_cursor(self, request: Request) -> Any:
        """Read the cursor; what decoding would pass over in silence is no part of one of ours."""
        if not _CURSOR.fullmatch(request.query_params.get(self.cursor_query_param, "")):
            raise NotFound
        return super().decode_cursor(request)

    def get_paginated_response(self, data: Any) -> Response:
        page: dict[str, Any] = {"next": self.get_next_link(), "previous": self.get_previous_link(), "results": data}
        if self.count is not None:
            page["count"] = self.count
        return Response(page)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri", "description": "Address of that page; null where there is none."}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "results": schema,
                "count": {"type": "integer", "description": "All rows, if asked for with count=true."},
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {
                "name": "limit",
                "in": "query",
                "description": "Rows in a page.",
                "schema": {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size},
            },
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins; taken from next or previous.",
                "schema": {"type": "string"},
            },
            {
                "name": "count",
                "in": "query",
                "description": "Whether to count all rows, which takes time in large lists.",
                "schema": {"type": "boolean", "default": False},
            },
        ]
