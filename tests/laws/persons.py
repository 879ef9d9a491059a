"""Laws 3, 6 and 9: two persons, no lost updates, machines."""

from __future__ import annotations

from collections.abc import Iterator

from tests.laws.world import APPROVED, NO_WORDS, REVIEWED, Change, Row, World, words_of

_DECISIONS = {"approve", "reject", "request_changes", "retract"}


def _acts(table: str, before: str, after: str) -> set[str]:
    """Which acts of review lead from one state to another."""
    approved = APPROVED[table]
    leading = {
        ("draft", "in_review"): {"submit"},
        ("in_review", "draft"): {"withdraw", "request_changes"},
        ("in_review", approved): {"approve"},
        ("in_review", "rejected"): {"reject"},
        (approved, "retracted"): {"retract"},
        (approved, "superseded"): {"supersede"},
    }
    if table == "claims_evidence":
        leading[approved, "in_review"] = {"reopen"}
        leading["in_review", approved] = {"approve", "restore"}
    return leading.get((before, after), set())


def two_persons(world: World) -> Iterator[str]:
    """Every fault against law 3."""
    for table in REVIEWED:
        for changes in world.history[table].values():
            if changes[0].status != "draft":
                yield f"{_name(changes[0])} did not begin as a draft"
        for before, after in world.steps(table):
            yield from _step(world, before, after)
    for table, key, review in world.all_reviews():
        if review["action"] == "approve":
            yield from _approval(world, table, key, review)
        if review["action"] in _DECISIONS and not (world.is_editor(review["by_id"]) or world.is_machine(review["by_id"])):
            yield f"{review['action']} of {_name(world.history[table][key][-1])} was the decision of no editor"
    yield from _successions(world)


def _name(change: Change) -> str:
    return f"{change.table.removeprefix('claims_')} {change.state['public_id']}"


def _step(world: World, before: Change, after: Change) -> Iterator[str]:
    if words_of(before.state) != words_of(after.state):
        if not _is_edit(world, after):
            return
        if before.status not in {"draft", "in_review"}:
            yield f"the words of {_name(after)} were changed when it was {before.status}"
        elif after.status != "draft":
            yield f"{_name(after)} was edited and stayed {after.status}"
        return
    if before.status == after.status:
        return
    if (before.status, after.status) == ("in_review", "draft") and _got_topics(world, after):
        return
    acts = _acts(after.table, before.status, after.status)
    reviews = world.reviews.get((after.table, after.record), [])
    if not any(one["action"] in acts and one["revision"] == before.revision and one["when"] <= after.at for one in reviews):
        yield f"{_name(after)} went from {before.status} to {after.status} without a review of that revision"


def _is_edit(world: World, change: Change) -> bool:
    """Whether it wrote words: that a holder was merged into another author is no edit."""
    words = set(change.changed) - NO_WORDS
    return bool(words) and not (words == {"holder_id"} and change.transaction in world.merging)


def _got_topics(world: World, after: Change) -> bool:
    topics = [change for change in world.changes if change.table == "claims_claimtopic" and change.transaction == after.transaction]
    return after.table == "claims_claim" and any(change.state["claim_id"] == after.record for change in topics)


def _approval(world: World, table: str, key: int, approval: Row) -> Iterator[str]:
    changes = world.history[table][key]
    decider, name = approval["by_id"], _name(changes[-1])
    if decider == changes[0].state["created_by_id"]:
        yield f"{name} was approved by who made it"
    submitters = {one["by_id"] for one in world.reviews[table, key] if one["action"] == "submit" and one["id"] < approval["id"]}
    if decider in submitters:
        yield f"{name} was approved by who submitted it"
    editors = {one.user for one in changes if one.at < approval["when"] and _is_edit(world, one)}
    if decider in editors:
        yield f"{name} was approved by who edited it"
    topics = [one for one in world.changes if one.table == "claims_claimtopic" and table == "claims_claim" and one.state["claim_id"] == key]
    if decider in {one.user for one in topics if one.at < approval["when"]}:
        yield f"{name} was approved by who chose its topics"


def _successions(world: World) -> Iterator[str]:
    for table in REVIEWED:
        rows = world.rows[table]
        successors = {
            row["supersedes_id"] for row in rows if row["status"] in {APPROVED[table], "retracted", "superseded", "in_review", "draft"}
        }
        yield from (
            f"{table} {row['public_id']} is superseded by nothing"
            for row in rows
            if row["status"] == "superseded" and row["id"] not in successors
        )
        for row in rows:
            before = world.by_id[table].get(row["supersedes_id"])
            if before is None:
                continue
            if row["status"] == APPROVED[table] and before["status"] != "superseded":
                yield f"{table} {row['public_id']} took the place of {before['public_id']}, which is {before['status']}"
            if table == "claims_evidence" and before["claim_id"] != row["claim_id"]:
                yield f"evidence {row['public_id']} revises that of another claim"


def no_lost_updates(world: World) -> Iterator[str]:
    """Every fault against law 6."""
    for table in world.tracked:
        for changes in world.history[table].values():
            written: set[int] = set()
            for change in changes:
                written = set() if change.kind == "create" else written
                if change.kind != "delete" and change.revision in written:
                    yield f"{table} {change.state['public_id']} was changed twice from one revision: to {change.revision}"
                written.add(change.revision)
    for table, key, review in world.all_reviews():
        yield from _seen(world, table, key, review)


def _seen(world: World, table: str, key: int, review: Row) -> Iterator[str]:
    changes = world.history[table].get(key, [])
    seen = next((one for one in changes if one.revision == review["revision"]), None)
    name = f"{table} {changes[0].state['public_id'] if changes else key}: {review['action']}"
    if seen is None:
        yield f"{name} is of revision {review['revision']}, which there never was"
        return
    approved = APPROVED[table]
    starts = {"submit": "draft", "retract": approved, "reopen": approved, "supersede": approved}
    if seen.status != starts.get(review["action"], "in_review"):
        yield f"{name} is of a revision that was {seen.status}"
    if review["imported_by_id"] is not None:
        return
    later = next((one for one in changes if one.revision == review["revision"] + 1), None)
    if review["when"] < seen.at or (later is not None and review["when"] > later.at):
        yield f"{name} is of revision {review['revision']}, which did not stand then"


def machines(world: World) -> Iterator[str]:
    """Every fault against law 9."""
    for table in (*REVIEWED, "claims_comment", "claims_flag", "sources_passage", "sources_reference"):
        for row in world.rows[table]:
            if (row["origin"], bool(row["tool"])) not in {("human", False), ("machine", True)}:
                yield f"{table} {row['public_id']} is of {row['origin']} origin, with the tool “{row['tool']}”"
        for before, after in world.steps(table):
            fixed = {"origin", "tool", "created_by_id"} & before.state.keys()
            changed = sorted(column for column in fixed if before.state[column] != after.state[column])
            yield from (f"{column} of {table} {after.state['public_id']} was changed" for column in changed)
        yield from (
            f"{table} {first.state['public_id']} was proposed by a machine and says a person did" for first in _disguised(world, table)
        )
    for table, key, review in world.all_reviews():
        if review["action"] in _DECISIONS and world.is_machine(review["by_id"]):
            yield f"a machine decided ({review['action']}) on {table} {key}"


def _disguised(world: World, table: str) -> Iterator[Change]:
    """What a machine's account proposed as a person's; passages that a correction carries over are of whoever proposed the first."""
    for first, *_ in world.history[table].values():
        if world.is_machine(first.user) and first.state["origin"] == "human" and first.state.get("derived_from_id") is None:
            yield first
