"""Law 7 as a stranger meets it: what the API's lists, counts and addresses give away, held against the rows. Asks no product code but over HTTP."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rest_framework.test import APIClient

from tests.laws.visibility import has_public_evidence, has_public_relation
from tests.laws.world import Row, World

_PUBLIC = {"published", "retracted", "superseded"}
#: How many hidden records of each kind are asked for by their address.
_ADDRESSES = 2


def stranger(world: World, chance: random.Random) -> Iterator[str]:
    """Every hidden record that a stranger is shown or that is counted, and every public one that is missing."""
    api = APIClient()
    for resource, public in _public(world).items():
        name = "citation_key" if resource == "documents" else "public_id"
        rows = world.rows[_TABLES[resource]]
        shown = {row[name] for row in rows if row["id"] in public}
        listed, count = _listed(api, resource)
        yield from (f"{resource}/ lists {one}, which is not public" for one in sorted(listed - shown))
        yield from (f"{resource}/ leaves out {one}" for one in sorted(shown - listed))
        if count != len(shown):
            yield f"{resource}/?count=true counts {count} of {len(shown)}"
        hidden = [row[name] for row in rows if row["id"] not in public and row.get("merged_into_id") is None]
        for one in chance.sample(hidden, min(len(hidden), _ADDRESSES)):
            status = api.get(f"/api/v1/{resource}/{one}/").status_code
            if status != 404:
                yield f"{resource}/{one}/ is not public and answers {status}"
    yield from _excerpts(api, world)
    yield from _found(api, world, chance)


def _excerpts(api: APIClient, world: World) -> Iterator[str]:
    allowed = {row["public_id"] for row in world.rows["sources_passage"] if _may_show(world, row)}
    listed, _ = _listed(api, "excerpts")
    yield from (f"excerpts/ lists {one}, which is not public" for one in sorted(listed - allowed))


def _may_show(world: World, passage: Row) -> bool:
    document = world.by_id["sources_document"][passage["document_id"]]
    is_shown = passage["is_published"] or has_public_evidence(world, passage["id"]) or has_public_relation(world, passage["id"])
    return bool(is_shown) and not document["is_hidden"]


def _found(api: APIClient, world: World, chance: random.Random) -> Iterator[str]:
    """Whether the words of a hidden claim find it."""
    hidden = [row for row in world.rows["claims_claim"] if row["status"] not in _PUBLIC]
    if hidden:
        one = chance.choice(hidden)
        page = api.get("/api/v1/claims/", {"search": one["statement"], "limit": 200}).json()
        if one["public_id"] in {found["id"] for found in page["results"]}:
            yield f"claims/?search= finds {one['public_id']}, which is not public"


_TABLES = {"claims": "claims_claim", "evidence": "claims_evidence", "relations": "claims_relation", "documents": "sources_document"}


def _listed(api: APIClient, resource: str) -> tuple[set[str], int]:
    address, listed, count = f"/api/v1/{resource}/?limit=200&count=true", set(), -1
    while address:
        page = api.get(address).json()
        listed |= {one["key" if resource == "documents" else "id"] for one in page["results"]}
        count = page.get("count", count)
        address = page["next"]
    return listed, count


def _public(world: World) -> dict[str, set[int]]:
    """Resource -> keys of what anybody may see."""
    documents = {row["id"] for row in world.rows["sources_document"] if not row["is_hidden"] and row["merged_into_id"] is None}
    claims = {row["id"] for row in world.rows["claims_claim"] if row["status"] in _PUBLIC}
    evidence = {row["id"] for row in world.rows["claims_evidence"] if _is_public_evidence(world, row, claims)}
    relations = {
        row["id"]
        for row in world.rows["claims_relation"]
        if row["status"] == "accepted"
        and row["from_claim_id"] in claims
        and (row["to_claim_id"] in claims or row["to_evidence_id"] in evidence)
    }
    return {"claims": claims, "evidence": evidence, "relations": relations, "documents": documents}


def _is_public_evidence(world: World, row: Row, claims: set[int]) -> bool:
    document = world.by_id["sources_document"][world.by_id["sources_passage"][row["passage_id"]]["document_id"]]
    return row["status"] == "accepted" and row["claim_id"] in claims and not document["is_hidden"]
