"""The way back to what a record said, over HTTP: as a new change, of the state that the writer has seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from history.idempotency import PARAMETER, idempotent
from history.models import Change, Tracked
from history.past import parse_moment
from history.restore import Restorable, change_at, change_to
from history.seen import rows_of
from sources.negotiation.bodies import BodySerializer, SentenceField, WholeNumberField, WordsField
from sources.negotiation.writing import IF_MATCH, STALE, UNFIT, WRONG, ActingViewSet

T = TypeVar("T", bound=Tracked)


@extend_schema_field({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]})
class MomentField(WordsField):
    """A moment of the past, as ``?as_of=`` takes it."""

    def to_internal_value(self, data: Any) -> Any:
        """Take a time, or a date for its end in UTC."""
        words = super().to_internal_value(data)
        try:
            return parse_moment(words)
        except DjangoValidationError as error:
            raise ValidationError(error.messages) from error


class RestoreBody(BodySerializer):
    """What a record says again, and why: one of its revisions, or what stood at a moment."""

    revision = WholeNumberField(required=False, min_value=1, max_value=2**31 - 1, help_text="One that its history names.")
    as_of = MomentField(
        required=False, help_text="Or a moment: what `?as_of=` shows, rows that belong to the record and have revisions of their own too."
    )
    reason = SentenceField(help_text="Why, for the history.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a body that names no state, or two."""
        if ("revision" in attrs) == ("as_of" in attrs):
            told = "Name exactly one: revision, as_of."
            raise serializers.ValidationError({name: [told] for name in ("revision", "as_of") if name in attrs} or {"revision": [told]})
        return attrs


class RestoringViewSet(ActingViewSet[T], Generic[T]):
    """Adds POST ``restore/``. What was merged or decided on, and who may not, the services and the laws know."""

    def restorable(self, record: T) -> Restorable:
        """What comes back with such a record."""
        raise NotImplementedError

    def bring_back(self, record: T, change: Change, reason: str) -> None:
        """Write what stood after a change of the record, or of what belongs to it."""
        raise NotImplementedError

    @action(detail=True, methods=["post"], filterset_class=None)
    @idempotent
    @transaction.atomic
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say again what the record said once, as a new change; what was submitted goes back to draft with that."""
        record = self.seen(request)
        asked = self._read(RestoreBody, request)
        self._do(lambda: self.bring_back(record, self._state(record, asked), asked["reason"]))
        return self.done(record)

    def lock(self, found: T) -> None:
        """Lock the record's rows too where they are written over: new ones wait for the record itself."""
        super().lock(found)
        if self.action == "restore":
            rows_of(found.pk, self.restorable(found).parts, lock=True)

    def _state(self, record: T, asked: dict[str, Any]) -> Change:
        moment: datetime | None = asked.get("as_of")
        return change_to(record, asked["revision"]) if moment is None else change_at(record, moment, self.restorable(record).parts)


def restoring(shown: type[BaseSerializer[Any]]) -> Any:
    """Declare what ``restore`` takes and answers."""
    return extend_schema(
        request=RestoreBody,
        parameters=[IF_MATCH, PARAMETER],
        examples=[OpenApiExample("As it is sent", value={"revision": 1, "reason": "The edit read another page."}, request_only=True)],
        responses={200: OpenApiResponse(shown, description="Restored; the record as it is now."), **WRONG, **STALE, **UNFIT},
        filters=False,
    )
