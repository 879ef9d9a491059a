"""The tables of one import: what it knows by now, kept in the database so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from history.locks import Lock, wait_for

#: How many letters of a title's beginning and end are looked for.
TITLE_END = 4
_TABLES = {
    # File key in lower case -> the document that it became, and the line on which it stood first.
    "import_key": "key text PRIMARY KEY, document_id bigint NOT NULL, line int NOT NULL",
    # Documents that entries of this file became, or were found to be.
    "import_taken": "document_id bigint PRIMARY KEY",
    # File keys of entries that wait for another entry.
    "import_waiting": "key text PRIMARY KEY",
    # Match keys of family names whose authors stand in import_person.
    "import_name": "key text PRIMARY KEY",
    "import_person": "digest text NOT NULL, author_id bigint NOT NULL, is_own boolean NOT NULL",
    # Match keys of names whose works stand in import_work.
    "import_leader": "key text PRIMARY KEY",
    # Name, year and the title's beginning in one word, and its end in another: one of them is whole in a title that is mistyped or cut.
    "import_work": "document_id bigint NOT NULL, head text NOT NULL, tail text NOT NULL, title text NOT NULL",
}
#: Off while an import goes on. Without sorting, the index that a lookup asks for by its order is the one that is read.
_PLANNING = (
    "enable_seqscan",
    "enable_hashjoin",
    "enable_mergejoin",
    "enable_bitmapscan",
    "enable_sort",
    "enable_incremental_sort",
    "jit",
)
_INDEXES = ("import_person (digest)", "import_work (head)", "import_work (tail)")


def wait_for_other_imports() -> None:
    """Be the only import until this transaction ends."""
    wait_for(Lock.IMPORTING)


@contextmanager
def import_tables() -> Iterator[None]:
    """Be the only import, with empty tables of its own that are gone afterwards.

    Statements are planned without whole-table reads meanwhile: the tables grow faster than the planner's figures about them.
    """
    wait_for_other_imports()
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
        for index in _INDEXES:
            cursor.execute(f"CREATE INDEX ON {index}")
        for setting in _PLANNING:
            cursor.execute("SELECT set_config(%s, 'off', true)", [setting])
    yield
    plan_as_usual()
    run(f"DROP TABLE {', '.join(_TABLES)}")


def plan_for_growing_tables() -> None:
    """Plan what follows in this transaction by indexes: the laws' own statements too, which are planned while the tables are empty."""
    for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"):
        run("SELECT set_config(%s, 'off', true)", setting)


def plan_as_usual() -> None:
    """Plan what follows as everywhere else: tables grow no more, and all that was brought is looked at by one statement."""
    run("ANALYZE import_taken")
    run("SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name = ANY (%s)", list(_PLANNING))


def rows_of(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Return the rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def run(statement: str, *parameters: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows with COPY. Names of tables and columns are the caller's own, never a file's."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copied:
        for row in rows:
            copied.write_row(row)


def next_ids(table: str, many: int) -> list[int]:
    """Take primary keys for rows about to be written."""
    return [
        row[0]
        for row in rows_of("SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id'))::regclass) FROM generate_series(1, %s)", table, many)
    ]
