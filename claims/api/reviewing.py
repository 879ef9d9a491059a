"""The review over HTTP: one address for each act, of the state that the reviewer has seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, connection, transaction
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from claims.api.bodies import CommentBody, ReasonBody
from claims.api.linked import public_part
from claims.api.writing import WritingAndRestoringViewSet
from claims.models import Claim, Evidence, Relation
from claims.services import review
from claims.services.edit_draft import discard_draft, edit_draft
from claims.services.revise import revise
from history.http import StaleError, tag_over
from history.idempotency import PARAMETER, idempotent
from history.refusals import Refusal, readable
from history.services import law_in_words
from sources.negotiation.writing import IF_MATCH, STALE, UNFIT, WRONG, ConflictError, refused_as_unfit

if TYPE_CHECKING:
    from history.services import Actor

R = TypeVar("R", Claim, Evidence, Relation)
V = TypeVar("V", bound=type[GenericViewSet[Any]])

_SAY_WHY = (review.request_changes, review.reject, review.retract)
# Laws that say who may decide: 3, two persons; 9, machines.
_OF_PERSONS = re.compile(r"law (?:3|9)\b")


class ReviewedViewSet(WritingAndRestoringViewSet[R], Generic[R]):
    """Adds the acts of review; the services and the laws decide who may do them and when."""

    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9-]{4,64}"
    ordering: Any = ("-id",)

    def context_for(self, records: Sequence[R], reader: Actor) -> dict[str, Any]:
        """Return what the serializer needs to show the records as ``reader`` sees them, read for all of them at once."""
        raise NotImplementedError

    def public_part(self, body: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of a body everybody is shown: what ``tagged`` reads anew, made of the reader's body and its context."""
        return public_part(body)

    def represent(self, records: Sequence[R]) -> Sequence[Any]:
        return self._bodies(records, self.context_for(records, self.request.user))

    def shown(self, record: R) -> tuple[Any, str]:
        context = self.context_for([record], self.request.user)
        body = self._bodies([record], context)[0]
        return body, tag_over(record, self.public_part(body, context))

    def tagged(self, record: R) -> Any:
        return self._bodies([record], self.context_for([record], None))[0]

    def _bodies(self, records: Sequence[R], context: Mapping[str, Any]) -> list[Any]:
        serializer: Any = self.serializer_class
        return list(serializer(records, many=True, context={**self.get_serializer_context(), **context}).data)

    def change(self, record: R, fields: dict[str, Any]) -> None:
        topics = fields.pop("topics", None)
        passages = fields.pop("evidence", None)
        edit_draft(record, by=self.writer, changes=self.columns(fields), topics=topics, evidence=passages, reason="Changed over the API")

    def lock(self, found: Any) -> None:
        review.lock_claim_of(found)
        super().lock(found)

    def discard(self, record: R) -> None:
        discard_draft(record, by=self.writer, reason="Deleted over the API")

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def submit(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Hand a draft to the reviewers."""
        return self._act(review.submit, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take what was submitted back to draft."""
        return self._act(review.withdraw, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def approve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Publish a claim, accept evidence or a relation: by a second person."""
        return self._act(review.approve, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def request_changes(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return what was submitted to draft, and say why."""
        return self._act(review.request_changes, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def reject(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Refuse what was submitted for good, and say why."""
        return self._act(review.reject, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    def retract(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take back what was published or accepted, and say why; it stays readable."""
        return self._act(review.retract, request)

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    @transaction.atomic
    def revise(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a draft with the words of what is published or accepted; once approved it takes its place."""
        record = self.seen(request)
        comment = self._read(CommentBody, request).get("comment", "").strip()
        draft = self._do(lambda: revise(record, by=self.writer, comment=comment, revision=record.revision))
        return self._made(draft)

    @transaction.atomic
    def _act(self, act: Callable[..., Any], request: Request) -> Response:
        record = self.seen(request)
        comment = self._read(CommentBody, request).get("comment", "").strip()
        try:
            act(record, by=request.user, comment=comment, revision=record.revision)
            connection.check_constraints()
        except review.WrongStateError as error:
            raise ConflictError(str(error)) from error
        except review.StaleRevisionError as error:
            raise StaleError(record.revision) from error
        except (DjangoValidationError, IntegrityError) as error:
            if act in _SAY_WHY and not comment and isinstance(error, DjangoValidationError):
                raise ValidationError({"comment": error.messages}) from error
            raise refused(error) from error
        return self.done(record)


def refused(error: Refusal) -> APIException:
    """403 where a law says that it is not this person's to do, 422 where the record is not fit."""
    if any(_OF_PERSONS.match(said) for said in _said(error)):
        return PermissionDenied(" ".join(map(readable, _said(error))))
    return refused_as_unfit(error, {})


def _said(error: Refusal) -> list[str]:
    """The sentences of a refusal that are at no field."""
    if isinstance(error, IntegrityError):
        return [law_in_words(error)]
    return [] if hasattr(error, "error_dict") else list(error.messages)


def reviewable(shown: type[BaseSerializer[Any]]) -> Callable[[V], V]:
    """Declare what the acts of review take and answer."""
    done: dict[Any, OpenApiResponse] = {
        200: OpenApiResponse(shown, description="Done; the record as it is now."),
        **WRONG,
        **STALE,
        **UNFIT,
    }
    examples = [OpenApiExample("As it is sent", value={"comment": "Read against the scan, page 4."}, request_only=True)]

    def declared(body: type[CommentBody], *acts: str) -> dict[str, Any]:
        said = extend_schema(request=body, parameters=[IF_MATCH, PARAMETER], responses=done, examples=examples, filters=False)
        return dict.fromkeys(acts, said)

    made: dict[Any, OpenApiResponse] = {201: OpenApiResponse(shown, description="The draft that revises it."), **WRONG, **STALE, **UNFIT}
    revising = extend_schema(request=CommentBody, parameters=[IF_MATCH, PARAMETER], responses=made, examples=examples, filters=False)
    acts = declared(CommentBody, "submit", "withdraw", "approve")
    return extend_schema_view(revise=revising, **acts, **declared(ReasonBody, "request_changes", "reject", "retract"))
