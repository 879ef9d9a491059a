"""What is looked up while tables grow is looked up in the index that serves, whatever the planner knows of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from config.database import roles
from history.services import recorded
from sources.services.importing.importing import import_sources
from tests.bench.bibliography import write_bibliography_file
from tests.conftest import OWNER

#: More than one batch: the second finds what the first has brought.
ENTRIES = 1100

pytestmark = pytest.mark.django_db


def bring(path, *, dry_run=False):
    with path.open("rb") as source, recorded(by=None, reason="a test"):
        return import_sources(source, format="bibtex", dry_run=dry_run, report=lambda _: None)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def rows_of(statement: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    """Past Django, so that nobody looks at what looks."""
    with connection.connection.cursor() as cursor:
        return cursor.execute(statement, parameters).fetchall()


def whole_reads(statement: str, parameters: Any) -> Iterator[str]:
    """What a statement would read of the tables but by a condition on the first column of an index."""
    columns = "SELECT indexrelid::regclass::text, indnkeyatts, pg_get_indexdef(indexrelid, 1, true) FROM pg_index"
    # Of an index of one column any condition is on that; the expressions of those are shown otherwise than they were written.
    first = {name: column if many > 1 else "" for name, many, column in rows_of(columns)}
    ((plan,),) = rows_of(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    for node in nodes(plan[0]["Plan"]):
        if not node.get("Relation Name", "").startswith(("sources_", "import_")) or node["Node Type"] == "ModifyTable":
            continue
        index, condition = node.get("Index Name", ""), node.get("Index Cond", "")
        if not condition or not re.search(rf"\b{first[index]}", condition):
            yield f"{node['Node Type']} of {node['Relation Name']} by {index or 'nothing'} where {condition or 'anything'}"


def test_no_lookup_of_an_import_reads_a_table_or_an_index_whole(tmp_path):
    path = tmp_path / "many.bib"
    write_bibliography_file(path, ENTRIES)
    # A dry run leaves long tables, in which whoever counts their rows finds none: to the planner all indexes cost the same.
    bring(path, dry_run=True)
    with roles.connected({**OWNER, "NAME": connection.settings_dict["NAME"]}) as owner:
        owner.execute("ANALYZE")
    found: dict[str, list[str]] = {}
    looked_at = set()

    def look(execute, statement, parameters, many, context):
        if re.search(r"\b(sources_|import_)\w", statement) and re.match(r"\s*(SELECT|WITH|INSERT INTO import_)", statement):
            looked_at.add(statement)
            if whole := list(whole_reads(statement, parameters)):
                found.setdefault(statement, []).extend(whole)
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(look):
        created, again = bring(path), bring(path)

    assert (created.created, again.unchanged) == (ENTRIES, ENTRIES)
    assert [one for some in found.values() for one in some] == []
    assert len(looked_at) > 10
