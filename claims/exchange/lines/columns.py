"""The plain columns of records of sources: a line says them under the names that they have here, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import NOT_PROVIDED

from claims.exchange.lines.fields import Field
from sources import models as sources

#: Names and book-keeping that are told otherwise, or counted anew where the record comes in.
_KEPT = frozenset({"id", "public_id", "revision", "created_at", "changed_at"})


def _columns(model: type[models.Model], *, without: Collection[str] = ()) -> dict[str, models.Field[Any, Any]]:
    return {
        one.name: one for one in model._meta.concrete_fields if not one.is_relation and one.name not in _KEPT and one.name not in without
    }


AUTHOR = _columns(sources.Author)
VARIANT = _columns(sources.NameVariant)
DOCUMENT = _columns(sources.Document, without=["citation_key"])
IDENTIFIER = _columns(sources.Identifier)
TITLE = _columns(sources.TitleVariant)
CONTRIBUTION = _columns(sources.Contribution)
TEXT = _columns(sources.Text, without=["content", "is_second_copy"])
MARK = _columns(sources.Mark)
RETRACTION = _columns(sources.Retraction, without=["lifted_at"])


def said(record: models.Model, columns: Mapping[str, models.Field[Any, Any]]) -> dict[str, Any]:
    """Return what a line says of a record: its columns without those that are empty."""
    values = ((name, getattr(record, name)) for name in columns)
    return {name: value for name, value in values if value is not None and value is not False and value not in ("", {})}


def fields_of(columns: Mapping[str, models.Field[Any, Any]]) -> dict[str, Field]:
    """Return what a line may say of such a record: the model's own fields judge the values."""
    return {name: _field(one) for name, one in columns.items()}


def _field(column: models.Field[Any, Any]) -> Field:
    kinds: dict[type, type] = {models.JSONField: dict, models.BooleanField: bool, models.IntegerField: int}
    kind = next((one for base, one in kinds.items() if isinstance(column, base)), str)
    is_needed = not column.blank and column.default is NOT_PROVIDED and kind is not bool
    choices = tuple(str(value) for value, _ in column.flatchoices)
    return Field(
        (kind,), choices=choices, missing=str(column.help_text) if is_needed else "", default=_default(column, kind), check=_judge(column)
    )


def _default(column: models.Field[Any, Any], kind: type) -> Any:
    return column.get_default() if column.default is not NOT_PROVIDED else "" if kind is str else None


def _judge(column: models.Field[Any, Any]) -> Any:
    def judge(value: Any) -> str:
        try:
            column.clean(value, None)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    return judge
