"""An older state comes back over HTTP, as a new change of the state that the writer has seen."""

from __future__ import annotations

import pytest

from claims.models import Claim, Topic
from claims.services.edit_draft import edit_draft
from claims.services.write_topic import Label, write_topic
from history.models import Change
from tests.claims.api.writers import signed_in
from tests.factories.claims import RelationFactory, TopicFactory

DRAFT = "/api/v1/claims/gate-opened-late/"
BODY = {"revision": 1, "reason": "the edit read another page"}


def restore(writing, address: str, body: object = BODY, tag: str | None = None):
    return writing.post(f"{address}restore/", body, format="json", headers={"If-Match": tag or writing.get(address)["ETag"]})


def test_a_draft_says_again_what_it_said(debate, curator):
    before = debate.draft.statement
    edit_draft(debate.draft, by=curator, changes={"statement": "The gate never opened."}, topics=[TopicFactory()])
    writing = signed_in(curator)

    answer = restore(writing, DRAFT)

    assert (answer.status_code, answer.json()["statement"], answer.json()["topics"], answer.json()["revision"]) == (200, before, [], 3)
    assert answer["ETag"] == writing.get(DRAFT)["ETag"]
    change = Change.objects.of(debate.draft).last()
    assert (change.user, change.reason) == ("carla", "Restores revision 1: the edit read another page")


def test_a_topic_gets_its_names_back(curator):
    topic = write_topic(Topic(), by=curator, changes={"slug": "tides"}, labels=[Label("en", "ebb")])
    write_topic(topic, by=curator, changes={"slug": "tides-of-halver"}, labels=[Label("en", "flow")])

    answer = restore(signed_in(curator), "/api/v1/topics/tides-of-halver/")

    assert (answer.status_code, answer.json()["slug"], [one["label"] for one in answer.json()["labels"]]) == (200, "tides", ["ebb"])


def test_relations_and_evidence_say_again_why(debate, curator):
    relation = RelationFactory(reason="Both speak of gates.")
    evidence = debate.draft.evidence.get()
    reason = evidence.reason
    for record in (relation, evidence):
        edit_draft(record, by=curator, changes={"reason": "For another reason."})

    answers = [
        restore(signed_in(curator), f"/api/v1/{kind}/{one.public_id}/") for kind, one in (("relations", relation), ("evidence", evidence))
    ]

    assert [(answer.status_code, answer.json()["reason"]) for answer in answers] == [(200, "Both speak of gates."), (200, reason)]


def test_the_words_of_what_was_decided_on_do_not_come_back(debate, curator):
    answer = restore(signed_in(curator), f"/api/v1/claims/{debate.published.public_id}/")

    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This is published: its words never change, so no older ones come back. If it stands, revise it.",
    )


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"revision": 7, "reason": "x"}, 422, "revision"),
        ({"revision": 1, "reason": "x"}, 422, "there is nothing to restore"),
        ({"revision": 1, "reason": " "}, 400, "reason"),
        ({"revision": 0, "reason": "x"}, 400, "revision"),
        ({"revision": "first", "reason": "x"}, 400, "revision"),
        ({"reason": "x"}, 400, "revision"),
        ({"revision": 1, "reason": "x", "statement": "x"}, 400, "statement"),
    ],
)
def test_what_cannot_come_back_is_said_at_its_field(debate, curator, body, status, said):
    answer = restore(signed_in(curator), DRAFT, body)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert said in str(answer.json())
    assert Claim.objects.get(pk=debate.draft.pk).revision == 1


def test_a_state_that_was_not_seen_is_not_written_over(debate, curator, editor):
    writing = signed_in(curator)
    tag = writing.get(DRAFT)["ETag"]
    edit_draft(debate.draft, by=editor, changes={"statement": "The gate never opened."})

    stale = restore(writing, DRAFT, tag=tag)
    unconditional = writing.post(f"{DRAFT}restore/", BODY, format="json")

    assert (stale.status_code, unconditional.status_code) == (412, 428)
    assert Claim.objects.get(pk=debate.draft.pk).statement == "The gate never opened."


def test_strangers_restore_nothing(debate, api):
    assert api.post(f"{DRAFT}restore/", BODY, format="json", headers={"If-Match": '"1"'}).status_code == 401
