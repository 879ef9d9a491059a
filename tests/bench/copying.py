"""Bare COPY of rows, beside which imports and exports are measured."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, connections

from tests.bench.measuring import timed


def copy_out(folder: Path, tables: Sequence[str]) -> None:
    """COPY whole tables into files of a folder."""
    for table in tables:
        with (folder / table).open("wb") as out, connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copied:
            for part in copied:
                out.write(part)


def timed_copies(folder: Path, tables: Sequence[str]) -> tuple[float, float]:
    """COPY the rows into tables with the same keys and constraints, without triggers; return seconds and MiB, as `timed` does."""
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
    return timed(lambda: _copy_in(folder, tables))


def _copy_in(folder: Path, tables: Sequence[str]) -> None:
    for table in tables:
        statement = f"COPY bare_{table} FROM STDIN"
        with (folder / table).open("rb") as rows, connections["owner"].cursor() as cursor, cursor.copy(statement) as copied:
            while part := rows.read(io.DEFAULT_BUFFER_SIZE * 8):
                copied.write(part)
