"""Say who acts and why, and write records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    Actor = AbstractBaseUser | AnonymousUser | None

#: What PostgreSQL holds in no text.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@contextmanager
def recorded(*, by: Actor, reason: str = "") -> Iterator[None]:
    """Make the changes inside one transaction that history records as done ``by`` a user for a ``reason``.

    Nested uses share the outermost transaction; the inner names its own user and reason and gives back the outer's.
    The names live in settings local to the transaction, so a pooled connection carries none of them further.

    Raises:
        ValidationError: The reason holds what cannot be stored.
    """
    if _UNFIT.search(reason):
        raise ValidationError({"reason": "It holds characters that cannot be stored (NUL or halves of a character). Take them away."})
    user = str(by.pk) if by is not None and by.pk is not None else ""
    with transaction.atomic():
        before = _announce(user, reason)
        yield
        _announce(*before)


def _announce(user: str, reason: str) -> tuple[str, str]:
    """Set who acts and why; return what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT coalesce(current_setting('pincite.actor', true), '') AS u,"
            " coalesce(current_setting('pincite.reason', true), '') AS r)"
            " SELECT u, r, set_config('pincite.actor', %s, true), set_config('pincite.reason', %s, true) FROM before",
            [user, reason],
        )
        row = cursor.fetchone()
    return row[0], row[1]


def store(record: models.Model) -> None:
    """Validate and write one record; read back what the database sets.

    The database judges: its constraints are asked for their words only when they refuse, which spares a query for each.

    Raises:
        ValidationError: The record is not fit, or a law of the database refuses it; the message names the field or is the law's own.
    """
    record.clean_fields(exclude={field.name for field in record._meta.concrete_fields if field.is_relation})
    record.clean()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        record.full_clean()
        raise ValidationError(law_in_words(error)) from error
    record.refresh_from_db(fields=[name for name in _SET_BY_DATABASE if _has_field(record, name)])


_SET_BY_DATABASE = ("revision", "created_at", "changed_at", "created_by", "status")


def _has_field(record: models.Model, name: str) -> bool:
    return any(field.name == name for field in record._meta.concrete_fields)


def law_in_words(error: IntegrityError) -> str:
    """Return the first line of the database's refusal: for a law, the sentence that its trigger gives."""
    return str(error).splitlines()[0]
