"""Law 2: ground. What is published had accepted evidence at that moment, on words that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tests.laws.world import World


def ground(world: World) -> Iterator[str]:
    """Every fault against law 2."""
    for before, after in world.steps("claims_claim"):
        if after.status == "published" != before.status and not _has_ground(world, after.record, after.id):
            yield f"claim {after.state['public_id']} was published without accepted evidence"
    for table, key, review in world.all_reviews():
        if (table, review["action"], review["imported_by_id"]) == ("claims_claim", "approve", None) and not _had_ground(
            world, key, review["when"]
        ):
            yield f"claim {world.history[table][key][0].state['public_id']} was approved before it had accepted evidence"
    for evidence in world.rows["claims_evidence"]:
        if world.by_id["sources_passage"][evidence["passage_id"]]["status"] == "orphaned":
            yield f"evidence {evidence['public_id']} stands on words that are gone"


def _had_ground(world: World, claim: int, when: datetime) -> bool:
    for changes in world.history["claims_evidence"].values():
        evidence = [one for one in changes if one.at <= when][-1:]
        if evidence and evidence[0].kind != "delete" and (evidence[0].state["claim_id"], evidence[0].status) == (claim, "accepted"):
            return True
    return False


def _has_ground(world: World, claim: int, when: int) -> bool:
    for key in world.history["claims_evidence"]:
        evidence = world.as_of("claims_evidence", key, when)
        if evidence is None or evidence.state["claim_id"] != claim or evidence.status != "accepted":
            continue
        passage = world.as_of("sources_passage", evidence.state["passage_id"], when)
        if passage is not None and passage.status in {"exact", "pinned", "transcribed"}:
            return True
    return False
