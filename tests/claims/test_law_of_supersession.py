"""Law 3: what a draft revises is judged when the draft is made, and again when it says that it revises something else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from claims.models import Claim, Evidence, Relation
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import reject, retract, submit
from claims.services.revise import revise
from history.models import Change
from history.services import recorded
from tests.claims.test_laws_of_review import run_as
from tests.debate import LINK, Debate
from tests.factories.claims import ClaimFactory, EvidenceFactory


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def revises(record: Claim | Evidence | Relation, other: Claim | Evidence | Relation, by) -> None:
    run_as(by, f"UPDATE {record._meta.db_table} SET supersedes_id = %s WHERE id = %s", other.pk, record.pk)


def proposed(debate: Debate, curator) -> Claim:
    return propose_claim(by=curator, type="event", statement="It closed late.", attributes={"what": "closing"})


def test_a_draft_does_not_come_to_revise_what_was_refused(debate, curator, editor):
    refused, draft = proposed(debate, curator), proposed(debate, curator)
    submit(refused, by=curator)
    reject(refused, by=editor, comment="Not so.")

    with pytest.raises(IntegrityError, match="is rejected: only what is published can be revised"), transaction.atomic():
        revises(draft, refused, curator)
    with (
        pytest.raises(IntegrityError, match="is rejected: only what is published can be revised"),
        recorded(by=curator),
        transaction.atomic(),
    ):
        ClaimFactory(supersedes=refused)


def test_nor_what_was_taken_back(debate, curator, editor):
    draft = proposed(debate, curator)
    retract(debate.published, by=editor, comment="Wrong.")

    with pytest.raises(IntegrityError, match="is retracted: only what is published can be revised"):
        revises(draft, debate.published, curator)


def test_nor_evidence_for_another_claim(debate, curator):
    other = propose_evidence(by=curator, claim=proposed(debate, curator), passage=debate.bare, **LINK)

    with pytest.raises(IntegrityError, match="is revised for its own claim"), transaction.atomic():
        revises(other, debate.accepted, curator)
    with pytest.raises(IntegrityError, match="is revised for its own claim"), recorded(by=curator), transaction.atomic():
        EvidenceFactory(claim=other.claim, supersedes=debate.accepted)


def test_what_history_says_of_the_reason_is_of_the_record_that_was_superseded_alone(debate, curator, editor):
    evidence = propose_evidence(by=curator, claim=debate.published, passage=debate.bare, **LINK)
    draft = revise(debate.accepted, by=curator)
    submit(draft, by=curator)
    with recorded(by=editor, reason="It is better."):
        sql(
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at)"
            " VALUES ('better', %s, %s, 'approve', %s, '', now())",
            draft.pk,
            draft.revision,
            editor.pk,
        )
        sql("UPDATE claims_evidence SET status = 'accepted' WHERE id = %s", draft.pk)
        sql("UPDATE claims_evidence SET reason = 'It says so too.' WHERE id = %s", evidence.pk)

    assert [Change.objects.of(one).last().reason for one in (debate.accepted, draft, evidence)] == [
        f"Superseded by {draft.public_id}.",
        "It is better.",
        "It is better.",
    ]


def test_what_an_administrator_brings_in_does_not_come_to_revise_what_was_taken_back_here(debate, curator, editor, administrator):
    retract(debate.published, by=editor, comment="Wrong.")

    with pytest.raises(IntegrityError, match="is retracted: only what is published can be revised"), recorded(by=administrator):
        ClaimFactory(supersedes=debate.published, created_by=curator, imported_by=administrator)


def test_a_relation_between_others_is_no_revision_of_one_that_was_refused(debate, curator, editor):
    refused = propose_relation(by=curator, from_claim=debate.draft, to_claim=debate.published, kind="refines", reason="It says more.")
    submit(refused, by=curator)
    reject(refused, by=editor, comment="Not so.")
    draft = propose_relation(by=curator, from_claim=debate.draft, to_claim=debate.published, kind="responds_to", reason="It answers.")

    with pytest.raises(IntegrityError, match="is rejected: only what is accepted can be revised"):
        revises(draft, refused, curator)
