"""Law 1: pins. An exact passage is the slice of its text, words never change, and what is cited is never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tests.laws.world import Change, Row, World

_OF_A_PASSAGE = (
    "public_id", "text_id", "start", "end", "quote_sha256", "locator_label", "locator_value", "derived_from_id", "carried",
)  # fmt: skip
_OF_A_TEXT = ("public_id", "sha256", "length", "derived_from_id")
# Tables whose rows stay as written, but for these columns, and are never deleted.
_FOR_EVER = {
    "sources_formerkey": {"document_id"},
    "claims_formerslug": set(),
    "sources_merge": {"undone_by_id", "undone_at", "undone_reason", "undone_transaction"},
    "sources_retraction": {"lifted_because", "lifted_at", "document_id"},
    "sources_originalfile": set(),
    "claims_bundle": set(),
}


def sha256(words: str) -> str:
    """In hexadecimal, of the words in UTF-8."""
    return hashlib.sha256(words.encode()).hexdigest()


def pins(world: World) -> Iterator[str]:
    """Every fault against law 1."""
    for text in world.rows["sources_text"]:
        yield from _text(text)
    yield from _text_history(world)
    for passage in world.rows["sources_passage"]:
        yield from _passage(world, passage)
        yield from _derived(world, passage)
    yield from _passage_history(world)
    yield from _places(world)
    yield from _corrections(world)
    yield from _kept(world)
    for file in world.rows["sources_originalfile"]:
        if file["id"] in world.original_bytes and world.original_bytes[file["id"]] != (file["size"], file["sha256"]):
            yield f"file {file['public_id']} has other bytes than its SHA-256 says"


def _text(text: Row) -> Iterator[str]:
    if text["content"] is None:
        return
    if sha256(text["content"]) != text["sha256"]:
        yield f"text {text['public_id']} has other words than its SHA-256 says"
    if len(text["content"]) != text["length"]:
        yield f"text {text['public_id']} has {len(text['content'])} characters, not {text['length']}"


def _text_history(world: World) -> Iterator[str]:
    for key, changes in world.history["sources_text"].items():
        name = changes[0].state["public_id"]
        for column in _OF_A_TEXT:
            if len({change.state[column] for change in changes}) > 1:
                yield f"{column} of text {name} was changed"
        filled = sum(change.kind == "update" and "content" in change.changed for change in changes)
        is_held = world.by_id["sources_text"].get(key, {}).get("content") is not None
        if filled > is_held:
            yield f"the words of text {name} were changed"
        yield from (
            f"text {name} went to another document without a merge"
            for change in changes
            if change.kind == "update" and "document_id" in change.changed and change.transaction not in world.merging
        )


def _passage(world: World, passage: Row) -> Iterator[str]:
    name, status, quote = passage["public_id"], passage["status"], passage["quote"]
    if quote is not None and sha256(quote) != passage["quote_sha256"]:
        yield f"passage {name} has other words than its SHA-256 says"
    if passage["text_id"] is None:
        if status != "transcribed":
            yield f"passage {name} is {status} without a text"
        return
    text = world.by_id["sources_text"][passage["text_id"]]
    if text["document_id"] != passage["document_id"]:
        yield f"passage {name} is of another document than its text"
    if status != "orphaned":
        yield from _slice(text, passage)


def _slice(text: Row, passage: Row) -> Iterator[str]:
    name, status, quote = passage["public_id"], passage["status"], passage["quote"]
    if not 0 <= passage["start"] < passage["end"] <= text["length"]:
        yield f"passage {name} is no span of its text"
    if (status == "exact") != (text["content"] is not None):
        yield f"passage {name} is {status}, and the words of its text are {'' if text['content'] else 'not '}held"
    elif status == "exact" and quote != text["content"][passage["start"] : passage["end"]]:
        yield f"passage {name} is not the slice of its text"


def _derived(world: World, passage: Row) -> Iterator[str]:
    if passage["derived_from_id"] is None:
        return
    before = world.by_id["sources_passage"].get(passage["derived_from_id"])
    text = world.by_id["sources_text"][passage["text_id"]]
    if before is None or before["text_id"] != text["derived_from_id"]:
        yield f"passage {passage['public_id']} is derived from one whose text its own does not correct"
    elif passage["carried"] != "orphaned" and (passage["quote_sha256"] == before["quote_sha256"]) != (passage["carried"] == "moved"):
        yield f"passage {passage['public_id']} is not what it is called: {passage['carried']}"


def _passage_history(world: World) -> Iterator[str]:
    for changes in world.history["sources_passage"].values():
        name = changes[0].state["public_id"]
        for column in _OF_A_PASSAGE:
            if len({change.state[column] for change in changes}) > 1:
                yield f"{column} of passage {name} was changed"
    for before, after in world.steps("sources_passage"):
        name = after.state["public_id"]
        if before.status != after.status and (before.status, after.status) != ("pinned", "exact"):
            yield f"passage {name} went from {before.status} to {after.status}"
        if before.state["quote"] not in {None, after.state["quote"]}:
            yield f"the words of passage {name} were changed"
        if "document_id" in after.changed and after.transaction not in world.merging:
            yield f"passage {name} went to another document without a merge"


def _places(world: World) -> Iterator[str]:
    texts = world.by_id["sources_text"]
    for mark in world.rows["sources_mark"]:
        if not 0 <= mark["start"] < mark["end"] <= texts[mark["text_id"]]["length"]:
            yield f"mark {mark['public_id']} is no stretch of its text"
    for before, after in world.steps("sources_mark"):
        if before.state["text_id"] != after.state["text_id"]:
            yield f"mark {after.state['public_id']} went to another text"
    for reference in world.rows["sources_reference"]:
        text = texts.get(reference["text_id"])
        if text is None or reference["start"] is None or text["content"] is None:
            continue
        if reference["raw"] != text["content"][reference["start"] : reference["end"]]:
            yield f"reference {reference['public_id']} is not the slice of its text"


def _corrections(world: World) -> Iterator[str]:
    for text in world.rows["sources_text"]:
        if text["derived_from_id"] is None:
            continue
        before = world.by_id["sources_text"].get(text["derived_from_id"])
        if before is None:
            yield f"text {text['public_id']} corrects one that is gone"
            continue
        if before["document_id"] != text["document_id"] or before["version"] >= text["version"] or before["sha256"] == text["sha256"]:
            yield f"text {text['public_id']} is no later version of the text that it corrects"
        made = world.history["sources_text"][text["id"]][0]
        yield from _left_behind(world, before, text, made)


def _left_behind(world: World, before: Row, text: Row, made: Change) -> Iterator[str]:
    carried = {row["derived_from_id"] for row in world.rows["sources_passage"] if row["text_id"] == text["id"]}
    for passage in world.rows["sources_passage"]:
        if passage["text_id"] != before["id"] or passage["status"] == "orphaned" or passage["id"] in carried:
            continue
        # What was pinned in the old version after it was corrected is nobody's to carry over.
        if world.as_of("sources_passage", passage["id"], made.id) is not None:
            yield f"passage {passage['public_id']} was not carried over to the corrected text"


def _kept(world: World) -> Iterator[str]:
    for change in world.changes:
        if change.kind == "update" and set(change.changed) - _FOR_EVER.get(change.table, set(change.changed)):
            yield f"{change.table} {change.state['public_id']} was changed: it stays as written"
        if change.kind == "delete" and (change.table in _FOR_EVER or _was_cited(world, change)):
            yield f"{change.table} {change.state['public_id']} was deleted: it may be cited"


def _was_cited(world: World, deleted: Change) -> bool:
    states = [change.state for change in world.history[deleted.table][deleted.record] if change.id <= deleted.id]
    if deleted.table == "sources_passage":
        return any(state["is_published"] or state["derived_from_id"] for state in states)
    if deleted.table in {"claims_claim", "claims_evidence", "claims_relation"}:
        return any(state["status"] not in {"draft", "in_review"} for state in states)
    return False
