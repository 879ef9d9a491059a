"""What the database would refuse is told at the field of the body that mends it."""

from __future__ import annotations

import pytest

from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db
LINK = {"stance": "supports", "voice": "asserts", "basis": "data", "strength": "strong", "reason": "The log says so."}


@pytest.fixture
def refused(curator):
    writing = signed_in(curator)

    def ask(resource, body):
        answer = writing.post(f"/api/v1/{resource}/", body, format="json")
        assert answer.status_code == 422
        return [(fault["field"], fault["message"]) for fault in answer.json()["errors"]]

    return ask


@pytest.mark.parametrize("sent", [{"voice": "reports"}, {"voice": "asserts", "holder_as_named": "The lock keeper"}])
def test_who_says_so_is_asked_for_at_the_holder(refused, sent):
    told = refused("evidence", LINK | {"claim": ClaimFactory().public_id, "excerpt": PassageFactory().public_id} | sent)

    assert told == [("holder", "Reported words have somebody who says so: name the holder. Other evidence names none.")]


def test_a_holder_without_a_record_is_sent_where_words_are_taken(refused):
    told = refused("evidence", LINK | {"claim": ClaimFactory().public_id, "excerpt": PassageFactory().public_id, "holder": "The Board"})

    assert told == [("holder", "There is no author The Board. Who has no record here is named in holder_as_named.")]


def test_evidence_that_is_there_already_is_told_at_its_excerpt(refused):
    there = EvidenceFactory(stance="supports")

    told = refused("evidence", LINK | {"claim": there.claim.public_id, "excerpt": there.passage.public_id})

    assert told == [("excerpt", "This passage is evidence of this stance for this claim already.")]


@pytest.mark.parametrize(
    ("kind", "field", "told"),
    [("supports", "to", "Say which claim it leads to."), ("undercuts", "to_evidence", "Say which evidence it undercuts.")],
)
def test_a_relation_that_leads_nowhere_is_asked_where_it_leads(curator, kind, field, told):
    sent = {"from": ClaimFactory().public_id, "kind": kind, "reason": "So it is."}

    answer = signed_in(curator).post("/api/v1/relations/", sent, format="json")

    assert (answer.status_code, answer.json()["errors"]) == (400, [{"field": field, "message": told}])


def test_relations_tell_what_is_wrong_with_their_ends_and_their_kind(refused):
    there = RelationFactory(kind="refines")
    one, other = there.from_claim.public_id, there.to_claim.public_id
    known = (
        "These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back."
        " Revise that one instead."
    )

    assert refused("relations", {"from": one, "to": one, "kind": "supports", "reason": "So it is."}) == [
        ("to", "A claim has no relation to itself.")
    ]
    assert refused("relations", {"from": one, "to": other, "kind": "undercuts", "reason": "So it is."}) == [
        ("kind", "A claim undercuts evidence; every other relation leads to a claim.")
    ]
    for ends in ({"from": one, "to": other}, {"from": other, "to": one}):
        assert refused("relations", ends | {"kind": "refines", "reason": "So it is."}) == [("kind", known)]
