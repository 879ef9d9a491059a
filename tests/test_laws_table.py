"""``docs/laws.md`` keeps its word: every cell names a test that is there, every trigger stands under a law."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from history.laws import declared_laws

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")
PATHS = ["admin form", "admin action", "API", "import", "raw SQL"]
LAWS = list(
    zip(
        range(1, 11),
        ["Pins", "Ground", "Two persons", "Re-opening", "History", "No lost updates", "Visibility", "Imports", "Machines", "Round trip"],
        strict=True,
    )
)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(section: str) -> list[list[str]]:
    """The cells of the table of a section, without its head."""
    body = re.search(rf"^#+ {re.escape(section)}$(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert body is not None, f"docs/laws.md has no section {section}"
    table = [line.strip("|").split("|") for line in body.group(1).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in table[2:]]


@cache
def defined_in(path: str) -> set[str]:
    """The tests that a file defines."""
    return {node.name for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("number", "name"), LAWS)
def test_each_law_is_proved_on_each_way_in(number, name):
    table = rows(f"{number}. {name}")

    assert [way for way, _ in table] == PATHS
    for way, cell in table:
        named = _NAMED.findall(cell)
        assert named or cell.startswith("not reachable: because "), f"law {number}, {way}: {cell!r} names no test and gives no reason"


@pytest.mark.parametrize(("path", "test"), sorted(set(_NAMED.findall(PAGE))))
def test_every_test_that_is_named_is_there(path, test):
    assert (ROOT / path).is_file()
    assert test in defined_in(path)


def test_nothing_else_in_a_cell_looks_like_a_test():
    cells = [cell for number, name in LAWS for _, cell in rows(f"{number}. {name}")]

    assert [cell for cell in cells if cell.count("::") != len(_NAMED.findall(cell))] == []


def placed() -> set[tuple[str, str, str]]:
    """(law, table, trigger) of every line of the second table."""
    declared = declared_laws().triggers
    tracked = {table for table, trigger in declared if trigger == "track_update"}
    return {
        (law, table, trigger)
        for law, triggers, tables, _ in rows("Each trigger, its law")
        for trigger in re.findall(r"`(\w+)`", triggers)
        for table in (tracked if tables == "every table under history" else re.findall(r"`(\w+)`", tables))
    }


def test_every_trigger_stands_under_a_law_and_none_that_is_not_there():
    declared = set(declared_laws().triggers)

    assert {(table, trigger) for _, table, trigger in placed()} == declared


def test_every_law_that_the_database_can_hold_has_a_trigger():
    assert {law for law, _, _ in placed()} == {"–", *(str(number) for number in range(1, 10))}
