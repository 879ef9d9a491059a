"""Read records as they stood at a moment (law 5).

The schema ``past`` (``history/past_views.py``) has a view of each tracked table, under the table's name: its rows as history kept them at
the moment that the setting ``pincite.as_of`` names. Within ``as_of`` that schema comes first in the search path, so every query
reads the past as it reads the present: the same filters, the same visibility, the same citations, in as many queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

_MOMENT: ContextVar[datetime | None] = ContextVar("the moment that is read", default=None)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Read what stood at ``moment``; to be written to is nothing within.

    What may not be shown today is not shown as it was either: see ``Tracked.STILL_WITHHELD``. Accounts, and what is computed from
    records to find them by, are those of today.
    """
    with transaction.atomic():
        before = _set("past, public", moment.isoformat())
        token = _MOMENT.set(moment)
        try:
            yield
        finally:
            _MOMENT.reset(token)
        _set(*before)


def as_of_or_now(moment: datetime | None) -> AbstractContextManager[None]:
    """Read what stood at ``moment``, or what stands now where there is none."""
    return nullcontext() if moment is None else as_of(moment)


def is_past() -> bool:
    """Whether the past is being read: what is made of it is not kept as if it were of today."""
    return _MOMENT.get() is not None


def parse_moment(words: str) -> datetime:
    """Return the moment that is meant: a time, in UTC where it names no zone, or a date for the end of that day in UTC.

    Today's date is taken for this very moment, since the day is not over; what is answered names the moment, so it can be cited.

    Raises:
        ValidationError: It is neither, or not over yet; the message is one sentence.
    """
    moment = _read(words)
    if moment is None:
        raise ValidationError("Write a time or a date, for example 2026-11-01T12:00:00Z, or 2026-11-01 for the end of that day in UTC.")
    if moment > timezone.now():
        raise ValidationError(f"{in_words(moment)} is not over yet: what stands then is not known. Leave as_of out for what stands now.")
    return moment


def in_words(moment: datetime) -> str:
    """The moment as the API and bundles write it: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(words: str) -> datetime | None:
    # An address has a space where a plus was meant.
    written = words.replace(" ", "+") if words.count(" ") == 1 and "T" in words else words
    try:
        day: date | None = parse_date(written)
        if day is not None:
            return timezone.now() if day == timezone.now().date() else datetime.combine(day, time.max, UTC)
        moment = parse_datetime(written)
        # In UTC, since PostgreSQL knows no zone that is 16 hours or more away from it.
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _set(path: str, moment: str) -> tuple[str, str]:
    """Say which schema comes first and which moment is meant, until the transaction ends; return what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT current_setting('search_path') AS p, coalesce(current_setting('pincite.as_of', true), '') AS m)"
            " SELECT p, m, set_config('search_path', %s, true), set_config('pincite.as_of', %s, true) FROM before",
            [path, moment],
        )
        row = cursor.fetchone()
    return row[0], row[1]
