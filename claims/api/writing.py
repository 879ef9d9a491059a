"""Records written over HTTP: proposed, changed and discarded, each by whoever may, and never over what the writer has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import connection, transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims.api.bodies import RestoreBody
from claims.services.accounts import may_decide, may_not_decide
from claims.services.restore_record import restore_record
from claims.services.review import WrongStateError
from history.http import RevisionedViewSet
from history.idempotency import PARAMETER, idempotent
from history.models import Tracked
from history.refusals import as_validation_error
from sources.negotiation.bodies import PROBLEM, BodySerializer
from sources.negotiation.located import UnfitError

T = TypeVar("T", bound=Tracked)
V = TypeVar("V", bound=type[GenericViewSet[Any]])

_ASKS = {
    "create": "add",
    "partial_update": "change",
    "destroy": "delete",
    "submit": "change",
    "withdraw": "change",
    "revise": "add",
    "restore": "change",
}
_DECIDES = frozenset({"approve", "request_changes", "reject", "retract"})
_VERBS = {"add": "propose", "change": "change", "delete": "delete"}

#: Why a record was made, for the history.
PROPOSED = "Proposed over the API"

#: What the schema says of the header.
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "minLength": 3},
    OpenApiParameter.HEADER,
    required=True,
    description="The record's ETag as you have read it. Without it 428; when the record was changed since, 412.",
)


class ConflictError(APIException):
    """409: the record is in a state in which this cannot be done."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "wrong_state"


class MayWrite(BasePermission):
    """Writing is for accounts with Django's permission for it. Who decides on a proposal, the review itself knows."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the account may do such a thing at all."""
        if view.action in _DECIDES and request.user.is_authenticated and not may_decide(request.user):
            raise PermissionDenied(may_not_decide(request.user))
        asked = _ASKS.get(view.action)
        if asked is None:
            return bool(request.user.is_authenticated)
        noun = view.queryset.model._meta
        self.message = f"Your account may not {_VERBS[asked]} {noun.verbose_name_plural}: ask an administrator."
        return bool(request.user.has_perm(f"{noun.app_label}.{asked}_{noun.model_name}"))


def refused_as_unfit(error: DjangoValidationError, names: Mapping[str, str]) -> UnfitError:
    """422 with the service's words, each at the field of the body that it is about."""
    readable = as_validation_error(error)
    if not hasattr(readable, "error_dict"):
        return UnfitError(readable.messages)
    return UnfitError({names.get(name, name).replace("__all__", "non_field_errors"): said for name, said in readable.message_dict.items()})


class WritingViewSet(RevisionedViewSet[T], Generic[T]):
    """Adds POST, PATCH and DELETE; what they do is for the services, which subclasses call."""

    new_body: ClassVar[type[BodySerializer]]
    body: ClassVar[type[BodySerializer]]
    #: Columns that bodies call otherwise: column -> field.
    called: ClassVar[Mapping[str, str]] = {}

    @property
    def writer(self) -> User:
        """Who writes; `MayWrite` lets nobody in without an account."""
        return cast("User", self.request.user)

    def get_permissions(self) -> list[Any]:
        """Ask for an account where something is written; reading stays open to everybody."""
        is_writing = self.request.method not in SAFE_METHODS and self.action is not None
        return [MayWrite()] if is_writing else [*super().get_permissions()]

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
        return Response(self._shown(record), headers={"ETag": self._tag(record)})

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

    def _read(self, body: type[BodySerializer], request: Request, *, partial: bool = False) -> dict[str, Any]:
        asked = body(data=request.data, partial=partial, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _do(self, act: Callable[[], Any]) -> Any:
        try:
            with transaction.atomic():
                done = act()
                # Deferred constraints speak now, while the answer can still say so.
                connection.check_constraints()
                return done
        except WrongStateError as error:
            raise ConflictError(str(error)) from error
        except DjangoValidationError as error:
            raise refused_as_unfit(error, self.called) from error

    def _made(self, record: T) -> Response:
        body = self._shown(record)
        return Response(body, status=status.HTTP_201_CREATED, headers={"Location": body["url"], "ETag": self._tag(record)})

    def _shown(self, record: T) -> Any:
        return self.represent([self._fresh(record)])[0]

    def _tag(self, record: T) -> str:
        return self.etag(self._fresh(record))

    def _fresh(self, record: T) -> T:
        return self.get_queryset().get(pk=record.pk)


class RestoringViewSet(WritingViewSet[T], Generic[T]):
    """Adds the way back to what a record said, for those whose words may change."""

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    @transaction.atomic
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say again what the record said at one of its revisions, as a new change; what was submitted goes back to draft with that."""
        record = self.seen(request)
        asked = self._read(RestoreBody, request)
        self._do(lambda: restore_record(record, revision=asked["revision"], by=self.writer, reason=asked["reason"]))
        return Response(self._shown(record), headers={"ETag": self._tag(record)})


def _problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(OpenApiTypes.OBJECT, description=description)


STALE = {
    (412, PROBLEM): _problem("The record was changed since you read it."),
    (428, PROBLEM): _problem("The request does not say which state of the record you have seen."),
}
UNFIT = {(422, PROBLEM): _problem("The record is not fit; each field at fault is named.")}
WRONG = {(409, PROBLEM): _problem("The record is in a state in which this cannot be done.")}
AT_WORK = {(409, PROBLEM): _problem("The same request is being carried out at this moment.")}


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
            restore=extend_schema(
                request=RestoreBody,
                parameters=[IF_MATCH, PARAMETER],
                examples=[
                    OpenApiExample("As it is sent", value={"revision": 1, "reason": "The edit read another page."}, request_only=True)
                ],
                responses={200: OpenApiResponse(shown, description="Restored; the record as it is now."), **WRONG, **STALE, **UNFIT},
                filters=False,
            ),
            destroy=extend_schema(
                parameters=[IF_MATCH], responses={204: OpenApiResponse(description="Deleted."), **WRONG, **STALE, **UNFIT}
            ),
        )(view)

    return declare
