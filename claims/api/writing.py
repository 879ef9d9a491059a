"""Records written over HTTP: proposed, changed and discarded, each by whoever may, and never over what the writer has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims.services.accounts import may_decide, may_not_decide
from claims.services.restore_record import RESTORED, restore_record
from claims.services.review import WrongStateError
from history.idempotency import PARAMETER, idempotent
from history.models import Change, Tracked
from history.restore import Restorable
from sources.negotiation.bodies import BodySerializer
from sources.negotiation.restoring import RestoringViewSet, restoring
from sources.negotiation.writing import AT_WORK, IF_MATCH, STALE, UNFIT, WRONG, ActingViewSet, ConflictError, MayChange

T = TypeVar("T", bound=Tracked)
V = TypeVar("V", bound=type[GenericViewSet[Any]])

_ASKS = {
    **MayChange.asks,
    "create": "add",
    "partial_update": "change",
    "destroy": "delete",
    "submit": "change",
    "withdraw": "change",
    "revise": "add",
}
_DECIDES = frozenset({"approve", "request_changes", "reject", "retract"})

#: Why a record was made, for the history.
PROPOSED = "Proposed over the API"


class MayWrite(MayChange):
    """Writing is for accounts with Django's permission for it. Who decides on a proposal, the review itself knows."""

    asks = _ASKS

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the account may do such a thing at all."""
        if view.action in _DECIDES and request.user.is_authenticated and not may_decide(request.user):
            raise PermissionDenied(may_not_decide(request.user))
        return super().has_permission(request, view)


class WritingViewSet(ActingViewSet[T], Generic[T]):
    """Adds POST, PATCH and DELETE; what they do is for the services, which subclasses call."""

    new_body: ClassVar[type[BodySerializer]]
    body: ClassVar[type[BodySerializer]]
    may_write = MayWrite

    def make(self, fields: dict[str, Any]) -> T:
        """Store a new record of these fields of the body."""
        raise NotImplementedError

    def change(self, record: T, fields: dict[str, Any]) -> None:
        """Change these fields of a record."""
        raise NotImplementedError

    def discard(self, record: T) -> None:
        """Delete a record."""
        raise NotImplementedError

    @idempotent
    def create(self, request: Request) -> Response:
        """Propose one; it begins as a draft of the account's."""
        self.filter_queryset(self.get_queryset())
        fields = self._read(self.new_body, request)
        return self._made(self._do(lambda: self.make(fields)))

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the fields that are sent; what was submitted goes back to draft with that."""
        record = self.seen(request)
        fields = self._read(self.body, request, partial=True)
        self._do(lambda: self.change(record, fields))
        return self.done(record)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete what nothing refers to yet; history keeps what it was."""
        record = self.seen(request)
        self._do(lambda: self.discard(record))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def columns(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a body under the names of their columns."""
        column_of = {field: column for column, field in self.called.items()}
        return {column_of.get(name, name): value for name, value in fields.items()}

    def _do(self, act: Callable[[], Any]) -> Any:
        try:
            return super()._do(act)
        except WrongStateError as error:
            raise ConflictError(str(error)) from error

    def _made(self, record: T) -> Response:
        body, tag = self.shown(self._fresh(record))
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": body["url"], "ETag": tag})


class WritingAndRestoringViewSet(RestoringViewSet[T], WritingViewSet[T], Generic[T]):
    """Records of this app that can be written and brought back."""

    def restorable(self, record: T) -> Restorable:
        return RESTORED[type(record)]

    def bring_back(self, record: T, change: Change, reason: str) -> None:
        restore_record(record, change=change, by=self.writer, reason=reason)


def writable(shown: type[BaseSerializer[Any]], example: Mapping[str, Any]) -> Callable[[V], V]:
    """Declare what a `WritingViewSet` takes and answers; ``example`` is the body of one that is made."""

    def declare(view: V) -> V:
        sent: Any = view
        named = OpenApiExample("As it is sent", value=dict(example), request_only=True)
        return extend_schema_view(
            create=extend_schema(
                request=sent.new_body,
                parameters=[PARAMETER],
                examples=[named],
                responses={201: OpenApiResponse(shown, description="Made."), **AT_WORK, **UNFIT},
                filters=False,
            ),
            partial_update=extend_schema(
                request=sent.body(partial=True),
                parameters=[IF_MATCH],
                responses={200: OpenApiResponse(shown, description="Changed."), **WRONG, **STALE, **UNFIT},
            ),
            restore=restoring(shown),
            destroy=extend_schema(
                parameters=[IF_MATCH], responses={204: OpenApiResponse(description="Deleted."), **WRONG, **STALE, **UNFIT}
            ),
        )(view)

    return declare
