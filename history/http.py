"""A record's revision as HTTP's entity tag (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import orjson
from django.db.models import QuerySet
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ReadOnlyModelViewSet

from history.models import Tracked

T = TypeVar("T", bound=Tracked)


class ProblemError(APIException):
    """A refusal whose problem document says more than a sentence (RFC 9457, section 3.2)."""

    def __init__(self, detail: Any, extensions: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.extensions = dict(extensions or {})


class UnconditionalError(APIException):
    """428: the request does not say which state of the record it was made for (RFC 6585, section 3)."""

    status_code = 428
    default_code = "precondition_required"
    default_detail = "Say which state of the record you have seen: send its ETag as If-Match. GET the record to have it; * names no state and is not taken."


class StaleError(APIException):
    """412: the record was changed since it was read (law 6)."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"

    def __init__(self, revision: int) -> None:
        super().__init__(
            f"This was changed since you read it: it is at revision {revision} now. Nothing was done. "
            "GET it again, look at what changed, and send its new ETag as If-Match."
        )


class MovedError(APIException):
    """301: what was asked for has another address now."""

    status_code: int = status.HTTP_301_MOVED_PERMANENTLY
    default_code = "moved"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"This is at {address} now.")


def present_address(request: Request, **names: str) -> str:
    """The address of this request with names in it that are in use today; the query stays."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a request that reached a view came by an address
    path = reverse(match.view_name, kwargs={**match.kwargs, **names}, request=request)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else str(path)


def is_held(request: Request, tag: str) -> bool:
    """Whether the reader has the representation of this tag already (RFC 9110, section 13.1.2)."""
    held = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
    return bool(held & {tag, "*"})


def seen_tags(request: Request) -> frozenset[str]:
    """The entity tags of the states that the writer has seen.

    Compared strongly (RFC 9110, section 13.1.1), so a weak tag is none of them; ``*`` would be the consent to anything.

    Raises:
        UnconditionalError: There is no ``If-Match``, or nothing in it that is an entity tag.
    """
    tags = frozenset(parse_etags(request.headers.get("If-Match", ""))) - {"*"}
    if not tags:
        raise UnconditionalError
    return tags


def tag_of(record: Tracked, body: bytes) -> str:
    """A strong entity tag of one representation: the record's revision, and a digest of the bytes."""
    return f'"{record.revision}-{hashlib.sha256(body).hexdigest()[:16]}"'


def tag_over(record: Tracked, body: Any) -> str:
    """The entity tag of a body that is alike for every reader, whatever representation is sent."""
    return tag_of(record, orjson.dumps(body, default=str, option=orjson.OPT_SORT_KEYS))


class RevisionedViewSet(ReadOnlyModelViewSet[T], Generic[T]):
    """Lists and details of records that have revisions.

    Rows are represented a page at a time, so that queries do not grow with rows; a detail names its revision in ``ETag`` and
    answers 304 to whoever has it already.
    """

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one record, or 304 when the reader holds this very state of it."""
        body, tag = self.shown(self.get_object())
        if is_held(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(body, headers={"ETag": tag})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer one page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.represent(page))

    def rows_to_count(self, found: QuerySet[T]) -> QuerySet[Any]:
        """Return rows, as many as there are records found: they are counted where that is asked for."""
        return found

    def seen(self, request: Request) -> T:
        """Return the record of the address, locked until the transaction ends, when the writer has seen its present state (law 6).

        The tag is compared behind the lock, so of two writers who saw the same state the second is refused.

        Raises:
            UnconditionalError: The request names no state.
            StaleError: It names another state than the present.
        """
        found = self.get_object()
        tags = seen_tags(request)
        self.lock(found)
        record = self.get_object()
        if self.etag(record) not in tags:
            raise StaleError(record.revision)
        return record

    def lock(self, found: T) -> None:
        """Lock the row of a record until the transaction ends."""
        rows = self.get_queryset().select_related(None).prefetch_related(None)
        list(rows.select_for_update(of=("self",)).filter(pk=found.pk))

    def represent(self, records: Sequence[T]) -> Sequence[Any]:
        """The bodies of a page of records."""
        represented: Sequence[Any] = self.get_serializer(records, many=True).data
        return represented

    def shown(self, record: T) -> tuple[Any, str]:
        """The body of one record as the reader is shown it, and its entity tag (see ``etag``): both of one reading."""
        body = self.represent([record])[0]
        return body, tag_over(record, body)

    def etag(self, record: T) -> str:
        """The entity tag: the record's revision, and a digest of all that a stranger is shown of it.

        A detail shows more than its own row (a citation, places, linked records), so the body itself is what must not have changed.
        """
        return tag_over(record, self.tagged(record))

    def tagged(self, record: T) -> Any:
        """What the entity tag stands for: the body as it is for every reader."""
        return self.represent([record])[0]
