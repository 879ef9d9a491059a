from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from claims.models import Review
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import StaleRevisionError, WrongStateError, approve, reject, request_changes, retract, submit, withdraw
from history.models import Change
from tests.debate import LINK
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(curator):
    return propose_claim(by=curator, type="event", statement="The gate closed.", attributes={"what": "closing"})


@pytest.fixture
def evidence(claim, curator):
    return propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)


def states(record) -> list[tuple[str, str]]:
    (link,) = ({"claim": "claim", "evidence": "evidence", "relation": "relation"}[record._meta.model_name],)
    return list(Review.objects.filter(**{link: record}).values_list("action", "by__username"))


def test_what_was_deleted_meanwhile_is_not_submitted(claim, curator):
    type(claim).objects.filter(pk=claim.pk).delete()

    with pytest.raises(WrongStateError, match=r"This draft was deleted meanwhile\."):
        submit(claim, by=curator)


def test_the_way_to_publication(claim, evidence, curator, editor):
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    submit(claim, by=curator)
    approve(claim, by=editor, comment="Sound.")

    assert (claim.status, evidence.status) == ("published", "accepted")
    assert states(claim) == [("submit", "carla"), ("approve", "edith")]
    assert Change.objects.of(claim).last().reason == "Sound."


def test_evidence_may_be_accepted_after_its_claim_was_submitted_but_not_after_approval(claim, evidence, curator, editor):
    submit(claim, by=curator)
    with pytest.raises(ValidationError, match="law 2"):
        approve(claim, by=editor)
    assert (claim.status, states(claim)) == ("in_review", [("submit", "carla")])

    submit(evidence, by=curator)
    approve(evidence, by=editor)
    approve(claim, by=editor)

    assert claim.status == "published"


def test_a_curator_decides_nothing(evidence, curator, editor):
    submit(evidence, by=editor)

    for decide in (approve, reject, request_changes):
        with pytest.raises(PermissionDenied, match="carla may not decide on what others submitted: ask an editor"):
            decide(evidence, by=curator, comment="x")


def test_an_editor_does_not_approve_what_is_their_own(editor):
    claim = propose_claim(by=editor, type="event", statement="Mine.", attributes={"what": "mine"})
    evidence = propose_evidence(by=editor, claim=claim, passage=PassageFactory(), **LINK)
    submit(evidence, by=editor)

    with pytest.raises(ValidationError, match="ask a second person"):
        approve(evidence, by=editor)

    assert states(evidence) == [("submit", "edith")]


@pytest.mark.parametrize("act", [approve, reject, request_changes, withdraw, retract])
def test_an_act_in_the_wrong_state_says_which_it_is(evidence, editor, act):
    with pytest.raises(WrongStateError, match=r"This is draft; to .* it must be "):
        act(evidence, by=editor, comment="x")


def test_nobody_approves_a_revision_they_have_not_seen(evidence, curator, editor):
    submit(evidence, by=curator)
    seen = evidence.revision
    withdraw(evidence, by=curator)
    evidence.reason = "Another reason."
    evidence.save()
    submit(evidence, by=curator)

    with pytest.raises(StaleRevisionError, match=f"You saw revision {seen}; it is {evidence.revision} now"):
        approve(evidence, by=editor, revision=seen)


@pytest.mark.parametrize("act", [reject, request_changes])
def test_a_refusal_needs_a_reason(evidence, curator, editor, act):
    submit(evidence, by=curator)

    with pytest.raises(ValidationError, match="Say why"):
        act(evidence, by=editor, comment="")

    assert evidence.status == "in_review"


def test_changes_asked_for_return_the_record_to_its_author(evidence, curator, editor):
    submit(evidence, by=curator)
    request_changes(evidence, by=editor, comment="Say why the gauge can be trusted.")
    evidence.reason = "The gauge was calibrated."
    evidence.save()
    submit(evidence, by=curator)
    approve(evidence, by=editor)

    assert evidence.status == "accepted"


def test_a_retraction_leaves_the_record_readable(claim, evidence, curator, editor):
    for record in (evidence, claim):
        submit(record, by=curator)
        approve(record, by=editor)

    retract(claim, by=editor, comment="The gauge was broken.")

    assert claim.status == "retracted"
    assert type(claim).objects.public().get() == claim


def test_relations_are_reviewed_too(claim, curator, editor):
    other = propose_claim(by=curator, type="event", statement="It opened.", attributes={"what": "opening"})
    relation = propose_relation(by=curator, from_claim=claim, to_claim=other, kind="contradicts", reason="Not both.")
    submit(relation, by=curator)
    approve(relation, by=editor)

    assert relation.status == "accepted"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"type": "event", "statement": "x", "attributes": {}}, "needs the attribute what"),
        ({"type": "event", "statement": "x", "attributes": {"what": "y", "when": "yesterday"}}, "when"),
        ({"type": "event", "statement": "x", "attributes": {"what": " "}}, "what: write something"),
        ({"type": "quantitative", "statement": "x", "attributes": {"measure": "m", "value": "many"}}, "value"),
        ({"type": "causal", "statement": "x", "attributes": {"cause": "c", "effect": "e", "polarity": "maybe"}}, "polarity"),
        ({"type": "causal", "statement": "", "attributes": {"cause": "c", "effect": "e"}}, "This field cannot be blank"),
        ({"type": "nonsense", "statement": "x", "attributes": {}}, "is not a valid choice"),
    ],
)
def test_a_claim_that_does_not_fit_its_type_is_refused_in_words(curator, fields, says):
    with pytest.raises(ValidationError, match=says):
        propose_claim(by=curator, **fields)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"voice": "reports"}, "Reported words have somebody who says so"),
        ({"voice": "asserts", "holder_as_named": "critics"}, "Other evidence names none"),
        ({"reason": ""}, "This field cannot be blank"),
        ({"stance": "nonsense"}, "is not a valid choice"),
    ],
)
def test_evidence_that_does_not_fit_is_refused_in_words(claim, curator, fields, says):
    with pytest.raises(ValidationError, match=says):
        propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **(LINK | fields))
