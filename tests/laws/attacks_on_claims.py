"""Attacks on claims, evidence, relations and topics: ground, two persons, imports, machines, standing."""

from __future__ import annotations

from typing import Any

from claims.models import FormerSlug
from claims.services.review import retract, submit
from tests.factories.claims import ClaimFactory, ClaimTopicFactory, EvidenceFactory, RelationFactory, TopicFactory
from tests.laws.attacking import Scene, Steps, attack
from tests.laws.interested import leave

EVENT: dict[str, Any] = {"type": "event", "attributes": {"what": "closing"}}


# Ground, and what is kept.


@attack(
    "claims_claim",
    "law_ground",
    refused="law 2: claim .* has no accepted evidence",
    seen="law 2: claim .* was published without accepted evidence",
)
def a_claim_is_published_on_what_was_taken_back_since_it_was_approved(s: Scene) -> Steps:
    evidence = s.accepted(s.prove(s.draft, s.bare))
    submit(s.draft, by=s.cyril)
    s.review(s.draft, "approve", "edith")
    retract(evidence, by=s.edgar, comment="Misread.")
    yield
    s.act("edith")
    s.run("UPDATE claims_claim SET status = 'published' WHERE id = %s", s.draft.pk)


@attack(
    "claims_review",
    "law_review_ground",
    refused="law 2: claim .* has no accepted evidence",
    seen="law 2: claim .* was approved before it had accepted evidence",
)
def a_claim_is_approved_on_nothing(s: Scene) -> Steps:
    submit(s.draft, by=s.cyril)
    yield
    s.review(s.draft, "approve", "edith")


@attack(
    "claims_claim",
    "law_keep",
    refused="law 1: claims_claim .* is kept",
    foreign_keys=True,
    seen="law 1: claims_claim .* was deleted: it may be cited",
)
def a_published_claim_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_claim WHERE id = %s", s.claim.pk)


@attack(
    "claims_evidence",
    "law_keep",
    refused="law 1: claims_evidence .* is kept",
    foreign_keys=True,
    seen="law 1: claims_evidence .* was deleted: it may be cited",
)
def accepted_evidence_is_deleted(s: Scene) -> Steps:
    yield
    s.run("DELETE FROM claims_evidence WHERE id = %s", s.evidence.pk)


@attack(
    "claims_relation",
    "law_keep",
    refused="law 1: claims_relation .* is kept",
    foreign_keys=True,
    seen="law 1: claims_relation .* was deleted: it may be cited",
)
def an_accepted_relation_is_deleted(s: Scene) -> Steps:
    relation = s.accepted(s.relate(s.claim, "contradicts", s.draft))
    yield
    s.run("DELETE FROM claims_relation WHERE id = %s", relation.pk)


@attack(
    "claims_topic",
    "law_keep",
    refused="law 1: claims_topic .* is kept",
    foreign_keys=True,
    unseen="what is deleted is in the history; what referred to it, the foreign keys hold",
)
def a_topic_in_use_is_deleted(s: Scene) -> Steps:
    topic = TopicFactory()
    ClaimTopicFactory(claim=s.draft, topic=topic)
    yield
    s.run("DELETE FROM claims_topic WHERE id = %s", topic.pk)


@attack("claims_topic", "law_slug_kept", seen="law 5: the former slug .* leads nowhere")
def a_topic_is_renamed(s: Scene) -> Steps:
    topic = TopicFactory()
    yield
    s.run("UPDATE claims_topic SET slug = 'renamed' WHERE id = %s", topic.pk)
    yield not FormerSlug.objects.filter(topic=topic).exists()


@attack("claims_topic", "law_slug_free", refused="is not given again", seen="law 5: the slug .* was another topic's")
def a_former_slug_is_given_again(s: Scene) -> Steps:
    topic = TopicFactory(slug="once")
    s.run("UPDATE claims_topic SET slug = 'now' WHERE id = %s", topic.pk)
    yield
    s.run("UPDATE claims_topic SET slug = 'once' WHERE id = %s", TopicFactory().pk)


@attack(
    "claims_formerslug", "law_append_only", refused="delete on claims_formerslug is refused", seen="law 1: claims_formerslug .* was deleted"
)
def a_former_slug_is_forgotten(s: Scene) -> Steps:
    s.run("UPDATE claims_topic SET slug = 'now' WHERE id = %s", TopicFactory().pk)
    yield
    s.run("DELETE FROM claims_formerslug")


# Two persons.


@attack("claims_claim", "law_proposed", refused="begins as a draft", seen="law 3: claim .* did not begin as a draft")
def a_claim_is_born_published(s: Scene) -> Steps:
    yield
    ClaimFactory(**EVENT, status="published")


@attack("claims_evidence", "law_proposed", refused="begins as a draft", seen="law 3: evidence .* did not begin as a draft")
def evidence_is_born_accepted(s: Scene) -> Steps:
    yield
    EvidenceFactory(claim=s.draft, passage=s.bare, status="accepted")


@attack("claims_relation", "law_proposed", refused="begins as a draft", seen="law 3: relation .* did not begin as a draft")
def a_relation_is_born_accepted(s: Scene) -> Steps:
    yield
    RelationFactory(from_claim=s.claim, to_claim=s.draft, status="accepted")


@attack(
    "claims_claim",
    "law_reviewed",
    refused="law 3: claims_claim .* goes from draft to rejected only by a review",
    seen="law 3: claim .* went from draft to rejected without a review",
)
def a_claim_is_rejected_by_no_review(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_claim SET status = 'rejected' WHERE id = %s", s.draft.pk)


@attack(
    "claims_claim",
    "law_reviewed",
    refused="they never change, revise it instead",
    seen="law 3: the words of claim .* were changed when it was published",
)
def the_words_of_a_published_claim_are_changed(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_claim SET statement = 'The gate closed on time.' WHERE id = %s", s.claim.pk)


@attack(
    "claims_claim",
    "law_reviewed",
    refused="law 9: who proposed .* never changes",
    seen="law 9: created_by_id of claims_claim .* was changed",
)
def a_claim_is_given_to_another(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_claim SET created_by_id = %s WHERE id = %s", s.edith.pk, s.draft.pk)


@attack(
    "claims_evidence",
    "law_reviewed",
    refused="goes from in_review to rejected only by a review",
    seen="law 3: evidence .* went from in_review to rejected without a review",
)
def evidence_is_rejected_by_no_review(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_evidence SET status = 'rejected' WHERE id = %s", s.waits.pk)


@attack("claims_evidence", "law_reviewed", seen="law 3: evidence .* was edited and stayed in_review")
def evidence_is_edited_under_review(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_evidence SET stance = 'disputes' WHERE id = %s", s.waits.pk)
    yield s.state(s.waits) == "in_review"


@attack(
    "claims_relation",
    "law_reviewed",
    refused="goes from draft to accepted only by a review",
    seen="law 3: relation .* went from draft to accepted without a review",
)
def a_relation_is_accepted_by_no_review(s: Scene) -> Steps:
    relation = s.relate(s.claim, "contradicts", s.draft)
    yield
    s.run("UPDATE claims_relation SET status = 'accepted' WHERE id = %s", relation.pk)


@attack(
    "claims_review",
    "law_review",
    refused="ask a second person",
    seen="law 3: evidence .* was approved by who made it",
    also=("law_review_decider",),
)
def one_person_approves_alone(s: Scene) -> Steps:
    yield
    s.review(s.waits, "approve", "cyril")


@attack(
    "claims_review",
    "law_review",
    refused="law 6: claims_evidence .* is at revision",
    seen="law 6: claims_evidence .*: approve is of a revision that was draft",
)
def an_older_revision_is_approved(s: Scene) -> Steps:
    yield
    s.review(s.waits, "approve", "edith", revision=1)


@attack(
    "claims_review",
    "law_review",
    refused="law 9: a machine decides nothing",
    seen="law 9: a machine decided .reject. on claims_evidence",
    also=("law_review_decider",),
)
def a_machine_rejects(s: Scene) -> Steps:
    yield
    s.review(s.waits, "reject", "robot")


@attack(
    "claims_review",
    "law_review_decider",
    refused="law 3: only an editor decides",
    seen="law 3: reject of evidence .* was the decision of no editor",
)
def a_curator_rejects(s: Scene) -> Steps:
    yield
    s.review(s.waits, "reject", "carla")


@attack(
    "claims_review",
    "law_review_decider",
    refused="law 3: an account that is not active decides nothing",
    seen="law 3: reject of evidence .* was the decision of an account that was not active",
)
def who_left_rejects(s: Scene) -> Steps:
    leave(s.edgar)
    yield
    s.review(s.waits, "reject", "edgar")


@attack("claims_review", "law_append_only", refused="update on claims_review is refused", seen="law 3: .* was approved by who made it")
def a_review_is_written_over(s: Scene) -> Steps:
    yield
    s.run("UPDATE claims_review SET by_id = %s WHERE action = 'approve'", s.carla.pk)


@attack(
    "claims_review",
    "law_truncate",
    refused="truncate on claims_review is refused",
    seen="law 3: claim .* went from draft to in_review without a review",
)
def all_reviews_are_emptied(s: Scene) -> Steps:
    yield
    s.run("TRUNCATE claims_review")


@attack(
    "claims_claim",
    "law_taken_back",
    refused="law 3: claims_claim .* goes from in_review to draft only by a review",
    seen="law 3: claim .* went from in_review to draft without a review",
)
def a_trigger_of_ones_own_takes_a_claim_out_of_review(s: Scene) -> Steps:
    submit(s.draft, by=s.cyril)
    yield
    s.act("carla")
    s.run("CREATE TEMP TABLE lever (id int)")
    s.run(
        "CREATE FUNCTION pg_temp.pull() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN UPDATE public.claims_claim SET status = 'draft' WHERE id = {s.draft.pk}; RETURN NEW; END $$"
    )
    s.run("CREATE TRIGGER pull BEFORE INSERT ON lever FOR EACH ROW EXECUTE FUNCTION pg_temp.pull()")
    s.run("INSERT INTO lever VALUES (1)")


@attack("claims_claimtopic", "law_topics", unseen="topics are no words of a claim, and history says when which was chosen")
def a_claim_under_review_gets_a_topic(s: Scene) -> Steps:
    submit(s.draft, by=s.cyril)
    topic = TopicFactory()
    yield
    ClaimTopicFactory(claim=s.draft, topic=topic)
    yield s.state(s.draft) == "in_review"


_TWICE = "a fact told twice breaks none of the ten laws"


@attack("claims_evidence", "law_known", refused="this is known already", unseen=_TWICE)
def a_revision_says_what_other_evidence_says_already(s: Scene) -> Steps:
    other = s.accepted(s.prove(s.claim, s.bare))
    yield
    EvidenceFactory(claim=s.claim, passage=s.ground, supersedes=other)


@attack("claims_relation", "law_known", refused="this is known already", unseen=_TWICE)
def a_revision_says_what_another_relation_says_already(s: Scene) -> Steps:
    s.accepted(s.relate(s.claim, "supports", s.draft))
    other = s.accepted(s.relate(s.claim, "contradicts", s.draft))
    yield
    RelationFactory(from_claim=s.claim, to_claim=s.draft, kind="supports", supersedes=other)
