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
