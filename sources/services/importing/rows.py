"""Rows of a model as COPY writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import NOT_PROVIDED, Model

from history.identifiers import new_public_ids
from sources.services.importing.tables import copy_in

#: What the database itself writes.
_BY_DATABASE = frozenset({"revision", "created_at", "changed_at"})


class Table:
    """A model's columns in order, and a row in which every column has its default."""

    def __init__(self, model: type[Model]) -> None:
        fields = [one for one in model._meta.concrete_fields if one.name not in _BY_DATABASE]
        self.name = model._meta.db_table
        self.columns = [str(one.column) for one in fields]
        self.place = {column: place for place, column in enumerate(self.columns)}
        self.blank: list[Any] = [_default(one) for one in fields]

    def row(self, values: Mapping[str, Any]) -> list[Any]:
        """A row with these columns, the others by default."""
        row = self.blank.copy()
        for column, value in values.items():
            row[self.place[column]] = value
        return row

    def write(self, rows: Sequence[list[Any]]) -> None:
        """Write rows with COPY, each that has no public id yet under a new one."""
        if not rows:
            return
        place = self.place["public_id"]
        nameless = [row for row in rows if not row[place]]
        for row, public_id in zip(nameless, new_public_ids(len(nameless)), strict=True):
            row[place] = public_id
        copy_in(self.name, self.columns, rows)


def _default(one: Any) -> Any:
    value = None if one.null or one.primary_key or one.name == "public_id" or one.default is NOT_PROVIDED else one.get_default()
    if value is None and not one.null and one.empty_strings_allowed:
        return ""
    return "{}" if value == {} else value
