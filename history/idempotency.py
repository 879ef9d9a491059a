"""``Idempotency-Key`` on POST: a request that is sent again, because its answer was lost, does nothing twice.

After the Internet-Draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header). Only what succeeded is
kept: a refused request changed nothing, so it may be mended and sent again under the same key.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import orjson
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from history.locks import Lock, take_if_free
from history.models import KeptAnswer

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

#: What the schema says of the header.
PARAMETER = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    OpenApiParameter.HEADER,
    description="Any new name for this request. The same request again within a day is answered alike, and does nothing twice.",
)


class AtWorkError(APIException):
    """409: the same request is being carried out."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "at_work"
    default_detail = f"A request with this {HEADER} is being carried out at this moment. Ask again in a second."


class OtherRequestError(APIException):
    """422: the key belongs to another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_used"
    default_detail = {HEADER: ["This key was sent with another request within the last day. Give each request a key of its own."]}


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Let a view's method honour the header, for whoever has an account; strangers change nothing, so theirs is not looked at."""

    @functools.wraps(handler)
    def handle(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None or not request.user.is_authenticated:
            return handler(view, request, *args, **kwargs)
        if not _KEY.fullmatch(key):
            raise ValidationError({HEADER: ["From 1 to 255 visible ASCII characters, for example a UUID."]})
        digest = _digest(request)
        with transaction.atomic():
            _be_alone(request.user.pk, key)
            return _kept(request.user.pk, key, digest) or _keep(handler(view, request, *args, **kwargs), request, key, digest)

    return handle


def _digest(request: Request) -> str:
    # Before anybody asks for ``request.data``, which reads the body away.
    asked = request._request  # noqa: SLF001 - the framework has no public name for Django's own request
    told = f"{asked.method} {asked.get_full_path()} {asked.content_type}\n".encode()
    return hashlib.sha256(told + asked.body).hexdigest()


def _be_alone(user: int, key: str) -> None:
    if not take_if_free(Lock.ANSWERING, f"{user} {key}"):
        raise AtWorkError


def _kept(user: int, key: str, digest: str) -> Response | None:
    KeptAnswer.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    kept = KeptAnswer.objects.filter(user=user, key=key).first()
    if kept is None:
        return None
    if kept.request_sha256 != digest:
        raise OtherRequestError
    return Response(orjson.loads(bytes(kept.body)), status=kept.status, headers=kept.headers)


def _keep(response: Response, request: Request, key: str, digest: str) -> Response:
    if status.is_success(response.status_code):
        KeptAnswer.objects.create(
            user=cast("User", request.user),
            key=key,
            request_sha256=digest,
            status=response.status_code,
            headers=dict(response.headers),
            body=request.accepted_renderer.render(response.data),
        )
    return response
