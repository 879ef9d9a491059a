"""A record's revision as HTTP's entity tag (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import orjson
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from history.models import Tracked

T = TypeVar("T", bound=Tracked)


class ProblemError(APIException):
    """A refusal whose problem document says more than a sentence (RFC 9457, section 3.2)."""

    def __init__(self, detail: Any, extensions: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.extensions = dict(extensions or {})


class MovedError(APIException):
    """301: what was asked for has another address now."""

    status_code = status.HTTP_301_MOVED_PERMANENTLY
    default_code = "moved"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"This is at {address} now.")


def is_held(request: Request, tag: str) -> bool:
    """Whether the reader has the representation of this tag already (RFC 9110, section 13.1.2)."""
    held = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    return bool(held & {tag, "*"})


def tag_of(record: Tracked, body: bytes) -> str:
    """A strong entity tag of one representation: the record's revision, and a digest of the bytes."""
    return f'"{record.revision}-{hashlib.sha256(body).hexdigest()[:16]}"'


class RevisionedViewSet(ReadOnlyModelViewSet[T], Generic[T]):
    """Lists and details of records that have revisions.

    Rows are represented a page at a time, so that queries do not grow with rows; a detail names its revision in ``ETag`` and
    answers 304 to whoever has it already.
    """

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one record, or 304 when the reader holds this very state of it."""
        record = self.get_object()
        tag = self.etag(record)
        if is_held(request, tag):
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
        """The entity tag: the record's revision, and a digest of all that a stranger is shown of it.

        A detail shows more than its own row (a citation, places, linked records), so the body itself is what must not have changed.
        """
        return tag_of(record, orjson.dumps(self.tagged(record), default=str, option=orjson.OPT_SORT_KEYS))

    def tagged(self, record: T) -> Any:
        """What the entity tag stands for: the body as it is for every reader."""
        return self.represent([record])[0]
