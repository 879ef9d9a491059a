"""Law 3: what is accepted is not proposed again beside itself; what differs from it, or was refused, is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from claims.models import Claim, Evidence, Relation
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, reject, retract, submit
from claims.services.revise import revise
from history.services import recorded
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import LINK, Debate
from tests.factories.claims import EvidenceFactory, RelationFactory


def decided(record: Evidence | Relation, curator, editor, act) -> None:
    submit(record, by=curator)
    if act is retract:
        approve(record, by=editor)
    act(record, by=editor, comment="So.")


def refuse(curator, factory: Callable[..., object], **columns: object) -> None:
    """Of whoever asks nobody but the database."""
    with pytest.raises(IntegrityError, match="this is known already"), recorded(by=curator), transaction.atomic():
        factory(**columns)


def of_another_claim(curator) -> Claim:
    return propose_claim(by=curator, type="event", statement="It opened.", attributes={"what": "opening"})


def test_evidence_is_known_by_its_claim_its_words_and_its_stance(debate: Debate, curator):
    known = debate.accepted
    refuse(curator, EvidenceFactory, claim=known.claim, passage=known.passage, stance=known.stance)

    for claim, passage, stance in (
        (known.claim, known.passage, "qualifies"),
        (known.claim, debate.bare, known.stance),
        (of_another_claim(curator), known.passage, known.stance),
    ):
        assert propose_evidence(by=curator, claim=claim, passage=passage, **LINK | {"stance": stance}).status == "draft"


@pytest.mark.parametrize("act", [reject, retract])
def test_evidence_that_was_refused_or_taken_back_is_proposed_again(debate: Debate, curator, editor, act):
    proposal = {"claim": debate.published, "passage": debate.bare, **LINK}
    decided(propose_evidence(by=curator, **proposal), curator, editor, act)

    assert propose_evidence(by=curator, **proposal).status == "draft"


def test_a_relation_is_known_either_way_round_by_its_kind_and_what_it_challenges(debate: Debate, curator, editor):
    other = of_another_claim(curator)
    for target in ({"kind": "contradicts", "to_claim": debate.published}, {"kind": "undercuts", "to_evidence": debate.accepted}):
        decided(propose_relation(by=curator, from_claim=other, reason="It bears on it.", **target), curator, editor, approve)

        refuse(curator, RelationFactory, from_claim=other, **target)
    refuse(curator, RelationFactory, from_claim=debate.published, to_claim=other, kind="contradicts")

    for start, target in (
        (other, {"kind": "refines", "to_claim": debate.published}),
        (debate.draft, {"kind": "undercuts", "to_evidence": debate.accepted}),
    ):
        assert propose_relation(by=curator, from_claim=start, reason="It bears on it.", **target).status == "draft"


def test_nothing_stays_superseded_by_a_revision_that_was_approved_and_then_refused(debate: Debate, curator, editor):
    revised = revise(debate.published, by=curator)
    for record in (revised.evidence.get(), revised):
        submit(record, by=curator)
        if record is not revised:
            approve(record, by=editor)
    review_row(revised, editor)
    review_row(debate.published, editor, action="supersede")
    run_as(editor, "UPDATE claims_claim SET status = 'superseded' WHERE id = %s", debate.published.pk)
    reject(revised, by=editor, comment="It is worse.")

    with pytest.raises(IntegrityError, match="is superseded by nothing"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
