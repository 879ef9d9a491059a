"""Which names a file has used so far, kept in the database so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sources.services.importing.tables import rows_of, run, wait_for_other_imports


class Named(NamedTuple):
    """A record's name at its place in the file."""

    kind: str
    name: str
    line: int
    place: str


@contextmanager
def names_of_this_file() -> Iterator[None]:
    """Be the only import, with an empty table of names that is gone afterwards."""
    wait_for_other_imports()
    run("CREATE TEMP TABLE import_named (kind text, name text, line int NOT NULL, PRIMARY KEY (kind, name))")
    yield
    run("DROP TABLE import_named")


def named_before(named: Sequence[Named]) -> dict[tuple[str, str, int], int]:
    """Note names; return kind, name and line of those that an earlier line has, with that line."""
    columns = [list(column) for column in zip(*((one.kind, one.name, one.line) for one in named), strict=True)]
    if not columns:
        return {}
    run(
        "INSERT INTO import_named SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]) AS one(kind, name, line)"
        " ORDER BY line ON CONFLICT DO NOTHING",
        *columns,
    )
    statement = """
        SELECT asked.kind, asked.name, asked.line, first.line FROM unnest(%s::text[], %s::text[], %s::int[]) AS asked(kind, name, line)
          JOIN import_named AS first USING (kind, name) WHERE first.line < asked.line
    """
    return {(kind, name, line): first for kind, name, line, first in rows_of(statement, *columns)}
