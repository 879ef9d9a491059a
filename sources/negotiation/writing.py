"""What every act on a record has over HTTP: who may do it, the state that the writer has seen, refusals that name the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, connection, transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from history.http import RevisionedViewSet
from history.models import Tracked
from history.refusals import Refusal, as_validation_error
from sources.negotiation.bodies import PROBLEM, BodySerializer
from sources.negotiation.located import UnfitError

T = TypeVar("T", bound=Tracked)

_VERBS = {"add": "propose", "change": "change", "delete": "delete"}

#: What the schema says of the header.
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "minLength": 3},
    OpenApiParameter.HEADER,
    required=True,
    description="The record's ETag as you have read it. Without it 428; when the record was changed since, 412.",
)


def _problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(OpenApiTypes.OBJECT, description=description)


STALE = {
    (412, PROBLEM): _problem("The record was changed since you read it."),
    (428, PROBLEM): _problem("The request does not say which state of the record you have seen."),
}
UNFIT = {(422, PROBLEM): _problem("The record is not fit; each field at fault is named.")}
WRONG = {(409, PROBLEM): _problem("The record is in a state in which this cannot be done.")}
AT_WORK = {(409, PROBLEM): _problem("The same request is being carried out at this moment.")}


class ConflictError(APIException):
    """409: the record is in a state in which this cannot be done."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "wrong_state"


class MayChange(BasePermission):
    """Writing is for accounts with Django's permission for it."""

    #: Action -> the permission that it needs; other actions need no more than an account.
    asks: ClassVar[Mapping[str, str]] = {"restore": "change"}

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the account may do such a thing at all."""
        asked = self.asks.get(view.action)
        if asked is None:
            return bool(request.user.is_authenticated)
        noun = view.queryset.model._meta
        self.message = f"Your account may not {_VERBS[asked]} {noun.verbose_name_plural}: ask an administrator."
        return bool(request.user.has_perm(f"{noun.app_label}.{asked}_{noun.model_name}"))


def refused_as_unfit(error: Refusal, names: Mapping[str, str]) -> UnfitError:
    """422 with the words of a service or of the database, each at the field of the body that it is about."""
    readable = as_validation_error(error)
    if not hasattr(readable, "error_dict"):
        return UnfitError(readable.messages)
    return UnfitError({names.get(name, name).replace("__all__", "non_field_errors"): said for name, said in readable.message_dict.items()})


class ActingViewSet(RevisionedViewSet[T], Generic[T]):
    """Lists and details of records on which something can be done; what is done is for the services, which subclasses call."""

    #: Columns that bodies call otherwise: column -> field.
    called: ClassVar[Mapping[str, str]] = {}
    #: Who may write.
    may_write: ClassVar[type[BasePermission]] = MayChange

    @property
    def writer(self) -> User:
        """Who writes; ``may_write`` lets nobody in without an account."""
        return cast("User", self.request.user)

    def get_permissions(self) -> list[Any]:
        """Ask for an account where something is written; reading stays open to everybody."""
        is_writing = self.request.method not in SAFE_METHODS and self.action is not None
        return [self.may_write()] if is_writing else [*super().get_permissions()]

    def refusal(self, error: Refusal) -> APIException:
        """How a refusal of a service, or of the database, is answered."""
        return refused_as_unfit(error, self.called)

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
        except (DjangoValidationError, IntegrityError) as error:
            raise self.refusal(error) from error

    def done(self, record: T) -> Response:
        """Answer the record as it is now."""
        body, tag = self.shown(self._fresh(record))
        return Response(body, headers={"ETag": tag})

    def _fresh(self, record: T) -> T:
        return self.get_queryset().get(pk=record.pk)
