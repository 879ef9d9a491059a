"""Refusals of the database and of the services in words that forms, pages and answers can show."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, OperationalError, models
from django.forms import BaseForm
from psycopg.errors import DeadlockDetected, ForeignKeyViolation, LockNotAvailable, SerializationFailure, UniqueViolation

from history.services import law_in_words
from history.story import model_of

_LAW = re.compile(r"\Alaw (\d+): (.+)\Z", re.DOTALL)
_KEY = re.compile(r"Key \((\w+)\)=\(.*\) (?:is not present|already exists)", re.DOTALL)
_AT_A_FIELD = frozenset({ForeignKeyViolation.sqlstate, UniqueViolation.sqlstate})
_TABLE = re.compile(r"\b(?:sources|claims|history)_[a-z]+\b")

Refusal = IntegrityError | ValidationError


def is_same_moment(error: Exception) -> bool:
    """Whether the database ended a transaction only because another one worked on the same records; all of it is undone."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, DeadlockDetected | SerializationFailure | LockNotAvailable)


def as_validation_error(refusal: Refusal) -> ValidationError:
    """The refusal with sentences that name things as the pages do; errors stay with their fields."""
    if isinstance(refusal, IntegrityError):
        return _of_database(refusal)
    if hasattr(refusal, "error_dict"):
        return ValidationError({name: [readable(message) for message in messages] for name, messages in refusal.message_dict.items()})
    return ValidationError([readable(message) for message in refusal.messages])


def sentences(refusal: Refusal) -> list[str]:
    """The refusal as sentences for a message at the top of a page."""
    error = as_validation_error(refusal)
    if hasattr(error, "error_dict"):
        return [
            message if name == NON_FIELD_ERRORS else f"{name.replace('_', ' ').capitalize()}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)


def fit_to_form(form: BaseForm, error: ValidationError) -> ValidationError:
    """The error with what belongs to no field of ``form`` moved to the top of it, under the name of its column."""
    if not hasattr(error, "error_dict"):
        return error
    fitted: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        if name in form.fields or name == NON_FIELD_ERRORS:
            fitted.setdefault(name, []).extend(errors)
        else:
            said = [f"{name.replace('_', ' ').capitalize()}: {message}" for one in errors for message in one.messages]
            fitted.setdefault(NON_FIELD_ERRORS, []).extend(map(ValidationError, said))
    return ValidationError(fitted)


def readable(sentence: str) -> str:
    """A law's sentence with models instead of tables, beginning with a capital and ending with the law's number."""
    named = _TABLE.sub(lambda found: _noun(found.group()), sentence)
    law = _LAW.match(named)
    if law is None:
        return named
    number, said = law.groups()
    return f"{said[0].upper()}{said[1:].rstrip('.')} (law {number})."


def _of_database(refusal: IntegrityError) -> ValidationError:
    """The message that the model declares for a broken constraint, what is missing or there already at its field, else the database's first line."""
    broken = getattr(refusal.__cause__, "diag", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == getattr(broken, "constraint_name", None) and constraint.violation_error_message:
                return ValidationError(str(constraint.violation_error_message))
    field = _field_of(broken)
    if field is None or field.remote_field is None:
        told = readable(law_in_words(refusal))
        return ValidationError({field.name: ["Another one has this already."]} if field else told)
    return ValidationError({field.name: [f"The {field.verbose_name} that this names is gone: choose another."]})


def _field_of(broken: Any) -> models.Field[Any, Any] | None:
    """The field of which the database says that its one value is given already, or names a row that is not there."""
    column = _KEY.match(getattr(broken, "message_detail", None) or "")
    model = model_of(getattr(broken, "table_name", None) or "")
    if column is None or model is None or getattr(broken, "sqlstate", "") not in _AT_A_FIELD:
        return None
    return next((one for one in model._meta.concrete_fields if one.column == column.group(1)), None)


def _noun(table: str) -> str:
    model = model_of(table)
    return str(model._meta.verbose_name) if model else table
