"""Which names a file has used so far, kept in the database so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sources.services.importing.tables import plan_for_growing_tables, rows_of, run, wait_for_other_imports


class Named(NamedTuple):
    """A record's name at its place in the file."""

    kind: str
    name: str
    line: int
    place: str


@contextmanager
def names_of_this_file() -> Iterator[None]:
    """Be the only import, with empty tables of names that are gone afterwards."""
    wait_for_other_imports()
    run("CREATE TEMP TABLE import_named (kind text, name text, line int NOT NULL, PRIMARY KEY (kind, name))")
    run("CREATE TEMP TABLE import_source (kind text, name text, pk bigint NOT NULL, is_new boolean NOT NULL, PRIMARY KEY (kind, name))")
    run("CREATE INDEX ON import_source (pk)")
    plan_for_growing_tables()
    yield
    run("DROP TABLE import_named, import_source")


class Source(NamedTuple):
    """What an author or document of the file is here, and whether the file brought it."""

    pk: int
    is_new: bool


def note_sources(kind: str, found: Iterable[tuple[str, int, bool]]) -> None:
    """Note what authors (by id) or documents (by key) of the file are here, and whether each is new."""
    columns = [list(column) for column in zip(*found, strict=True)]
    if columns:
        statement = "INSERT INTO import_source SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::boolean[]) ON CONFLICT DO NOTHING"
        run(statement, kind, *columns)


def sources_named(kind: str, names: Iterable[str]) -> dict[str, Source]:
    """Return what authors or documents of the file are here, as far as an earlier line brought them."""
    wanted = list(names)
    if not wanted:
        return {}
    rows = rows_of("SELECT name, pk, is_new FROM import_source WHERE kind = %s AND name = ANY (%s)", kind, wanted)
    return {name: Source(pk, is_new) for name, pk, is_new in rows}


def taken(kind: str, keys: Iterable[int]) -> set[int]:
    """Return which of these records an author or document of the file is already."""
    return {pk for (pk,) in rows_of("SELECT pk FROM import_source WHERE kind = %s AND pk = ANY (%s)", kind, list(keys))}


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


def missing(kind: str, name: str) -> str:
    """A sentence on why a record that another one needs is not here: no line brings it, or that line failed."""
    for (line,) in rows_of("SELECT line FROM import_named WHERE (kind, name) = (%s, %s)", kind, name):
        return f"The {kind} {name} of line {line} was not taken, so this is not taken either."
    return f"There is no {kind} {name}, neither here nor in this file."
