"""Attacks of a machine's account, which says that a person proposes."""

from __future__ import annotations

from typing import Any

from claims.models import Comment, Flag
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory
from tests.factories.sources import PassageFactory, ReferenceFactory
from tests.laws.attacking import Scene, Steps, attack

_HELD: dict[str, Any] = {
    "refused": "law 9: .* is proposed by the account of a machine",
    "seen": "law 9: .* was proposed by a machine and says a person did",
}


@attack("claims_claim", "law_machine", **_HELD)
def a_claim_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    ClaimFactory(type="event", attributes={"what": "closing"})


@attack("claims_evidence", "law_machine", **_HELD)
def evidence_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    EvidenceFactory(claim=s.draft, passage=s.bare)


@attack("claims_relation", "law_machine", **_HELD)
def a_relation_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    RelationFactory(from_claim=s.claim, to_claim=s.draft)


@attack("claims_comment", "law_machine", **_HELD)
def a_comment_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    Comment(claim=s.draft, words="Which edition is this?").save()


@attack("claims_flag", "law_machine", **_HELD)
def a_flag_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    Flag(claim=s.draft, words="It stands on page 5.", kind="wrong_page").save()


@attack("sources_reference", "law_machine", **_HELD)
def a_citation_that_a_machine_found_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    ReferenceFactory(citing=s.holding)


@attack("sources_passage", "law_machine", **_HELD)
def a_passage_of_a_machine_is_a_persons(s: Scene) -> Steps:
    s.act("robot")
    yield
    PassageFactory(text=s.shown, start=3, end=9)
