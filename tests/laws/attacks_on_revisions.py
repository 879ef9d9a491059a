"""Attacks on revisions, and on what leads back to itself."""

from __future__ import annotations

from typing import Any

from claims.models import Claim, Evidence, Relation
from claims.services.review import approve, submit
from claims.services.revise import revise
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory, TopicFactory
from tests.laws.attacking import Scene, Steps, attack

EVENT: dict[str, Any] = {"type": "event", "attributes": {"what": "closing"}}

# Revisions.


def _superseding(s: Scene, record: Claim | Evidence | Relation) -> Claim | Evidence | Relation:
    """A revision that waits for approval, and can be approved."""
    revision = revise(record, by=s.carla)
    if isinstance(revision, Claim):
        s.accepted(revision.evidence.get())
    elif isinstance(revision, Evidence):
        s.run("UPDATE claims_evidence SET stance = 'qualifies' WHERE id = %s", revision.pk)
    else:
        s.run("UPDATE claims_relation SET kind = 'restates' WHERE id = %s", revision.pk)
    revision.refresh_from_db()
    submit(revision, by=s.carla)
    return revision


def _not_superseded(s: Scene, record: Claim | Evidence | Relation) -> Steps:
    revision = _superseding(s, record)
    yield
    approve(revision, by=s.edith)
    yield s.state(record) != "superseded"


@attack("claims_claim", "law_supersede", seen="law 3: claims_claim .* took the place of .*, which is published")
def a_revised_claim_stays_published(s: Scene) -> Steps:
    yield from _not_superseded(s, s.claim)


@attack("claims_evidence", "law_supersede", seen="law 3: claims_evidence .* took the place of .*, which is accepted")
def revised_evidence_stays_accepted(s: Scene) -> Steps:
    yield from _not_superseded(s, s.evidence)


@attack("claims_relation", "law_supersede", seen="law 3: claims_relation .* took the place of .*, which is accepted")
def a_revised_relation_stays_accepted(s: Scene) -> Steps:
    yield from _not_superseded(s, s.accepted(s.relate(s.claim, "contradicts", s.draft)))


def _superseded_by_nothing(s: Scene, record: Claim | Evidence | Relation) -> Steps:
    """The approval is written, and then never carried out."""
    revision = _superseding(s, record)
    s.review(revision, "approve", "edith")
    yield
    s.review(record, "supersede", "edith")
    s.run(f"UPDATE {record._meta.db_table} SET status = 'superseded' WHERE id = %s", record.pk)


_NOTHING = {
    "refused": "is superseded by nothing",
    "unseen": "the revision waits, approved and not carried out: as long as it may be, this is a moment within a transaction",
}


@attack("claims_claim", "law_superseded", **_NOTHING)
def a_claim_is_superseded_by_nothing(s: Scene) -> Steps:
    yield from _superseded_by_nothing(s, s.claim)


@attack("claims_evidence", "law_superseded", **_NOTHING)
def evidence_is_superseded_by_nothing(s: Scene) -> Steps:
    yield from _superseded_by_nothing(s, s.evidence)


@attack("claims_relation", "law_superseded", **_NOTHING)
def a_relation_is_superseded_by_nothing(s: Scene) -> Steps:
    yield from _superseded_by_nothing(s, s.accepted(s.relate(s.claim, "contradicts", s.draft)))


@attack("claims_claim", "law_superseded", refused="is superseded by nothing", seen="law 3: claims_claim .* is superseded by nothing")
def a_claim_is_superseded_by_what_is_then_rejected(s: Scene) -> Steps:
    revision = _superseding(s, s.claim)
    s.review(revision, "approve", "edith")
    yield
    s.review(s.claim, "supersede", "edith")
    s.run("UPDATE claims_claim SET status = 'superseded' WHERE id = %s", s.claim.pk)
    s.review(revision, "reject", "edith")
    s.run("UPDATE claims_claim SET status = 'rejected' WHERE id = %s", revision.pk)


_LOOP = {"refused": "lead back to itself", "unseen": "no law of the ten speaks of chains; what reads them would go round"}


@attack("claims_claim", "law_no_loop", **_LOOP)
def a_draft_revises_its_revision(s: Scene) -> Steps:
    first = s.propose()
    second = ClaimFactory(**EVENT, supersedes=first)
    yield
    s.run("UPDATE claims_claim SET supersedes_id = %s WHERE id = %s", second.pk, first.pk)


@attack("claims_evidence", "law_no_loop", **_LOOP)
def evidence_revises_its_revision(s: Scene) -> Steps:
    first = EvidenceFactory(claim=s.draft, passage=s.bare)
    second = EvidenceFactory(claim=s.draft, passage=s.limited.passages.get(start=0), supersedes=first)
    yield
    s.run("UPDATE claims_evidence SET supersedes_id = %s WHERE id = %s", second.pk, first.pk)


@attack("claims_relation", "law_no_loop", **_LOOP)
def a_relation_revises_its_revision(s: Scene) -> Steps:
    first = RelationFactory(from_claim=s.claim, to_claim=s.draft)
    second = RelationFactory(from_claim=s.draft, to_claim=s.claim, kind="responds_to", supersedes=first)
    yield
    s.run("UPDATE claims_relation SET supersedes_id = %s WHERE id = %s", second.pk, first.pk)


@attack("claims_topic", "law_no_loop", **_LOOP)
def a_topic_is_broader_than_itself(s: Scene) -> Steps:
    broad = TopicFactory()
    narrow = TopicFactory(broader=broad)
    yield
    s.run("UPDATE claims_topic SET broader_id = %s WHERE id = %s", narrow.pk, broad.pk)


@attack(
    "claims_relation",
    "law_no_cycle",
    refused="a claim would lead back to itself",
    seen="relations: claim .* leads back to itself by refines",
)
def a_claim_refines_what_refines_it(s: Scene) -> Steps:
    between = s.propose()
    s.relate(s.claim, "refines", between)
    s.relate(between, "refines", s.draft)
    yield
    RelationFactory(from_claim=s.draft, to_claim=s.claim, kind="refines")
