"""Which rows a reader has seen, each at which revision; and what they said then (law 6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from history.models import Change, Tracked
from history.story import Part

#: Table -> primary key -> revision.
Seen = Mapping[str, Mapping[int, int]]

_MOST_ROWS = 20_000


def rows_of(key: int, parts: Sequence[Part], *, lock: bool = False) -> dict[str, dict[int, int]]:
    """Return the rows that belong to a record now, each with its revision: one query for each part.

    Args:
        key: The record's primary key.
        parts: The tables, and the columns that name the record.
        lock: Keep others from changing or deleting the rows until the transaction ends.
    """
    found: dict[str, dict[int, int]] = {}
    for part in parts:
        rows: models.QuerySet[Any] = part.model._default_manager.filter(**{part.column: key}).order_by("pk")
        if lock:
            rows = rows.select_for_update()
        found.setdefault(part.model._meta.db_table, {}).update(rows.values_list("pk", "revision"))
    return found


def write_seen(seen: Seen) -> str:
    """Return the rows as a page carries them."""
    return json.dumps(seen, separators=(",", ":"), sort_keys=True)


def read_seen(written: str, parts: Iterable[Part]) -> dict[str, dict[int, int]] | None:
    """Return the rows that a page says its reader saw; None where it says nothing that can be read."""
    tables = {part.model._meta.db_table for part in parts}
    try:
        read = json.loads(written)
        seen = {str(table): {int(key): int(revision) for key, revision in rows.items()} for table, rows in read.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    is_sound = seen.keys() == tables and sum(map(len, seen.values())) <= _MOST_ROWS and all(map(_are_numbers, seen.values()))
    return seen if is_sound else None


def _are_numbers(rows: Mapping[int, int]) -> bool:
    return all(0 < key < 2**63 and 0 < revision < 2**31 for key, revision in rows.items())


def states_of(seen: Seen) -> dict[str, dict[int, dict[str, Any]]]:
    """Return what rows said at the revisions at which they were seen; one query for each table. A revision that never was is left out."""
    states: dict[str, dict[int, dict[str, Any]]] = {}
    for table, rows in seen.items():
        changes = Change.objects.filter(table=table, record_id__in=list(rows), revision__in=set(rows.values())) if rows else ()
        # A row is deleted at the revision that it had.
        states[table] = {
            change.record_id: change.state
            for change in changes
            if change.revision == rows[change.record_id] and change.kind != Change.Kind.DELETE
        }
    return states


def as_instance(model: type[Tracked], state: Mapping[str, Any]) -> Tracked:
    """Return a row of history as an object of its model; nothing is read or written."""
    values = values_in(model, state)
    return model.from_db(None, list(values), list(values.values()))


def values_in(model: type[models.Model], state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a row of history as Python values, by attribute; columns that the model no longer has are left out."""
    return {field.attname: field.to_python(state[str(field.column)]) for field in model._meta.concrete_fields if field.column in state}
