"""Laws 7 and 8 as far as a state shows them: what is counted as public, who allowed more of a text, and who brought what in."""

from __future__ import annotations

from collections.abc import Iterator

from tests.laws.interests import was_gone
from tests.laws.world import REVIEWED, Row, World, moment, words_of

_PUBLIC = {"published", "retracted", "superseded"}
_STRICTNESS = ["open", "excerpt_only", "private"]
# Characters before and after an excerpt that show with it.
_CONTEXT = 32


def visibility(world: World) -> Iterator[str]:
    """Every fault against law 7 that a state shows; what a stranger sees is asked of the API (``stranger``)."""
    counted = {row["passage_id"]: (row["by_itself"], row["by_evidence"]) for row in world.rows["sources_shownspan"]}
    public = {}
    for passage in world.rows["sources_passage"]:
        stood_on = has_public_evidence(world, passage["id"]) or has_public_relation(world, passage["id"])
        shown = (passage["is_published"], stood_on)
        if passage["start"] is None or not any(shown):
            continue
        public[passage["id"]] = passage
        if counted.get(passage["id"]) != shown:
            yield f"excerpt {passage['public_id']} is public and is not counted as shown"
    yield from (f"passage {passage} is counted as shown and is not public" for passage in sorted(counted.keys() - public.keys()))
    for text in world.rows["sources_text"]:
        yield from _limit(text, [passage for passage in public.values() if passage["text_id"] == text["id"]])
    yield from _rights(world)
    yield from _publications(world)


def has_public_evidence(world: World, passage: int) -> bool:
    """Accepted evidence for a public claim, or evidence that was accepted on it and is open again."""
    for evidence in world.rows["claims_evidence"]:
        if world.by_id["claims_claim"][evidence["claim_id"]]["status"] not in _PUBLIC:
            continue
        if evidence["passage_id"] == passage and evidence["status"] == "accepted":
            return True
        reviews = world.reviews.get(("claims_evidence", evidence["id"]), [])
        if evidence["status"] in {"draft", "in_review", "accepted"} and any(one["stood_on_id"] == passage for one in reviews):
            return True
    return False


def has_public_relation(world: World, passage: int) -> bool:
    """An accepted relation that names it, between public claims or against accepted evidence for one."""
    claims, evidence = world.by_id["claims_claim"], world.by_id["claims_evidence"]
    for link in world.rows["claims_relationevidence"]:
        relation = world.by_id["claims_relation"][link["relation_id"]]
        undercut = evidence.get(relation["to_evidence_id"])
        ends = [relation["from_claim_id"], relation["to_claim_id"], undercut and undercut["claim_id"]]
        if link["passage_id"] != passage or relation["status"] != "accepted" or (undercut and undercut["status"] != "accepted"):
            continue
        if all(claims[end]["status"] in _PUBLIC for end in ends if end is not None):
            return True
    return False


def _limit(text: Row, public: list[Row]) -> Iterator[str]:
    if text["rights"] != "excerpt_only":
        return
    shown: set[int] = set()
    for passage in public:
        shown |= set(range(max(passage["start"] - _CONTEXT, 0), min(passage["end"] + _CONTEXT, text["length"])))
    if len(shown) * 100 > text["length"] * text["excerpt_most_share"]:
        yield f"text {text['public_id']} shows {len(shown)} of {text['length']} characters, more than {text['excerpt_most_share']} %"


def _publications(world: World) -> Iterator[str]:
    """Excerpts that show by themselves, or do no more, because of somebody who is no editor."""
    for changes in world.history["sources_passage"].values():
        before = False
        for change in changes:
            may = world.is_editor(change.user) and not was_gone(world, change.user, change.at)
            if change.kind != "delete" and change.state["is_published"] != before and not may:
                yield f"passage {change.state['public_id']} was published by itself, or taken back, by nobody who may"
            before = change.state["is_published"]


def _rights(world: World) -> Iterator[str]:
    for before, after in world.steps("sources_text"):
        is_looser = _STRICTNESS.index(after.state["rights"]) < _STRICTNESS.index(before.state["rights"]) or any(
            after.state[limit] > before.state[limit] for limit in ("excerpt_most_words", "excerpt_most_share")
        )
        if is_looser and (not world.is_administrator(after.user) or not after.reason.strip()):
            yield f"more of text {after.state['public_id']} may be shown, and no administrator said why"
    for text in world.rows["sources_text"]:
        first = world.history["sources_text"][text["id"]][0]
        if text["derived_from_id"] is None:
            continue
        before_it = world.as_of("sources_text", text["derived_from_id"], first.id)
        if before_it is not None and first.state["rights"] != before_it.state["rights"]:
            yield f"text {text['public_id']} began with other rights than the text that it corrects"


def imports(world: World) -> Iterator[str]:
    """Every fault against law 8 that a state shows."""
    for table in REVIEWED:
        for row in world.rows[table]:
            changes = world.history[table].get(row["id"], [])
            if any(change.state["imported_by_id"] != row["imported_by_id"] for change in changes):
                yield f"who brought in {table} {row['public_id']} was changed"
            if changes:
                yield from (f"{table} {row['public_id']} {fault}" for fault in _maker(world, row, changes[0].user))
    for table, key, review in world.all_reviews():
        if review["imported_by_id"] is not None:
            yield from _imported_review(world, table, key, review)


def _maker(world: World, row: Row, actor: int | None) -> Iterator[str]:
    if row["imported_by_id"] is None:
        if row["created_by_id"] != actor:
            yield "is by another than who proposed it"
        return
    if not world.is_administrator(row["imported_by_id"]) or actor != row["imported_by_id"]:
        yield "was brought in by no administrator who acted"
    # Nobody may be known to have proposed it.
    if row["created_by_id"] == row["imported_by_id"]:
        yield "was brought in by its author"


def _imported_review(world: World, table: str, key: int, review: Row) -> Iterator[str]:
    row = world.by_id[table][key]
    name = f"{review['action']} of {table} {row['public_id']}"
    if review["imported_by_id"] != row["imported_by_id"]:
        yield f"{name} was brought in by another than the record"
    if review["by_id"] in {None, review["imported_by_id"]}:
        yield f"{name} was brought in by who did it"
    if review["when"] >= moment(row["created_at"]):
        yield f"{name} was done after the record came in"
    first = world.history[table][key][0]
    seen = [change for change in world.history[table][key] if change.revision <= review["revision"]]
    if any(words_of(change.state) != words_of(first.state) for change in seen if "holder_id" not in change.changed):
        yield f"{name} is of other words than came in"
