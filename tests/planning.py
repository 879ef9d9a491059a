"""What the planner would do with the statements that are run on the way to an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

#: Tables with a row for each claim or more.
LARGE = frozenset({"claims_claim", "claims_evidence", "claims_claimstanding", "claims_comparedclaim"})
MANY_RELATIONS = LARGE | {"claims_relation", "claims_contradiction"}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def whole_reads(statement: str, parameters: Any, large: frozenset[str]) -> list[str]:
    """Those of the large tables that a statement would read whole."""
    with connection.connection.cursor() as cursor:
        plan = cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters).fetchone()[0]
    found = nodes(plan[0]["Plan"])
    return [one["Relation Name"] for one in found if one["Node Type"] == "Seq Scan" and one["Relation Name"] in large]


def read_whole(ask: Callable[[], Any], large: frozenset[str] = LARGE) -> tuple[dict[str, list[str]], Any]:
    """What is read whole by each statement that is run on the way to an answer, and the answer."""
    found: dict[str, list[str]] = {}
    looked_at: list[str] = []

    def look(execute, statement, parameters, many, context):
        # A page, or how many there are in all; what is shown beside a page is looked up by it, and a page is much of so small a table.
        if re.search(r"LIMIT \d+$|COUNT\(", statement) and any(table in statement for table in large):
            looked_at.append(statement)
            if whole := whole_reads(statement, parameters, large):
                found[statement] = whole
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(look):
        answer = ask()
    assert looked_at, "no statement was recognised"
    return found, answer
