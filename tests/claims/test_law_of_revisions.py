"""Law 3 against raw SQL: supersession only by an approved revision, and topics that are reviewed with their claim."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from claims.models import Claim, ClaimTopic
from claims.services.review import approve, submit
from claims.services.revise import revise
from history.services import recorded
from tests.claims.test_laws_of_review import review_row, run_as
from tests.debate import Debate
from tests.factories.claims import ClaimFactory, EvidenceFactory, RelationFactory, TopicFactory


def add_topic(claim: Claim, user) -> ClaimTopic:
    topic = TopicFactory()
    with recorded(by=user):
        return ClaimTopic.objects.create(claim=claim, topic=topic)


def ready(debate: Debate, curator, editor) -> Claim:
    """A revision in review with accepted evidence."""
    revised = revise(debate.published, by=curator)
    evidence = revised.evidence.get()
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    submit(revised, by=curator)
    return revised


def test_nothing_is_superseded_without_a_revision(debate, editor):
    with pytest.raises(IntegrityError, match="superseded only by the approval of what revises it"):
        review_row(debate.published, editor, action="supersede")


def test_nothing_is_superseded_by_a_revision_that_nobody_approved(debate, curator, editor):
    ready(debate, curator, editor)

    with pytest.raises(IntegrityError, match="superseded only by the approval"):
        review_row(debate.published, editor, action="supersede")


def test_nothing_stays_superseded_by_a_revision_that_was_approved_and_never_published(debate, curator, editor):
    revised = ready(debate, curator, editor)
    review_row(revised, editor)
    review_row(debate.published, editor, action="supersede")
    run_as(editor, "UPDATE claims_claim SET status = 'superseded' WHERE id = %s", debate.published.pk)

    with pytest.raises(IntegrityError, match="is superseded by nothing"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_true_supersession_stands_when_the_transaction_ends(debate, curator, editor):
    approve(ready(debate, curator, editor), by=editor)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_revised_does_not_approve_the_revision(debate, curator, editor):
    revised = revise(debate.published, by=editor)
    submit(revised, by=curator)

    with pytest.raises(IntegrityError, match="ask a second person"):
        review_row(revised, editor)


def test_what_was_replaced_is_not_revised_again_whatever_the_statement(debate, curator, editor):
    approve(ready(debate, curator, editor), by=editor)

    with pytest.raises(IntegrityError, match="is superseded: only what is published can be revised"):
        run_as(
            curator,
            "INSERT INTO claims_claim (public_id, revision, type, statement, attributes, language, status, supersedes_id, origin, tool)"
            " VALUES ('a-forged-revision', 1, 'event', 'Other.', '{\"what\": \"x\"}', 'en', 'draft', %s, 'human', '')",
            debate.published.pk,
        )


def test_a_draft_may_revise_a_draft_but_is_not_submitted_before_that_is_published(debate, curator):
    with recorded(by=curator):
        later = ClaimFactory(supersedes=debate.draft)

    with pytest.raises(ValidationError, match="gate-opened-late is draft: only what is published can be revised"):
        submit(later, by=curator)


@pytest.mark.parametrize("kind", ["claim", "evidence", "relation"])
def test_nothing_revises_itself_at_once(debate, curator, kind):
    draft = {
        "claim": lambda: ClaimFactory(created_by=curator),
        "evidence": lambda: EvidenceFactory(created_by=curator),
        "relation": lambda: RelationFactory(created_by=curator),
    }[kind]()

    with pytest.raises(IntegrityError, match=f"claims_{kind}_revises_another"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE claims_{kind} SET supersedes_id = id WHERE id = %s", [draft.pk])


def test_nothing_revises_itself_by_way_of_others(debate, curator):
    with recorded(by=curator):
        later = ClaimFactory(public_id="later", supersedes=debate.draft)

    with pytest.raises(IntegrityError, match="gate-opened-late supersedes later supersedes gate-opened-late"):
        run_as(curator, "UPDATE claims_claim SET supersedes_id = %s WHERE id = %s", later.pk, debate.draft.pk)


def test_evidence_is_not_revised_into_evidence_for_another_claim(debate, curator):
    revised = revise(debate.accepted, by=curator)

    with pytest.raises(IntegrityError, match="is revised for its own claim"):
        run_as(
            curator,
            "UPDATE claims_evidence SET claim_id = %s, supersedes_id = %s WHERE id = %s",
            debate.draft.pk,
            debate.accepted.pk,
            revised.pk,
        )


def test_topics_are_an_index_of_what_is_published_and_change_no_word_of_it(debate, curator):
    add_topic(debate.published, curator)

    claim = Claim.objects.get(pk=debate.published.pk)
    assert (claim.status, claim.revision) == ("published", debate.published.revision)


@pytest.mark.parametrize("edit", ["add", "change", "take away"])
def test_another_topic_after_submission_returns_the_claim_to_draft(debate, curator, edit):
    link, other = add_topic(debate.draft, curator), TopicFactory()
    debate.draft.refresh_from_db()
    submit(debate.draft, by=curator)

    with recorded(by=curator):
        if edit == "add":
            ClaimTopic.objects.create(claim=debate.draft, topic=other)
        elif edit == "change":
            ClaimTopic.objects.filter(pk=link.pk).update(topic=other)
        else:
            ClaimTopic.objects.filter(pk=link.pk).delete()

    debate.draft.refresh_from_db()
    assert debate.draft.status == "draft"


def test_who_chose_a_topic_does_not_approve(debate, curator, editor):
    add_topic(debate.draft, editor)
    debate.draft.refresh_from_db()
    submit(debate.draft, by=curator)

    with pytest.raises(IntegrityError, match="who chose topics of claim gate-opened-late does not approve it"):
        review_row(debate.draft, editor)
