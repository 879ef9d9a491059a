"""Law 5: history. Every row is what its last change says, every change is told in full, and a merge leaves a redirect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.laws.world import Change, Row, World

# Not of the row's words, or told otherwise: a text's words by their hash.
_NOT_TOLD = {"content", "holds"}
_COUNTING = {"revision", "changed_at"}


def chronicle(world: World) -> Iterator[str]:
    """Every fault against law 5."""
    for table in world.tracked:
        rows = world.by_id[table]
        for key, row in rows.items():
            yield from _present(table, row, world.history[table].get(key, []))
        for key, changes in world.history[table].items():
            if key not in rows and changes[-1].kind != "delete":
                yield f"{table} {changes[-1].state['public_id']} is gone, and no change says so"
            yield from _told(table, changes)
    for table in ("sources_document", "sources_author"):
        yield from _redirects(world, table)
    yield from _former_keys(world)
    yield from _former_slugs(world)


def _present(table: str, row: Row, changes: list[Change]) -> Iterator[str]:
    if not changes or changes[-1].kind == "delete":
        yield f"{table} {row['public_id']} has no history"
        return
    last = changes[-1].state
    wrong = [column for column in sorted(row.keys() - _NOT_TOLD) if not _same(row[column], last.get(column))]
    if wrong:
        yield f"{table} {row['public_id']} is not what its history says: {', '.join(wrong)}"


def _same(one: Any, other: Any) -> bool:
    """Whether two values of JSON are one, however their time zones are written."""
    if one == other and type(one) is type(other):
        return True
    try:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    except (TypeError, ValueError):
        return False


def _told(table: str, changes: list[Change]) -> Iterator[str]:
    before: Change | None = None
    for change in changes:
        name = f"{table} {change.state['public_id']}, change {change.id}"
        if not change.role:
            yield f"{name}: nobody made it"
        expected = 1 if before is None else before.revision + (change.kind == "update")
        if (change.kind == "create") != (before is None):
            yield f"{name}: {change.kind} is not what comes {'first' if before is None else 'later'}"
        elif change.revision != expected:
            yield f"{name}: revision {change.revision} comes where {expected} should"
        elif before is not None:
            yield from (f"{name}: {fault}" for fault in _difference(before, change))
        before = None if change.kind == "delete" else change


def _difference(before: Change, after: Change) -> Iterator[str]:
    if after.at < before.at:
        yield "it was before the change before it"
    columns = after.state.keys() - _COUNTING
    differ = {column for column in columns if not _same(before.state.get(column), after.state[column])}
    if after.kind == "update" and differ != set(after.changed) - _NOT_TOLD:
        yield f"it says that it changed {sorted(after.changed)}, but it changed {sorted(differ)}"
    if after.kind == "delete" and differ:
        yield f"what was deleted was not what stood before: {sorted(differ)}"


def _redirects(world: World, table: str) -> Iterator[str]:
    kind = table.removeprefix("sources_")
    rows = world.by_id[table]
    standing = {merge[f"merged_{kind}_id"]: merge for merge in world.rows["sources_merge"] if merge["undone_at"] is None}
    for row in rows.values():
        into = row["merged_into_id"]
        if into is None:
            if row["id"] in standing:
                yield f"{kind} {row['public_id']} was merged and leads nowhere"
            continue
        if row["id"] not in standing:
            yield f"{kind} {row['public_id']} leads to another, and no merge says so"
        elif _kept(standing, row["id"], kind) != into or rows[into]["merged_into_id"] is not None:
            yield f"{kind} {row['public_id']} does not lead where its merge says"
    for merge in world.rows["sources_merge"]:
        if not world.is_editor(merge["by_id"]):
            yield f"merge {merge['public_id']} was not made by an editor"


def _kept(standing: dict[int, Row], merged: int, kind: str) -> int:
    """The record that stands at the end of the merges of one."""
    while merged in standing:
        merged = standing[merged][f"kept_{kind}_id"]
    return merged


def _former_slugs(world: World) -> Iterator[str]:
    former = {row["slug"]: row["topic_id"] for row in world.rows["claims_formerslug"]}
    present = {row["slug"]: row["id"] for row in world.rows["claims_topic"]}
    for before, after in world.steps("claims_topic"):
        slug = before.state["slug"]
        if slug != after.state["slug"] and before.record not in {former.get(slug), present.get(slug)}:
            yield f"the former slug {slug} leads nowhere"
    for slug, topic in present.items():
        if former.get(slug, topic) != topic:
            yield f"the slug {slug} was another topic's"


def _former_keys(world: World) -> Iterator[str]:
    kept = {row["key"].lower() for row in world.rows["sources_formerkey"]} | {
        row["citation_key"].lower() for row in world.rows["sources_document"]
    }
    for before, after in world.steps("sources_document"):
        key = before.state["citation_key"]
        if key != after.state["citation_key"] and key.lower() not in kept:
            yield f"the former key {key} leads nowhere"
