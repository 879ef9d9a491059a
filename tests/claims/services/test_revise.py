"""What is published is revised by a copy that takes its place: with what it stood on, all of it reviewed again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from claims.models import Claim, ClaimTopic, Evidence, Relation, Review
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import StaleRevisionError, WrongStateError, approve, reject, retract, submit
from claims.services.revise import chain, revise
from history.models import Change
from history.services import recorded
from tests.debate import LINK, Debate, reviewed_claim
from tests.factories.claims import TopicFactory


def accepted(record, curator, editor):
    submit(record, by=curator)
    approve(record, by=editor)
    return record


@pytest.fixture
def other(debate: Debate, curator, editor) -> Claim:
    return reviewed_claim(debate.bare, curator, editor, "It stood open.", "stood-open")


def test_a_revision_begins_with_the_words_of_what_it_revises(debate, curator):
    revised = revise(debate.published, by=curator, comment="Sharper.")

    assert (revised.supersedes, revised.status, revised.created_by) == (debate.published, "draft", curator)
    assert (revised.statement, revised.attributes) == (debate.published.statement, debate.published.attributes)
    assert Claim.objects.get(pk=debate.published.pk).status == "published"
    assert Change.objects.of(revised).get().reason == "Sharper."


def test_what_a_claim_stands_on_is_copied_as_drafts(debate, other, curator, editor):
    challenge = accepted(
        propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=debate.accepted, reason="A rumour."), curator, editor
    )
    leads = propose_relation(by=curator, from_claim=debate.published, kind="supports", to_claim=other, reason="So it was open.")
    led = propose_relation(by=curator, from_claim=other, kind="contradicts", to_claim=debate.published, reason="Not both.")
    for relation in (leads, led):
        accepted(relation, curator, editor)

    revised = revise(debate.published, by=curator)

    copied = revised.evidence.get()
    assert (copied.passage, copied.reason, copied.status) == (debate.public, debate.accepted.reason, "draft")
    assert copied.supersedes is None
    drafts = Relation.objects.filter(status="draft").values_list("from_claim", "kind", "to_claim", "to_evidence")
    assert sorted(drafts, key=str) == sorted(
        [
            (other.pk, "undercuts", None, copied.pk),
            (revised.pk, "supports", other.pk, None),
            (other.pk, "contradicts", revised.pk, None),
        ],
        key=str,
    )
    assert Relation.objects.get(pk=challenge.pk).status == "accepted"


def test_what_does_not_stand_is_not_copied(debate, other, curator, editor):
    relation = propose_relation(by=curator, from_claim=other, kind="contradicts", to_claim=debate.published, reason="Not both.")
    accepted(relation, curator, editor)
    retract(other, by=editor, comment="Misread.")
    for stance in ("disputes", "context"):
        waiting = propose_evidence(by=curator, claim=debate.published, passage=debate.public, **LINK | {"stance": stance})
    submit(waiting, by=curator)
    reject(waiting, by=editor, comment="No bearing.")

    revised = revise(debate.published, by=curator)

    assert [(link.passage, link.stance) for link in revised.evidence.all()] == [(debate.public, "supports")]
    assert not Relation.objects.filter(to_claim=revised).exists()


def test_topics_go_along(db, debate, curator, editor):
    topic = TopicFactory()
    claim = propose_claim(by=curator, type="event", statement="It closed.", attributes={"what": "closing"}, topics=[topic])
    copied = debate.accepted
    revise(copied, by=curator)
    assert list(ClaimTopic.objects.filter(claim=claim).values_list("topic", flat=True)) == [topic.pk]
    ground(claim, debate, curator, editor)

    revised = revise(claim, by=curator)

    assert [link.topic for link in revised.topic_links.all()] == [topic]


def ground(claim: Claim, debate: Debate, curator, editor) -> None:
    with recorded(by=curator):
        evidence = Evidence.objects.create(
            claim=claim, passage=debate.public, stance="supports", voice="asserts", basis="uncited", strength="weak", reason="So it says."
        )
    for record in (evidence, claim):
        accepted(record, curator, editor)


def test_the_approval_of_a_revision_supersedes_what_it_revises_and_says_so(debate, curator, editor):
    revised = revise(debate.published, by=curator)
    accepted(revised.evidence.get(), curator, editor)

    accepted(revised, curator, editor)

    old = Claim.objects.get(pk=debate.published.pk)
    assert (old.status, revised.status) == ("superseded", "published")
    act = Review.objects.get(claim=old, action="supersede")
    assert (act.by, act.comment) == (editor, f"Superseded by {revised.public_id}.")
    assert Change.objects.of(old).last().reason == act.comment
    assert Change.objects.of(revised).last().reason == ""
    assert Claim.objects.public().filter(pk=old.pk).exists()


def test_evidence_and_relations_are_revised_too(debate, other, curator, editor):
    relation = propose_relation(by=curator, from_claim=other, kind="contradicts", to_claim=debate.published, reason="Not both.")
    accepted(relation, curator, editor)

    for record in (debate.accepted, relation):
        revised = revise(record, by=curator)
        with recorded(by=curator):
            revised.reason = "Said better."
            revised.save()
        accepted(revised, curator, editor)

        record.refresh_from_db()
        assert (record.status, revised.status, revised.supersedes) == ("superseded", "accepted", record)
    assert Claim.objects.unsupported().count() == 0


def test_one_revision_at_a_time(debate, curator, editor):
    first = revise(debate.published, by=curator)

    with pytest.raises(WrongStateError, match="It is being revised already"):
        revise(debate.published, by=editor)

    submit(first, by=curator)
    reject(first, by=editor, comment="No gain.")
    assert revise(debate.published, by=editor).supersedes == debate.published


def test_only_what_is_published_is_revised_and_only_as_it_was_seen(debate, curator, editor):
    with pytest.raises(WrongStateError, match="This is draft; to revise it must be published"):
        revise(debate.draft, by=curator)
    with pytest.raises(StaleRevisionError, match="it is 3 now"):
        revise(debate.published, by=curator, revision=2)


def test_a_revision_of_what_was_taken_back_meanwhile_is_not_submitted(debate, curator, editor):
    revised = revise(debate.published, by=curator)
    retract(debate.published, by=editor, comment="Misread.")

    with pytest.raises(ValidationError, match="is retracted: only what is published can be revised"):
        submit(revised, by=curator)


def test_the_chain_of_versions_is_read_from_any_of_them(debate, curator, editor):
    versions = [debate.published]
    for _ in range(2):
        versions.append(revise(versions[-1], by=curator))
        accepted(versions[-1].evidence.get(), curator, editor)
        accepted(versions[-1], curator, editor)
    draft = revise(versions[-1], by=curator)

    assert [chain(version) for version in versions] == [versions] * 3
    assert chain(draft) == [*versions, draft]
