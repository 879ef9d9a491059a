"""Law 3 and conflicts of interest, against services and raw SQL."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from claims.models import Review
from claims.services.propose import propose_evidence
from claims.services.review import approve, reject, request_changes, submit, withdraw
from claims.services.ties import say_who_an_author_is
from history.services import recorded
from tests.claims.staked import account, sentences
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import LINK
from tests.factories.claims import AuthorAccountFactory
from tests.factories.sources import DocumentFactory, PassageFactory

pytestmark = pytest.mark.django_db

AUTHOR = "cora is an author of “Holding the gate” (2005), on which this evidence stands"


def test_who_is_an_author_of_the_document_does_not_approve(stake):
    say_who_an_author_is(by=stake.first, account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    with pytest.raises(
        ValidationError, match="fay is an author of “Holding the gate” .2005., on which this evidence stands: somebody else"
    ):
        approve(stake.evidence, by=stake.first)
    with pytest.raises(IntegrityError, match="law 3: fay is an author"), transaction.atomic():
        review_row(stake.evidence, stake.first)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "accepted"


def test_a_third_person_decides_where_the_proposer_is_an_author(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    first = approve(stake.evidence, by=stake.first)
    assert (stake.evidence.status, stake.evidence.revision) == ("in_review", 2)
    with pytest.raises(ValidationError, match="you approved this already: a third person decides"):
        approve(stake.evidence, by=stake.first)
    second = approve(stake.evidence, by=stake.second)

    assert (stake.evidence.status, first.revision, second.revision) == ("accepted", 2, 2)
    second.refresh_from_db()
    assert second.conflicts == [
        {
            "account": "cora",
            "part": "proposer",
            "kind": "computed",
            "document": "ilgen2005holding",
            "author": stake.author.public_id,
            "claim": None,
            "sentence": AUTHOR,
        }
    ]


def test_the_first_approval_moves_nothing_by_raw_sql_either(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    review_row(stake.evidence, stake.first)

    with pytest.raises(IntegrityError, match="needs one more approval, by somebody other than cora and fay"), transaction.atomic():
        run_as(stake.first, "UPDATE claims_evidence SET status = 'accepted'")

    review_row(stake.evidence, stake.second)
    run_as(stake.second, "UPDATE claims_evidence SET status = 'accepted'")
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"


def test_the_first_of_two_approvals_of_a_claim_comes_after_its_ground_too(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.claim, by=stake.curator)

    with pytest.raises(IntegrityError, match="law 2: claim .* has no accepted evidence: accept some first"), transaction.atomic():
        review_row(stake.claim, stake.first)

    submit(stake.evidence, by=stake.curator)
    for editor in (stake.first, stake.second):
        approve(stake.evidence, by=editor)
    for editor in (stake.first, stake.second):
        approve(stake.claim, by=editor)
    assert stake.claim.status == "published"


def test_an_edit_in_between_loses_both(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    run_as(stake.curator, "UPDATE claims_evidence SET reason = 'Otherwise.'")
    stake.evidence.refresh_from_db()
    submit(stake.evidence, by=stake.curator)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=stake.first)
    assert stake.evidence.status == "accepted"


def test_an_approval_by_who_was_linked_meanwhile_counts_no_more(stake):
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.first, author=stake.author)

    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=account("tom"))
    assert stake.evidence.status == "accepted"


def test_what_was_decided_stays_decided_when_the_account_is_linked_later(stake):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)

    stake.evidence.refresh_from_db()
    assert (stake.evidence.status, Review.objects.latest("id").conflicts) == ("accepted", [])
    assert sentences(stake.evidence) == [AUTHOR]


@pytest.mark.parametrize("decide", [reject, request_changes])
def test_who_has_a_conflict_may_still_refuse_and_that_is_kept(stake, decide):
    AuthorAccountFactory(account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.curator)

    review = decide(stake.evidence, by=stake.first, comment="Not so.")

    review.refresh_from_db()
    assert [(one["account"], one["part"]) for one in review.conflicts] == [("fay", "decider")]


def test_whoever_edited_or_submitted_is_a_proposer(stake):
    AuthorAccountFactory(account=stake.first, author=stake.author)
    submit(stake.evidence, by=stake.first)
    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "in_review"
    withdraw(stake.evidence, by=stake.curator)
    other = propose_evidence(by=stake.curator, claim=stake.claim, passage=PassageFactory(text=stake.evidence.passage.text, end=4), **LINK)
    run_as(stake.first, "UPDATE claims_evidence SET reason = 'Anew.' WHERE id = %s", other.pk)
    other.refresh_from_db()
    submit(other, by=stake.curator)
    approve(other, by=stake.second)
    assert other.status == "in_review"


def test_what_is_kept_of_conflicts_is_the_database_s_own(stake):
    submit(stake.evidence, by=stake.curator)
    with recorded(by=stake.first), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, at, conflicts)"
            " VALUES ('made-up', %s, 2, 'approve', %s, '', now(), '[\"none\"]')",
            [stake.evidence.pk, stake.first.pk],
        )

    assert Review.objects.get(public_id="made-up").conflicts == []


def test_nothing_takes_the_place_of_another_by_its_first_approval(stake):
    """A revision in review with one of two approvals does not make what it revises superseded."""
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    revising = propose_evidence(by=stake.curator, claim=stake.claim, passage=stake.evidence.passage, supersedes=stake.evidence, **LINK)
    submit(revising, by=stake.curator)
    approve(revising, by=stake.first)

    with pytest.raises(IntegrityError, match="superseded by nothing"), transaction.atomic():
        review_row(stake.evidence, stake.first, "supersede")
        run_as(stake.first, "UPDATE claims_evidence SET status = 'superseded' WHERE id = %s", stake.evidence.pk)
        reject(revising, by=stake.second, comment="After all.")
        connection.check_constraints()


def test_restoring_asks_nobody_again(stake, editor):
    other = DocumentFactory()
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    run_as(
        editor,
        "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
        " VALUES ('taken-back', 1, %s, '', 'Wrong.', '', ''), ('other-one', 1, %s, '', 'Wrong.', '', '')",
        stake.document.pk,
        other.pk,
    )
    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "in_review"
    run_as(editor, "UPDATE sources_retraction SET lifted_because = 'Right.' WHERE public_id = 'taken-back'")

    stake.evidence.refresh_from_db()
    assert stake.evidence.status == "accepted"


def test_re_opened_evidence_needs_the_third_person_too(stake, editor):
    submit(stake.evidence, by=stake.curator)
    approve(stake.evidence, by=stake.first)
    AuthorAccountFactory(account=stake.curator, author=stake.author)
    run_as(
        editor,
        "INSERT INTO sources_retraction (public_id, revision, document_id, retracted_on, reason, notice, lifted_because)"
        " VALUES ('taken-back', 1, %s, '', 'Wrong.', '', '')",
        stake.document.pk,
    )
    stake.evidence.refresh_from_db()

    approve(stake.evidence, by=stake.first)
    assert stake.evidence.status == "in_review"
    approve(stake.evidence, by=stake.second)
    assert stake.evidence.status == "accepted"
