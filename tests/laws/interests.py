"""Law 3: conflicts of interest, flags, and accounts that are no longer active: what weighed at the moment of each decision.

Only what never moved is judged: a credit, a passage or a holder that a merge led elsewhere may have been on either side of the moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.laws.world import APPROVED, NO_WORDS, REVIEWED, Change, Row, World, moment

_DECISIONS = {"approve", "reject", "request_changes", "retract"}
_ALIVE = {"draft", "in_review", "accepted"}
_TIES = ("claims_authoraccount", "claims_declaredconflict")
_RESOLVED = {"resolution", "resolved_by_id", "resolved_at"}


@dataclass
class _Stakes:
    """What a record stands on and is about: keys of documents, of authors who had a part in them or hold it, of claims."""

    documents: set[int] = field(default_factory=set)
    authors: set[int] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)


def interests(world: World) -> Iterator[str]:
    """Every fault against what law 3 says of conflicts, flags and accounts."""
    for table, key, review in world.all_reviews():
        name = f"{table.removeprefix('claims_')} {world.history[table][key][-1].state['public_id']}"
        if review["action"] in _DECISIONS and review["imported_by_id"] is None and was_gone(world, review["by_id"], review["when"]):
            yield f"{review['action']} of {name} was the decision of an account that was not active"
        if review["action"] == "approve":
            yield from (f"{name} {fault}" for fault in _approval(world, table, key, review))
    yield from _ties(world)
    for table in REVIEWED:
        for before, after in world.steps(table):
            if (before.status, after.status) == ("in_review", APPROVED[table]):
                yield from _move(world, before, after)


def _ties(world: World) -> Iterator[str]:
    """Ties that are gone, or were said by who may not say them."""
    for table in _TIES:
        for changes in world.history[table].values():
            first, account = changes[0], changes[0].state["account_id"]
            may_say = world.is_administrator(first.user) or (table == "claims_declaredconflict" and world.is_editor(first.user))
            name = next(row["username"] for row in world.rows["auth_user"] if row["id"] == account)
            if first.user is None or first.user != first.state["said_by_id"] or not (first.user == account or may_say):
                yield f"a tie of {name} was said by somebody who may not"
            if was_gone(world, first.user, first.at):
                yield f"a tie of {name} was said by an account that was not active"
            if changes[-1].kind == "delete":
                yield f"a tie was deleted: {table} {first.state['public_id']}"


def remarks(world: World) -> Iterator[str]:
    """What was written about records stays as it was written, and is resolved once, by a person."""
    for table in ("claims_comment", "claims_flag"):
        for changes in world.history[table].values():
            name = f"{table} {changes[0].state['public_id']}"
            if changes[-1].kind == "delete":
                yield f"{name} was deleted"
            if any(set(change.changed) - _RESOLVED for change in changes[1:] if change.kind == "update"):
                yield f"{name} was written over"
            if len({change.state["resolved_at"] for change in changes}) > 2 or world.is_machine(changes[-1].state["resolved_by_id"]):
                yield f"{name} was resolved twice, or by a machine"
            if any(change.kind != "delete" and was_gone(world, change.user, change.at) for change in changes):
                yield f"{name} was written or resolved by an account that was not active"


def _approval(world: World, table: str, key: int, approval: Row) -> Iterator[str]:
    when = approval["when"] if approval["imported_by_id"] is None else world.history[table][key][0].at
    if _has_stake(world, approval["by_id"], _stakes(world, table, key, when), when):
        yield "was approved by who has a conflict of interest"
    if approval["imported_by_id"] is None and _is_flagged(world, table, key, when):
        yield "was approved while a flag was open"
    earlier = [one for one in world.reviews[table, key] if one["id"] < approval["id"] and one["revision"] == approval["revision"]]
    if any((one["action"], one["by_id"]) == ("approve", approval["by_id"]) for one in earlier):
        yield "was approved twice by one person"


def _move(world: World, before: Change, after: Change) -> Iterator[str]:
    table, key = after.table, after.record
    reviews = [one for one in world.reviews.get((table, key), []) if one["revision"] == before.revision]
    if any(one["action"] == "restore" for one in reviews):
        return
    name = f"{table.removeprefix('claims_')} {after.state['public_id']}"
    first = world.history[table][key][0]
    when = after.at if first.state["imported_by_id"] is None else first.at
    stakes = _stakes(world, table, key, when)
    given = {one["by_id"] for one in reviews if one["action"] == "approve" and not _has_stake(world, one["by_id"], stakes, when)}
    needed = 2 if any(_has_stake(world, one, stakes, when) for one in _proposers(world, table, key, after)) else 1
    if len(given) < needed:
        yield f"{name} was {after.status} by {len(given)} approvals without a conflict of interest, of {needed}"
    if first.state["imported_by_id"] is None and _is_flagged(world, table, key, after.at):
        yield f"{name} was {after.status} while a flag was open"


def was_gone(world: World, user: int | None, when: datetime) -> bool:
    """Whether an account was not active: who left has the moment as its last name, others who are inactive never were active."""
    row = next((row for row in world.rows["auth_user"] if row["id"] == user), None)
    return row is None or (not row["is_active"] and (not row["last_name"] or when > moment(row["last_name"])))


def _is_flagged(world: World, table: str, key: int, when: datetime) -> bool:
    for flag in world.rows["claims_flag"]:
        raised = world.history["claims_flag"][flag["id"]][0].at
        if flag[REVIEWED[table]] == key and raised < when and (flag["resolved_at"] is None or moment(flag["resolved_at"]) > when):
            return True
    return False


def _has_stake(world: World, user: int | None, stakes: _Stakes, when: datetime) -> bool:
    for table in _TIES:
        for tie in world.rows[table]:
            said, ended = world.history[table][tie["id"]][0].at, tie["ended_at"]
            if tie["account_id"] != user or said > when or (ended is not None and moment(ended) < when):
                continue
            about = {
                name: _steady(world, table, tie["id"], f"{name}_id") for name in ("author", "document", "claim") if f"{name}_id" in tie
            }
            if about["author"] in stakes.authors or about.get("document") in stakes.documents or about.get("claim") in stakes.claims:
                return True
    return False


def _steady(world: World, table: str, key: int | None, column: str) -> Any:
    """The value that a column of a record always had; None where it has changed, or there is none."""
    values = {change.state[column] for change in world.history[table].get(key or 0, [])}
    return values.pop() if len(values) == 1 else None


def _proposers(world: World, table: str, key: int, until: Change) -> set[int | None]:
    changes = [one for one in world.history[table][key] if one.id < until.id]
    edits = [one for one in changes[1:] if set(one.changed) - NO_WORDS - {"holder_id"} and one.at < until.at]
    submitted = [one["by_id"] for one in world.reviews[table, key] if one["action"] == "submit" and one["when"] < until.at]
    return {changes[0].state["created_by_id"], *submitted, *(one.user for one in edits)} - {None}


def _stakes(world: World, table: str, key: int, when: datetime) -> _Stakes:
    found = _Stakes()
    for claim in _claims(world, table, key):
        found.authors.add(_steady(world, "claims_claim", claim, "holder_id"))
        revised: int | None = claim
        while revised is not None and revised not in found.claims:
            found.claims.add(revised)
            revised = _steady(world, "claims_claim", revised, "supersedes_id")
    for passage in _passages(world, table, key, when):
        found.documents.add(_steady(world, "sources_passage", passage, "document_id"))
    for evidence in {key} if table == "claims_evidence" else set():
        found.authors.add(_steady(world, table, evidence, "holder_id"))
    found.documents.discard(None)
    for credit in world.rows["sources_contribution"]:
        if _steady(world, "sources_contribution", credit["id"], "document_id") in found.documents:
            found.authors.add(_steady(world, "sources_contribution", credit["id"], "author_id"))
    found.authors.discard(None)
    return found


def _claims(world: World, table: str, key: int) -> Iterable[int]:
    """The claims that a record is, is for, or relates."""
    if table == "claims_claim":
        return {key}
    columns = ["claim_id"] if table == "claims_evidence" else ["from_claim_id", "to_claim_id"]
    return {_steady(world, table, key, column) for column in columns} - {None}


def _passages(world: World, table: str, key: int, when: datetime) -> Iterator[int]:
    """The passages that a record stood on at a moment, as far as nobody could be adding or taking any at that same moment."""
    if table == "claims_relation":
        yield from (
            link["passage_id"]
            for link in world.rows["claims_relationevidence"]
            if link["relation_id"] == key and world.history["claims_relationevidence"][link["id"]][0].at < when
        )
        return
    for evidence, changes in world.history["claims_evidence"].items():
        if table == "claims_evidence" and evidence != key:
            continue
        then = [one for one in changes if one.at <= when]
        if not then or then[-1].kind == "delete" or then[-1].status not in _ALIVE:
            continue
        if table == "claims_evidence" or (
            _steady(world, "claims_evidence", evidence, "claim_id") == key and _came_before(world, key, changes[0], when)
        ):
            yield from {_steady(world, "claims_evidence", evidence, "passage_id")} - {None}


def _came_before(world: World, claim: int, made: Change, when: datetime) -> bool:
    """Whether evidence was there when its claim was last submitted: what was added since might not have been seen yet."""
    submitted = [one for one in world.history["claims_claim"][claim] if one.status == "in_review" and one.at <= when]
    return bool(submitted) and made.at < submitted[-1].at
