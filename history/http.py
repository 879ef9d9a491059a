"""A record's revision as HTTP's entity tag (RFC 9110, section 8.8.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from history.models import Tracked


class RevisionedRetrieve:
    """Mixin for a viewset: the detail names its revision in ``ETag`` and answers 304 to whoever has it already."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()  # type: ignore[attr-defined]
        tag = self.etag(record)
        held = {one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))}
        if held & {tag, "*"}:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response(self.represent(record), headers={"ETag": tag})

    def etag(self, record: Tracked) -> str:
        """The entity tag: the record's revision, and a digest of the revisions of whatever else the body shows."""
        others = ",".join(f"{other._meta.db_table}:{other.pk}:{other.revision}" for other in self.shown(record))
        digest = f"-{hashlib.sha256(others.encode()).hexdigest()[:12]}" if others else ""
        return f'"{record.revision}{digest}"'

    def shown(self, record: Tracked) -> Iterable[Tracked]:
        """The other records that the body shows, in a fixed order."""
        return ()

    def represent(self, record: Tracked) -> Any:
        """The body of the detail."""
        return self.get_serializer(record).data  # type: ignore[attr-defined]
