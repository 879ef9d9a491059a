"""Migration operations that put a table under history."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import migrations


def track(table: str, *, leave_out: Sequence[str] = ()) -> migrations.RunSQL:
    """Return the operation that records every change of ``table``, without the columns in ``leave_out``."""
    columns = "{" + ",".join(leave_out) + "}"
    return migrations.RunSQL(
        sql=[("SELECT history_track(%s, %s::text[])", [table, columns])],
        reverse_sql=[("SELECT history_untrack(%s)", [table])],
    )


def index_parts(table: str, *columns: str) -> migrations.RunSQL:
    """Return the operation that lets the changes of ``table`` be found by each of ``columns``, foreign keys, as the row had it then.

    They are what a record's story is read by (``history.story.Part``), and what joins records as they were (``history.past``).
    """
    names = {column: f"history_part_{table.split('_', 1)[1]}_{column.removesuffix('_id')}" for column in columns}
    return migrations.RunSQL(
        sql=[
            f"CREATE INDEX {name} ON history_change (((state ->> '{column}')::bigint), id) WHERE \"table\" = '{table}'"
            for column, name in names.items()
        ],
        reverse_sql=[f"DROP INDEX {name}" for name in names.values()],
    )
