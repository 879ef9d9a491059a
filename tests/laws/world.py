"""The whole database as plain Python: what the checker judges. Nothing here asks the product's own code or functions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

Row = dict[str, Any]

REVIEWED = {"claims_claim": "claim_id", "claims_evidence": "evidence_id", "claims_relation": "relation_id"}
APPROVED = {"claims_claim": "published", "claims_evidence": "accepted", "claims_relation": "accepted"}
# What of a reviewed record is not its words: its names, who made it, its state and the counting.
NO_WORDS = {
    "id", "public_id", "created_by_id", "imported_by_id", "origin", "tool", "created_at", "changed_at", "revision", "status",
}  # fmt: skip


class Cursor(Protocol):
    """Django's or psycopg's."""

    def execute(self, query: Any) -> Any: ...
    def fetchall(self) -> list[Any]: ...


@dataclass(frozen=True)
class Change:
    """One row of the history."""

    id: int
    table: str
    record: int
    revision: int
    kind: str
    changed: tuple[str, ...]
    state: Row
    at: datetime
    transaction: int
    user: int | None
    role: str
    reason: str

    @property
    def status(self) -> str:
        """The state of a reviewed record after the change."""
        return str(self.state["status"])


def parsed(text: str) -> Row:
    """JSON as it is written: 70 and 70.000 are two things."""
    row: Row = json.loads(text, parse_float=lambda digits: f"number {digits}")
    return row


def moment(written: str) -> datetime:
    """A time as JSON has it."""
    return datetime.fromisoformat(written)


def words_of(state: Row) -> Row:
    """What a reviewed record says."""
    return {column: value for column, value in state.items() if column not in NO_WORDS}


class World:
    """Every row that is there, and every row of the history."""

    def __init__(self, cursor: Cursor) -> None:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('id', 'public_id', 'revision', 'changed_at')"
            " GROUP BY table_name HAVING count(*) = 4 ORDER BY table_name"
        )
        self.tracked = [str(name) for (name,) in cursor.fetchall()]
        others = ("claims_review", "claims_claimstanding", "claims_declaredtype", "sources_shownspan", "sources_excerptuse")
        self.rows = {table: list(_rows(cursor, table)) for table in (*self.tracked, *others)}
        self.rows["auth_user"] = list(_rows(cursor, "auth_user"))
        cursor.execute(
            "SELECT membership.user_id, name FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id"
        )
        self.groups: dict[int, set[str]] = defaultdict(set)
        for user, group in cursor.fetchall():
            self.groups[user].add(group)
        cursor.execute(
            'SELECT id, "table", record_id, revision, kind, changed, state::text, at, transaction, user_id, role, reason FROM history_change ORDER BY id'
        )
        self.changes = [Change(*row[:5], tuple(row[5]), parsed(row[6]), *row[7:]) for row in cursor.fetchall()]
        cursor.execute("SELECT file_id, octet_length(content), encode(sha256(content), 'hex') FROM sources_originalbytes")
        self.original_bytes = {file: (size, sha256) for file, size, sha256 in cursor.fetchall()}

    @cached_property
    def by_id(self) -> dict[str, dict[int, Row]]:
        """Table -> key -> row."""
        return {table: {row["id"]: row for row in rows} for table, rows in self.rows.items() if table in self.tracked}

    @cached_property
    def history(self) -> dict[str, dict[int, list[Change]]]:
        """Table -> key -> its changes, oldest first."""
        found: dict[str, dict[int, list[Change]]] = {table: {} for table in self.tracked}
        for change in self.changes:
            found.setdefault(change.table, {}).setdefault(change.record, []).append(change)
        return found

    def steps(self, table: str) -> Iterator[tuple[Change, Change]]:
        """Each update in a table, with the change before it."""
        for changes in self.history[table].values():
            for before, after in pairwise(changes):
                if after.kind == "update" and before.kind != "delete":
                    yield before, after

    @cached_property
    def reviews(self) -> dict[tuple[str, int], list[Row]]:
        """(Table, key) of a record -> its reviews, in their order, each with its time under ``when``."""
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in sorted(self.rows["claims_review"], key=lambda row: int(row["id"])):
            table = next(table for table, link in REVIEWED.items() if row[link] is not None)
            found[table, row[REVIEWED[table]]].append(row | {"when": moment(row["at"])})
        return found

    def all_reviews(self) -> Iterator[tuple[str, int, Row]]:
        """Every review with the table and the key of what it is of."""
        for (table, key), reviews in self.reviews.items():
            for review in reviews:
                yield table, key, review

    def as_of(self, table: str, key: int, change: int) -> Change | None:
        """The last change of a record before another change; None where it was not there."""
        before = [one for one in self.history[table].get(key, []) if one.id < change]
        return before[-1] if before and before[-1].kind != "delete" else None

    @cached_property
    def merging(self) -> set[int]:
        """The transactions in which something was merged, or a merge was undone."""
        merges = self.rows["sources_merge"]
        return {row["transaction"] for row in merges} | {row["undone_transaction"] for row in merges if row["undone_transaction"]}

    def is_editor(self, user: int | None) -> bool:
        """Whether an account may retract documents and merge: an editor or administrator, and no machine."""
        if user is None:
            return False
        return (self.is_superuser(user) or bool(self.groups[user] & {"editors", "administrators"})) and not self.is_machine(user)

    def is_administrator(self, user: int | None) -> bool:
        """Whether an account is an administrator's."""
        return user is not None and (self.is_superuser(user) or "administrators" in self.groups[user])

    def is_superuser(self, user: int) -> bool:
        """Whether an account is a superuser's."""
        return any(row["id"] == user and row["is_superuser"] for row in self.rows["auth_user"])

    def is_machine(self, user: int | None) -> bool:
        """Whether an account is a machine's."""
        return user is not None and "machines" in self.groups[user]

    def family(self, passage: int) -> set[int]:
        """A passage and those of earlier versions whose very words it has."""
        passages = self.by_id["sources_passage"]
        found = {passage}
        while passages[passage]["carried"] == "moved":
            passage = passages[passage]["derived_from_id"]
            found.add(passage)
        return found


def _rows(cursor: Cursor, table: str) -> Iterator[Row]:
    # Files are compared by their hashes, in the database: as JSON they would be long.
    binary = " - ARRAY['content', 'holds']" if table == "claims_bundle" else ""
    cursor.execute(f"SELECT (to_jsonb(it){binary})::text FROM public.{table} AS it")
    yield from (parsed(text) for (text,) in cursor.fetchall())
