"""Attacks on what is brought in, on types, on what is counted and indexed of claims, and on bundles."""

from __future__ import annotations

from typing import Any

from claims.models import Claim
from claims.services.review import approve, retract, submit
from tests.factories.claims import BundleFactory, ClaimFactory, EvidenceFactory, RelationFactory
from tests.laws.attacking import Scene, Steps, attack

EVENT: dict[str, Any] = {"type": "event", "attributes": {"what": "closing"}}

# Imports and machines.


def _another_author(s: Scene, factory: Any, **columns: object) -> Steps:
    yield
    s.act("edith")
    factory(created_by=s.carla, imported_by=s.ada, **columns)


@attack(
    "claims_claim",
    "law_imported",
    refused="law 8: only an administrator who acts",
    seen="law 8: claims_claim .* was brought in by no administrator who acted",
)
def an_editor_brings_a_claim_in_for_another(s: Scene) -> Steps:
    yield from _another_author(s, ClaimFactory, **EVENT)


@attack(
    "claims_evidence",
    "law_imported",
    refused="law 8: only an administrator who acts",
    seen="law 8: claims_evidence .* was brought in by no administrator who acted",
)
def an_editor_brings_evidence_in_for_another(s: Scene) -> Steps:
    yield from _another_author(s, EvidenceFactory, claim=s.draft, passage=s.bare)


@attack(
    "claims_relation",
    "law_imported",
    refused="law 8: only an administrator who acts",
    seen="law 8: claims_relation .* was brought in by no administrator who acted",
)
def an_editor_brings_a_relation_in_for_another(s: Scene) -> Steps:
    yield from _another_author(s, RelationFactory, from_claim=s.claim, to_claim=s.draft)


@attack(
    "claims_review",
    "law_imported_review",
    refused="law 8: a review is brought in with the words that it is of",
    seen="law 8: approve of claims_evidence .* was brought in by another than the record",
)
def an_administrator_brings_in_an_approval_of_what_was_made_here(s: Scene) -> Steps:
    yield
    s.review(s.waits, "approve", "ada", by_id=s.edith.pk, imported_by_id=s.ada.pk)


@attack("claims_claim", "law_fixed", refused="imported_by_id of .* never changes", seen="law 8: who brought in claims_claim .* was changed")
def a_claim_is_said_to_be_brought_in(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_claim SET imported_by_id = %s WHERE id = %s", s.ada.pk, s.draft.pk)


@attack(
    "claims_evidence",
    "law_fixed",
    refused="imported_by_id of .* never changes",
    seen="law 8: who brought in claims_evidence .* was changed",
)
def evidence_is_said_to_be_brought_in(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_evidence SET imported_by_id = %s WHERE id = %s", s.ada.pk, s.waits.pk)


@attack(
    "claims_relation",
    "law_fixed",
    refused="imported_by_id of .* never changes",
    seen="law 8: who brought in claims_relation .* was changed",
)
def a_relation_is_said_to_be_brought_in(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    yield
    s.run("UPDATE claims_relation SET imported_by_id = %s WHERE id = %s", s.ada.pk, relation.pk)


# Standing, types, search, bundles.

_STALE = "standing: the standing of claim .* is wrong"


def _supporting(s: Scene, claim: Claim) -> int:
    return int(s.ask("SELECT supporting_passages FROM claims_claimstanding WHERE claim_id = %s", claim.pk))


@attack("claims_claim", "law_standing_insert", seen="standing: ")
def a_claim_has_no_standing(s: Scene) -> Steps:
    yield
    claim = s.propose()
    yield not s.holds("SELECT 1 FROM claims_claimstanding WHERE claim_id = %s", claim.pk)


@attack("claims_claim", "law_standing_update", seen=_STALE)
def a_challenger_is_retracted(s: Scene) -> Steps:
    challenger = s.propose()
    s.accepted(s.prove(challenger, s.bare))
    s.accepted(challenger)
    s.accepted(s.relate(challenger, "undercuts", s.evidence))
    yield
    retract(challenger, by=s.edith, comment="Misread.")
    yield _supporting(s, s.claim) == 0


@attack("claims_evidence", "law_standing_update", seen=_STALE)
def evidence_is_accepted_and_not_counted(s: Scene) -> Steps:
    yield
    approve(s.waits, by=s.edith)
    yield _supporting(s, s.draft) == 0


@attack("claims_relation", "law_standing_update", seen=_STALE)
def evidence_is_challenged_and_counted(s: Scene) -> Steps:
    challenger = s.propose()
    s.accepted(s.prove(challenger, s.bare))
    s.accepted(challenger)
    undercuts = s.relate(challenger, "undercuts", s.evidence)
    submit(undercuts, by=s.carla)
    yield
    approve(undercuts, by=s.edith)
    yield _supporting(s, s.claim) == 1


@attack(
    "claims_claim",
    "law_type",
    refused="needs the attribute",
    unseen="attributes are judged when they are written; a type may be declared otherwise later",
)
def a_claim_lacks_what_its_type_requires(s: Scene) -> Steps:
    yield
    ClaimFactory(type="event", attributes={})


@attack("claims_claim", "index_claim", unseen="it is an index, which is made again from the words")
def a_claim_is_not_found(s: Scene) -> Steps:
    yield
    claim = s.propose()
    yield not s.holds("SELECT 1 FROM claims_claimindex WHERE claim_id = %s", claim.pk)


@attack(
    "claims_bundle",
    "law_bundle",
    refused="is not the file that its SHA-256 and its size say",
    seen="Bundle .*: it has another SHA-256 or size than its record",
)
def a_bundle_is_another_file(s: Scene) -> Steps:
    yield
    BundleFactory(sha256="0" * 64)


@attack(
    "claims_bundle",
    "law_append_only",
    refused="update on claims_bundle is refused",
    seen="law 1: claims_bundle .* was changed: it stays as written",
)
def a_bundle_is_said_to_hold_something_else(s: Scene) -> Steps:
    yield
    s.run("""UPDATE claims_bundle SET asked = '{"claims": ["another"]}'""")
