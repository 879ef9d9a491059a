"""Laws 2, 3, 6 and 9 against raw SQL, under whatever user the session names."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import Error, IntegrityError, connection, transaction

from claims.models import Claim, Review
from claims.services.accounts import MACHINES
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, retract, submit
from history.services import recorded
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db

CLAIM = {
    "type": "causal",
    "statement": "Late closing floods the quay.",
    "attributes": {"cause": "late closing", "effect": "a flooded quay"},
}
EVIDENCE = {"stance": "supports", "voice": "asserts", "basis": "data", "strength": "strong", "reason": "The gauge shows it."}


def run_as(user, statement: str, *parameters: object) -> None:
    with recorded(by=user), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def review_row(record, user, action: str = "approve", revision: int | None = None) -> None:
    link = record._meta.model_name
    run_as(
        user,
        f"INSERT INTO claims_review (public_id, {link}_id, revision, action, by_id, comment, at) VALUES (%s, %s, %s, %s, %s, 'why', now())",
        f"{action}-{link}-{record.pk}-{record.revision}-{user.pk}",
        record.pk,
        record.revision if revision is None else revision,
        action,
        user.pk,
    )


@pytest.fixture
def claim(curator) -> Claim:
    return propose_claim(by=curator, **CLAIM)


@pytest.fixture
def evidence(claim, curator, editor):
    evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **EVIDENCE)
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    return evidence


@pytest.fixture
def published(claim, evidence, curator, editor) -> Claim:
    submit(claim, by=curator)
    approve(claim, by=editor)
    return claim


@pytest.mark.parametrize("status", ["in_review", "published", "rejected", "retracted", "superseded"])
def test_no_state_is_reached_without_a_review(claim, editor, status):
    with pytest.raises(IntegrityError, match="law [23]"):
        run_as(editor, "UPDATE claims_claim SET status = %s", status)


@pytest.mark.parametrize(
    ("factory", "approved"), [(ClaimFactory, "published"), (EvidenceFactory, "accepted"), (RelationFactory, "accepted")]
)
def test_nothing_is_born_reviewed(factory, approved):
    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        factory(status=approved)


def test_the_database_names_the_creator_whoever_is_claimed(curator, editor):
    with recorded(by=curator):
        claim = ClaimFactory(created_by=editor)
    nobodys = ClaimFactory(created_by=editor)

    claim.refresh_from_db()
    nobodys.refresh_from_db()
    assert (claim.created_by, nobodys.created_by) == (curator, None)


def test_a_claim_without_accepted_evidence_is_not_published(claim, curator, editor):
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="law 2: claim .* has no accepted evidence: accept some first"):
        review_row(claim, editor)


def test_nor_is_one_whose_evidence_was_taken_back_since_it_was_approved(claim, evidence, curator, editor, administrator):
    submit(claim, by=curator)
    review_row(claim, editor)
    retract(evidence, by=administrator, comment="Misread.")

    with pytest.raises(IntegrityError, match="law 2: claim .* has no accepted evidence"):
        run_as(editor, "UPDATE claims_claim SET status = 'published'")


def test_who_proposed_does_not_approve(claim, evidence, curator):
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="ask a second person"):
        review_row(claim, curator)


def test_who_submitted_does_not_approve(claim, evidence, editor):
    submit(claim, by=editor)

    with pytest.raises(IntegrityError, match="ask a second person"):
        review_row(claim, editor)


def test_who_edited_does_not_approve(claim, evidence, curator, editor):
    run_as(editor, "UPDATE claims_claim SET statement = 'Late closing floods both quays.'")
    claim.refresh_from_db()
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="ask a second person"):
        review_row(claim, editor)


def test_a_review_is_not_written_in_another_name(claim, evidence, curator, editor):
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="by the user who acts"):
        run_as(
            curator,
            "INSERT INTO claims_review (public_id, claim_id, revision, action, by_id, comment, at) VALUES ('forged', %s, %s, 'approve', %s, '', now())",
            claim.pk,
            claim.revision,
            editor.pk,
        )


def test_an_approval_of_an_older_revision_is_refused(claim, evidence, curator, editor):
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="law 6"):
        review_row(claim, editor, revision=claim.revision - 1)


def test_an_edit_after_submission_returns_the_record_to_draft(claim, curator):
    submit(claim, by=curator)

    run_as(curator, "UPDATE claims_claim SET statement = 'Late closing floods both quays.'")

    claim.refresh_from_db()
    assert claim.status == "draft"


def test_an_approval_before_an_edit_publishes_nothing(claim, evidence, curator, editor):
    submit(claim, by=curator)
    review_row(claim, editor)
    run_as(curator, "UPDATE claims_claim SET statement = 'Late closing floods both quays.'")

    with pytest.raises(IntegrityError, match="only by a review"):
        run_as(editor, "UPDATE claims_claim SET status = 'published'")


def test_editing_and_deciding_in_one_statement_is_refused(claim, evidence, curator, editor):
    submit(claim, by=curator)
    review_row(claim, editor)

    with pytest.raises(IntegrityError, match="in one step"):
        run_as(editor, "UPDATE claims_claim SET status = 'published', statement = 'Something else.'")


@pytest.mark.parametrize("edit", ["statement = 'Other words.'", "attributes = '{}'", "type = 'event'", "language = 'de'"])
def test_the_words_of_a_published_claim_never_change(published, curator, edit):
    with pytest.raises(IntegrityError, match="they never change, revise it instead"):
        run_as(curator, f"UPDATE claims_claim SET {edit}")


@pytest.mark.parametrize("edit", ["stance = 'disputes'", "reason = 'Another.'", "strength = 'weak'"])
def test_accepted_evidence_never_changes(evidence, curator, edit):
    with pytest.raises(IntegrityError, match="they never change"):
        run_as(curator, f"UPDATE claims_evidence SET {edit}")


@pytest.mark.parametrize("edit", ["origin = 'machine', tool = 'matcher 1'", "public_id = 'another-id'"])
def test_who_proposed_a_record_never_changes(claim, curator, edit):
    with pytest.raises(IntegrityError, match="never changes"):
        run_as(curator, f"UPDATE claims_claim SET {edit}")


def test_a_machine_is_never_a_decider(claim, evidence, curator, editor):
    editor.groups.add(Group.objects.get(name=MACHINES))
    submit(claim, by=curator)

    with pytest.raises(IntegrityError, match="law 9: a machine decides nothing"):
        review_row(claim, editor)


@pytest.mark.parametrize(
    "statement", ["UPDATE claims_review SET comment = 'forged'", "DELETE FROM claims_review", "TRUNCATE claims_review"]
)
def test_reviews_stay_as_written(published, editor, statement):
    with pytest.raises(Error, match="permission denied"):
        run_as(editor, statement)


@pytest.mark.parametrize("table", ["claims_claim", "claims_evidence", "sources_passage", "sources_document", "sources_text"])
def test_nothing_that_a_published_claim_stands_on_is_deleted(published, editor, table):
    with pytest.raises(IntegrityError, match="is kept"):
        run_as(editor, f"DELETE FROM {table}")


def test_retracting_or_rejecting_without_a_reason_is_refused(published, editor):
    with pytest.raises(IntegrityError, match="claims_review_reason_given"):
        run_as(
            editor,
            "INSERT INTO claims_review (public_id, claim_id, revision, action, by_id, comment, at) VALUES ('no-reason', %s, %s, 'retract', %s, '', now())",
            published.pk,
            published.revision,
            editor.pk,
        )


def test_the_whole_way_leaves_two_persons_in_the_record(published, curator, editor):
    assert published.status == "published"
    assert list(Review.objects.filter(claim=published).values_list("action", "by__username", "revision")) == [
        ("submit", "carla", 1),
        ("approve", "edith", 2),
    ]
    assert published.revision == 3


@pytest.mark.parametrize("action", ["approve", "reject", "withdraw", "request_changes", "retract", "reopen"])
def test_a_review_fits_the_state_of_its_record(claim, editor, action):
    with pytest.raises(IntegrityError, match="is draft: it cannot be reviewed like this"):
        review_row(claim, editor, action=action)


def test_only_an_editor_approves_whatever_the_statement(claim, evidence, curator):
    submit(claim, by=curator)
    another = get_user_model().objects.create_user("ghost", is_active=False)

    with pytest.raises(IntegrityError, match="only an editor approves"):
        review_row(claim, another)


def test_words_that_only_jsonb_calls_equal_are_other_words(published, curator):
    with pytest.raises(IntegrityError, match="they never change"):
        run_as(curator, 'UPDATE claims_claim SET attributes = \'{"cause": "late closing ", "effect": "a flooded quay"}\'')
    number = propose_claim(by=curator, type="quantitative", statement="Nineteen.", attributes={"measure": "closures", "value": 70})
    run_as(curator, 'UPDATE claims_claim SET attributes = \'{"measure": "closures", "value": 70.000}\' WHERE id = %s', number.pk)
    number.refresh_from_db()
    assert number.revision == 2
