"""The views of the schema ``past``: every tracked table as it stood at the moment in ``pincite.as_of``.

Made anew by ``migrate`` after the tables, from the models: a column that a row did not have yet when it was kept has its default. A row of the
past is the last change of its record before the moment, which an index finds (``history_change_row``); the views are plain joins,
so that conditions of a query reach the history itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from history.models import Tracked

_MOMENT = "(SELECT current_setting('pincite.as_of')::timestamptz)"
_VIEW = """
CREATE VIEW past.{table} AS
SELECT {columns}
  FROM public.history_change AS kept
 WHERE kept."table" = {name} AND kept.kind <> 'delete' AND kept.at <= {moment}
   AND NOT EXISTS (SELECT FROM public.history_change AS later
                    WHERE later."table" = {name} AND later.record_id = kept.record_id AND later.id > kept.id AND later.at <= {moment})
"""
_LEFT_OUT = """
SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger
 WHERE tgname = 'track_insert' AND tgfoid = 'history_record()'::regprocedure
"""
_DIRECT: Mapping[str, str] = {"id": "kept.record_id", "public_id": "kept.public_id::text", "revision": "kept.revision"}
_EMPTY: Mapping[str, Any] = {"text": "", "boolean": False, "jsonb": "{}", "integer": 0, "bigint": 0, "smallint": 0}


def drop_past(connection: BaseDatabaseWrapper) -> None:
    """Take the views away, so that migrations may change the tables."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS past CASCADE")


def make_past(connection: BaseDatabaseWrapper, reader: str) -> None:
    """Make the views as the owner of the tables, for the role ``reader`` to read."""
    with connection.cursor() as cursor:
        left_out = _left_out(cursor)
        cursor.execute("CREATE SCHEMA past")
        for model in _tracked():
            cursor.execute(_view(model, left_out.get(model._meta.db_table, frozenset()), connection))
        for one in apps.get_models():
            if written_at := getattr(one, "WRITTEN_AT", None):
                cursor.execute(_dated(one, written_at))
        for right in ("USAGE ON SCHEMA past", "SELECT ON ALL TABLES IN SCHEMA past"):
            cursor.execute(sql.SQL("GRANT " + right + " TO {}").format(sql.Identifier(reader)))


def _tracked() -> list[type[Tracked]]:
    return [model for model in apps.get_models() if issubclass(model, Tracked) and model._meta.managed]


def _left_out(cursor: Any) -> dict[str, frozenset[str]]:
    """The columns that history does not keep, by table."""
    cursor.execute(_LEFT_OUT)
    return {table: frozenset(arguments.removesuffix("\\000").strip("{}").split(",")) - {""} for table, arguments in cursor.fetchall()}


def _view(model: type[Tracked], left_out: frozenset[str], connection: BaseDatabaseWrapper) -> sql.Composed:
    table = model._meta.db_table
    columns = [
        sql.SQL("{} AS {}").format(_expression(model, one, left_out, connection), sql.Identifier(str(one.column)))
        for one in model._meta.concrete_fields
    ]
    return sql.SQL(_VIEW).format(
        table=sql.Identifier(table), name=sql.Literal(table), columns=sql.SQL(",\n       ").join(columns), moment=sql.SQL(_MOMENT)
    )


def _expression(
    model: type[Tracked], declared: models.Field[Any, Any], left_out: frozenset[str], connection: BaseDatabaseWrapper
) -> sql.Composable:
    column = str(declared.column)
    if column in _DIRECT:
        return sql.SQL(_DIRECT[column])
    if column in left_out:
        held = "(SELECT held.{} FROM public.{} AS held WHERE held.id = kept.record_id)"
        return sql.SQL(held).format(sql.Identifier(column), sql.Identifier(model._meta.db_table))
    then = _then(declared, connection)
    limit = model.STILL_WITHHELD.get(column)
    return then if limit is None else sql.SQL("(" + limit + ")").format(then=then, key=sql.SQL("kept.record_id"))


def _then(declared: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> sql.Composable:
    """The column in the row that was kept."""
    kind = _kind(declared, connection)
    name = sql.Literal(str(declared.column))
    value: sql.Composable
    if kind == "jsonb":
        value = sql.SQL("nullif(kept.state -> {}, 'null'::jsonb)").format(name)
    elif kind.endswith("[]"):
        array = "(SELECT array_agg(one) FROM jsonb_array_elements_text(nullif(kept.state -> {}, 'null'::jsonb)) AS one)::{}"
        value = sql.SQL(array).format(name, sql.SQL(kind))
    else:
        value = (
            sql.SQL("(kept.state ->> {})::{}").format(name, sql.SQL(kind))
            if kind != "text"
            else sql.SQL("(kept.state ->> {})").format(name)
        )
    default = None if declared.null or declared.is_relation else _default(declared, kind)
    return value if default is None else sql.SQL("coalesce({}, {}::{})").format(value, sql.Literal(default), sql.SQL(kind))


def _kind(declared: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    """The column's type without its length."""
    kind = str(declared.db_type(connection))
    return (
        "text"
        if kind.startswith("varchar") and not kind.endswith("[]")
        else kind.partition("(")[0] + ("[]" if kind.endswith(")[]") else "")
    )


def _default(declared: models.Field[Any, Any], kind: str) -> Any:
    """What a row has that is older than the column; None where every row has one of its own."""
    if declared.has_default() and isinstance(declared.get_default(), str | bool | int):
        return declared.get_default()
    return "{}" if kind.endswith("[]") else _EMPTY.get(kind)


def _dated(model: type[models.Model], written_at: str) -> sql.Composed:
    """A table that is only added to: what it had been given by then."""
    statement = "CREATE VIEW past.{table} AS SELECT * FROM public.{table} WHERE {column} <= {moment}"
    return sql.SQL(statement).format(table=sql.Identifier(model._meta.db_table), column=sql.Identifier(written_at), moment=sql.SQL(_MOMENT))
