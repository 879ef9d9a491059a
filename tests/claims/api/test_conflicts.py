"""Conflicts of interest beside what is reviewed: what the staff sees, and strangers do not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.services.review import submit
from tests.claims.api.writers import signed_in
from tests.claims.staked import a_stake
from tests.factories.claims import AuthorAccountFactory, ClaimFactory, EvidenceFactory, RelationFactory
from tests.factories.sources import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stake():
    stake = a_stake()
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    return stake


def act(client, record, verb: str, kind: str = "evidence"):
    address = f"/api/v1/{kind}/{record.public_id}/"
    tag = client.get(address)["ETag"]
    return client.post(f"{address}{verb}/", {}, format="json", headers={"If-Match": tag})


def test_the_first_approver_is_told_that_a_third_person_is_awaited(stake):
    first, second = signed_in(stake.first), signed_in(stake.second)

    answer = act(first, stake.evidence, "approve")

    assert answer.status_code == 200
    assert answer.json()["status"] == "in_review"
    assert answer.json()["approvals"] == {
        "needed": 2,
        "given": ["fay"],
        "awaited": "One more approval is needed, by somebody other than cora and fay.",
        "why_not": "You approved this already. One more approval is needed, by somebody other than cora and fay.",
    }
    assert answer.json()["conflicts"] == [
        {
            "account": "cora",
            "part": "proposer",
            "kind": "computed",
            "document": "ilgen2005holding",
            "author": stake.author.public_id,
            "claim": None,
            "sentence": "cora is an author of “Holding the gate” (2005), on which this evidence stands",
        }
    ]
    assert act(first, stake.evidence, "approve").status_code == 403
    done = act(second, stake.evidence, "approve").json()
    assert (done["status"], done["approvals"]) == ("accepted", None)


def test_who_has_a_conflict_is_refused_with_the_sentence(stake):
    AuthorAccountFactory(account=stake.first, author=stake.author)

    answer = act(signed_in(stake.first), stake.evidence, "approve")

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Fay is an author of “Holding the gate” (2005), on which this evidence stands: somebody else decides (law 3).",
    )


def test_strangers_see_neither_and_the_tag_is_the_same_for_all(stake, api):
    act(signed_in(stake.first), stake.evidence, "approve")
    act(signed_in(stake.second), stake.evidence, "approve")
    submit(stake.claim, by=stake.curator)
    act(signed_in(stake.first), stake.claim, "approve", "claims")
    act(signed_in(stake.second), stake.claim, "approve", "claims")

    for address in (f"/api/v1/evidence/{stake.evidence.public_id}/", f"/api/v1/claims/{stake.claim.public_id}/"):
        seen, known = api.get(address), signed_in(stake.first).get(address)
        assert seen.status_code == 200
        assert {"conflicts", "approvals"} & seen.json().keys() == set()
        assert {"conflicts", "approvals"} <= known.json().keys()
        assert seen["ETag"] == known["ETag"]
        past = signed_in(stake.first).get(f"{address}?as_of=2026-01-01T00:00:00Z")
        assert past.status_code == 404


@pytest.mark.parametrize("kind", ["claims", "evidence", "relations"])
def test_queries_do_not_grow_with_rows(kind, stake):
    _counted(signed_in(stake.first), kind, 1)

    assert _counted(signed_in(stake.first), kind, 2) == _counted(signed_in(stake.first), kind, 5)


def _counted(client, kind, more: int) -> int:
    factory = {"claims": ClaimFactory, "evidence": EvidenceFactory, "relations": RelationFactory}[kind]
    for _ in range(more):
        factory()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/api/v1/{kind}/").status_code == 200
    return len(captured)


def test_a_tie_that_holds_has_no_end_and_leads_to_its_document_whatever_the_key(curator):
    document = DocumentFactory(citation_key="halver/2020")
    writing = signed_in(curator)

    answer = writing.post("/api/v1/conflicts/", {"document": document.public_id, "reason": "Was paid by its publisher."}, format="json")

    said = answer.json()
    assert (answer.status_code, said["until"], said["document"]) == (201, None, f"http://testserver/api/v1/documents/{document.public_id}/")
    assert writing.get(said["document"]).status_code == 200
