"""Law 4: evidence on words that were corrected, or in a document that was retracted, is re-opened: once, and exactly that."""

from __future__ import annotations

from collections.abc import Iterator

from tests.laws.world import Change, Row, World, moment


def reopening(world: World) -> Iterator[str]:
    """Every fault against law 4."""
    for passage in world.rows["sources_passage"]:
        if passage["carried"] in {"changed", "orphaned"}:
            yield from _corrected(world, passage)
    for retraction in world.rows["sources_retraction"]:
        yield from _retracted(world, retraction)
    for table, key, review in world.all_reviews():
        if review["action"] == "reopen":
            yield from _reopened(world, key, review)
        if review["action"] == "restore":
            yield from _restored(world, key, review)
        if review["action"] in {"reopen", "restore"} and table != "claims_evidence":
            yield f"{table} {key} was re-opened or restored: only evidence is"


def _stands_untouched(world: World, passages: set[int], change: Change) -> Iterator[str]:
    """Evidence that was still accepted on one of the passages when a correction or retraction was recorded."""
    for key in world.history["claims_evidence"]:
        before = world.as_of("claims_evidence", key, change.id)
        if before is not None and before.status == "accepted" and before.state["passage_id"] in passages:
            yield str(before.state["public_id"])


def _corrected(world: World, passage: Row) -> Iterator[str]:
    made = world.history["sources_passage"][passage["id"]][0]
    for name in _stands_untouched(world, world.family(passage["derived_from_id"]), made):
        yield f"evidence {name} stayed accepted when its words were {passage['carried']}, as {passage['public_id']}"


def _passages_of(world: World, document: int, change: int) -> set[int]:
    states = {key: world.as_of("sources_passage", key, change) for key in world.history["sources_passage"]}
    return {key for key, state in states.items() if state is not None and state.state["document_id"] == document}


def _retracted(world: World, retraction: Row) -> Iterator[str]:
    changes = world.history["sources_retraction"][retraction["id"]]
    document = changes[0].state["document_id"]
    if not world.is_editor(changes[0].user):
        yield f"retraction {retraction['public_id']} was not recorded by an editor"
    for name in _stands_untouched(world, _passages_of(world, document, changes[0].id), changes[0]):
        yield f"evidence {name} stayed accepted when its document was retracted, by {retraction['public_id']}"
    for change in changes[1:]:
        if "lifted_because" in change.changed:
            yield from _lifted(world, retraction, change)


def _lifted(world: World, retraction: Row, lifted: Change) -> Iterator[str]:
    if not world.is_editor(lifted.user):
        yield f"retraction {retraction['public_id']} was not lifted by an editor"
    for _, key, review in world.all_reviews():
        if review["action"] != "reopen" or review["retraction_id"] != retraction["id"]:
            continue
        state = world.as_of("claims_evidence", key, lifted.id)
        if state is not None and state.revision == review["revision"] + 1 and _is_untouched(world, key, review, lifted):
            yield f"evidence {state.state['public_id']} was not restored when retraction {retraction['public_id']} was lifted"


def _is_untouched(world: World, evidence: int, reopen: Row, until: Change) -> bool:
    """Whether nobody reviewed this evidence, or corrected its words, between its re-opening and a later change."""
    later = [one for one in world.reviews["claims_evidence", evidence] if one["id"] > reopen["id"] and one["when"] <= until.at]
    return not later and not _was_corrected(world, evidence, reopen, until)


def _was_corrected(world: World, evidence: int, reopen: Row, until: Change) -> bool:
    for passage in world.rows["sources_passage"]:
        if passage["carried"] in {"changed", "orphaned"} and reopen["when"] <= moment(passage["created_at"]) <= until.at:
            state = world.as_of("claims_evidence", evidence, until.id)
            if state is not None and state.state["passage_id"] in world.family(passage["derived_from_id"]):
                return True
    return False


def _reopened(world: World, key: int, review: Row) -> Iterator[str]:
    name = f"evidence {world.by_id['claims_evidence'][key]['public_id']}"
    seen = next((one for one in world.history["claims_evidence"][key] if one.revision == review["revision"]), None)
    if seen is not None and seen.state["passage_id"] != review["stood_on_id"]:
        yield f"{name} was re-opened for a passage that it did not stand on"
    same = [one for one in world.reviews["claims_evidence", key] if one["action"] == "reopen"]
    cause = (review["corrected_id"], review["retraction_id"])
    if sum((one["corrected_id"], one["retraction_id"]) == cause for one in same) > 1:
        yield f"{name} was re-opened twice for one cause"
    if review["corrected_id"] is not None:
        corrected = world.by_id["sources_passage"][review["corrected_id"]]
        derived = corrected["derived_from_id"]
        if corrected["carried"] not in {"changed", "orphaned"} or review["stood_on_id"] not in world.family(derived):
            yield f"{name} was re-opened, and the words that it stands on were not corrected"
    elif review["retraction_id"] is not None:
        retracted = {one.state["document_id"] for one in world.history["sources_retraction"][review["retraction_id"]]}
        if not retracted & {one.state["document_id"] for one in world.history["sources_passage"][review["stood_on_id"]]}:
            yield f"{name} was re-opened, and its document was not retracted"


def _restored(world: World, key: int, review: Row) -> Iterator[str]:
    name = f"evidence {world.by_id['claims_evidence'][key]['public_id']}"
    reopens = [
        one
        for one in world.reviews["claims_evidence", key]
        if one["action"] == "reopen" and one["retraction_id"] == review["retraction_id"] and one["id"] < review["id"]
    ]
    if not reopens or reopens[-1]["revision"] + 1 != review["revision"]:
        yield f"{name} was restored, and no retraction had re-opened it as it was"
    if world.by_id["sources_retraction"][review["retraction_id"]]["lifted_at"] is None:
        yield f"{name} was restored, and the retraction stands"
