"""Single changes of single columns, which a merge consists of: listed first, then done, and put back by undoing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection, models

#: The column of a move that stands for a whole row: one that the merge makes.
ROW = "id"


@dataclass(frozen=True)
class Move:
    """One column of one row, before and after; for a row that the merge makes, its number after."""

    table: str
    id: int
    column: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        """As it is kept in ``Merge.moved``."""
        return {"table": self.table, "id": self.id, "column": self.column, "from": self.old, "to": self.new}

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Move:
        """From ``Merge.moved``."""
        return cls(entry["table"], entry["id"], entry["column"], entry["from"], entry["to"])

    @property
    def is_made(self) -> bool:
        """Whether this is a row that the merge makes."""
        return self.column == ROW

    def back(self) -> Move:
        """The same the other way."""
        return Move(self.table, self.id, self.column, self.new, self.old)


def model_of(table: str) -> type[models.Model]:
    """Return the model whose rows ``table`` holds, those that Django makes for many-to-many fields too."""
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


def carry_out(moves: Sequence[Move]) -> None:
    """Make the changes in their order; those of one table that stand together in one statement for each set of columns.

    A statement is judged as a whole, so that rows may exchange values that must be unique.
    """
    for table, run in groupby((move for move in moves if not move.is_made), key=lambda move: move.table):
        rows: dict[int, list[Move]] = {}
        for move in run:
            rows.setdefault(move.id, []).append(move)
        alike: dict[tuple[tuple[str, bool, bool], ...], list[list[Move]]] = {}
        for row in rows.values():
            # Links that are set or cleared stand apart from those that are led on: the one must come before the other.
            alike.setdefault(tuple((move.column, move.old is None, move.new is None) for move in row), []).append(row)
        for kind, together in alike.items():
            _update(table, tuple(column for column, _, _ in kind), together)


def _update(table: str, columns: tuple[str, ...], rows: list[list[Move]]) -> None:
    """Set ``columns`` of each row. Names come from Django's registry, values are parameters."""
    model = model_of(table)
    quote = connection.ops.quote_name
    types = {column: _column(model, column).db_type(connection) for column in columns}
    settings = ", ".join(f"{quote(column)} = given.v{place}::{types[column]}" for place, column in enumerate(columns))
    names = ", ".join(f"v{place}" for place in range(len(columns)))
    arrays = ", ".join(["%s::bigint[]", *["%s::text[]"] * len(columns)])
    values = [[_as_text(model, row[place]) for row in rows] for place in range(len(columns))]
    statement = (
        f"UPDATE {quote(table)} AS target SET {settings} FROM unnest({arrays}) AS given (row_id, {names})"  # noqa: S608 - see above
        f" WHERE target.{quote(_key(model))} = given.row_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row[0].id for row in rows], *values])


def _as_text(model: type[models.Model], move: Move) -> str | None:
    if isinstance(_column(model, move.column), models.JSONField):
        return json.dumps(move.new, ensure_ascii=False)
    if isinstance(move.new, bool):
        return "true" if move.new else "false"
    return None if move.new is None else str(move.new)


def present_values(moves: Iterable[Move]) -> dict[tuple[str, int, str], Any]:
    """Return what stands now at the places of ``moves``; a row that is gone is left out. One query for each table."""
    by_table: dict[str, list[Move]] = {}
    for move in moves:
        by_table.setdefault(move.table, []).append(move)
    found: dict[tuple[str, int, str], Any] = {}
    for table, here in by_table.items():
        model = model_of(table)
        columns = sorted({move.column for move in here if not move.is_made} | {_key(model)})
        for row in model._default_manager.filter(pk__in={move.id for move in here}).values(*columns):
            found |= {(table, row[_key(model)], column): value for column, value in row.items()}
            found[table, row[_key(model)], ROW] = row[_key(model)]
    return found


def _column(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.column == column)


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)
