"""A record's revision as HTTP's entity tag (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from history.models import Tracked

T = TypeVar("T", bound=Tracked)


class RevisionedViewSet(ReadOnlyModelViewSet[T], Generic[T]):
    """Lists and details of records that have revisions.

    Rows are represented a page at a time, so that queries do not grow with rows; a detail names its revision in ``ETag`` and
    answers 304 to whoever has it already.
    """

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one record, or 304 when the reader holds this very state of it."""
        record = self.get_object()
        tag = self.etag(record)
        held = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
        if held & {tag, "*"}:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(self.represent([record])[0], headers={"ETag": tag})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.represent(page))

    def represent(self, records: Sequence[T]) -> Sequence[Any]:
        """The bodies of a page of records."""
        represented: Sequence[Any] = self.get_serializer(records, many=True).data
        return represented

    def etag(self, record: T) -> str:
        """The entity tag: the record's revision, and a digest of the revisions of whatever else the body shows."""
        others = ",".join(f"{type(other).__name__}:{other.pk}:{other.revision}" for other in self.shown(record))
        digest = f"-{hashlib.sha256(others.encode()).hexdigest()[:12]}" if others else ""
        return f'"{record.revision}{digest}"'

    def shown(self, record: T) -> Iterable[Tracked]:
        """The other records that the body shows, in a fixed order."""
        return ()
