"""JSON can hold half a character, which no text can: wherever it is sent, it is refused at its field."""

from __future__ import annotations

import json

import pytest

from tests.claims.api.writers import signed_in

HALF = "a\ud800b"
CLAIM = {"type": "event", "statement": "It ebbed.", "attributes": {"what": "ebb"}}
LINK = {"stance": "supports", "voice": "asserts", "basis": "cited", "strength": "strong", "reason": "It says so."}


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        *(("claims", name) for name in ("type", "statement", "language", "topics", "holder", "origin", "tool")),
        *(("evidence", name) for name in ("claim", "excerpt", "stance", "voice", "basis", "strength", "reason", "holder", "origin")),
        *(("relations", name) for name in ("from", "kind", "to", "reason")),
        *(("flags", name) for name in ("kind", "words")),
    ],
)
def test_half_a_character_is_refused_at_its_field(debate, curator, resource, field):
    bodies = {
        "claims": CLAIM,
        "evidence": {"claim": debate.draft.public_id, "excerpt": debate.public.public_id, **LINK},
        "relations": {"from": debate.draft.public_id, "kind": "supports", "to": debate.published.public_id, "reason": "So."},
        "flags": {"claim": debate.draft.public_id, "kind": "other", "words": "So."},
    }
    sent = json.dumps(bodies[resource] | {field: [HALF] if field == "topics" else HALF})

    answer = signed_in(curator).post(f"/api/v1/{resource}/", sent, content_type="application/json")

    assert (answer.status_code in {400, 422}, answer["Content-Type"]) == (True, "application/problem+json")
    assert {fault["field"].partition(".")[0] for fault in answer.json()["errors"]} == {field}
