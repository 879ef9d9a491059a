"""What the staff says of records: it is written once, closed once, and strangers know nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.api.reviewing import refused
from claims.api.writing import WritingViewSet
from history.idempotency import PARAMETER
from history.models import Tracked
from history.refusals import Refusal
from sources.negotiation.bodies import BodySerializer
from sources.negotiation.writing import AT_WORK, UNFIT, WRONG

T = TypeVar("T", bound=Tracked)
V = TypeVar("V", bound=type[GenericViewSet[Any]])


class SaidViewSet(WritingViewSet[T], Generic[T]):
    """Lists, details and POST for whoever is signed in. What is closed is closed once, so that no state need be named."""

    http_method_names = ["get", "post", "head", "options"]
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering = ("-id",)

    def get_permissions(self) -> list[Any]:
        """Ask for an account, to read too."""
        return [IsAuthenticated()]

    def close(self, request: Request, body: type[BodySerializer], act: Callable[[T, dict[str, Any]], Any]) -> Response:
        """Close the record of the address with the words of the body."""
        with transaction.atomic():
            record = self.get_object()
            fields = self._read(body, request)
            self._do(lambda: act(record, fields))
            return self.done(record)

    def refusal(self, error: Refusal) -> APIException:
        return refused(error)


def one_of(fields: Mapping[str, Any], *names: str) -> str:
    """Return which one of the fields of a body is given.

    Raises:
        serializers.ValidationError: None is, or several are.
    """
    given = [name for name in names if fields.get(name) is not None]
    if len(given) != 1:
        raise serializers.ValidationError({name: [f"Name exactly one: {', '.join(names)}."] for name in given or names})
    return given[0]


def staff_only(user: Any) -> None:
    """Refuse whoever is not of the staff.

    Raises:
        PermissionDenied: The account is not of the staff.
    """
    if not getattr(user, "is_staff", False):
        raise PermissionDenied("This is for the staff.")


def said(
    shown: type[serializers.BaseSerializer[Any]], example: Mapping[str, Any], closing: Mapping[str, type[BodySerializer]]
) -> Callable[[V], V]:
    """Declare what a `SaidViewSet` takes and answers; ``closing`` are the actions that close, with what they take."""

    def declare(view: V) -> V:
        sent: Any = view
        named = OpenApiExample("As it is sent", value=dict(example), request_only=True)
        made: dict[Any, OpenApiResponse] = {201: OpenApiResponse(shown, description="Made."), **AT_WORK, **UNFIT}
        closed: dict[Any, OpenApiResponse] = {200: OpenApiResponse(shown, description="Done; as it is now."), **WRONG, **UNFIT}
        return extend_schema_view(
            create=extend_schema(request=sent.new_body, parameters=[PARAMETER], examples=[named], responses=made, filters=False),
            **{
                name: extend_schema(request=body, parameters=[PARAMETER], responses=closed, filters=False) for name, body in closing.items()
            },
        )(view)

    return declare
