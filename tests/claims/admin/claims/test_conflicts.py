"""Two who edit the same draft: its topics and the fields of its type, and a draft that was decided on meanwhile."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.services.edit_draft import edit_draft
from claims.services.propose import propose_claim
from claims.services.review import reject, submit
from tests.factories.claims import RelationFactory, TopicFactory
from tests.history.admin.conflicts import chosen, shown
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(curator) -> Claim:
    topics = [TopicFactory(slug=slug) for slug in ("tides", "gates")]
    return propose_claim(
        by=curator, type="causal", statement="Ebb shuts gates.", attributes={"cause": "ebb", "effect": "shutting"}, topics=topics[:1]
    )


@pytest.fixture
def address(claim) -> str:
    return page("claims_claim", "change", claim.pk)


def test_topics_and_attributes_are_kept_from_both(client, curator, editor, claim, address):
    client.force_login(curator)
    opened = client.get(address)
    tides, gates = claim.topics.model.objects.order_by("-slug")
    edit_draft(claim, by=editor, changes={"attributes": {"cause": {"unknown": True}, "effect": "shutting"}}, topics=[tides, gates])

    answer = client.post(address, filled(opened, statement="The ebb shuts gates.", attribute_effect="closing"))

    assert shown(answer) == [
        ("Statement", "Ebb shuts gates.", "Ebb shuts gates.", "The ebb shuts gates.", "mine"),
        ("Topics", "tides", "tides, gates", "tides", "theirs"),
        ("Cause", "Cause: ebb", "Cause: is it known? unknown: “an unknown cause”", "Cause: ebb", "theirs"),
        ("Effect", "Effect: shutting", "Effect: shutting", "Effect: closing", "mine"),
    ]
    assert client.post(address, chosen(answer)).status_code == 302
    claim.refresh_from_db()
    assert (claim.statement, claim.attributes) == ("The ebb shuts gates.", {"cause": {"unknown": True}, "effect": "closing"})
    assert sorted(claim.topics.values_list("slug", flat=True)) == ["gates", "tides"]


def test_a_topic_alone_makes_a_page_stale(client, curator, editor, claim, address):
    client.force_login(curator)
    opened = client.get(address)
    edit_draft(claim, by=editor, changes={}, topics=[])

    answer = client.post(address, filled(opened))

    assert shown(answer) == [("Topics", "tides", "–", "tides", "theirs")]


@pytest.mark.parametrize("pick", ["mine", "theirs"])
def test_another_kind_of_claim_is_chosen_with_all_its_attributes(client, curator, editor, claim, address, pick):
    client.force_login(curator)
    opened = client.get(address)
    edit_draft(claim, by=editor, changes={"type": "event", "attributes": {"what": "a shutting"}})

    answer = client.post(address, filled(opened, attribute_cause="the ebb"))

    ((label, was, now, mine, kept),) = shown(answer)
    assert (label, was.splitlines()[:2], now.splitlines()[:2], mine.splitlines()[:2], kept) == (
        "Type",
        ["Type: causal", "Cause: ebb"],
        ["Type: event", "What: a shutting"],
        ["Type: causal", "Cause: the ebb"],
        "must choose",
    )
    assert client.post(address, chosen(answer, type=pick)).status_code == 302
    claim.refresh_from_db()
    assert (claim.type, claim.attributes) == {
        "mine": ("causal", {"cause": "the ebb", "effect": "shutting"}),
        "theirs": ("event", {"what": "a shutting"}),
    }[pick]


def test_a_draft_that_was_rejected_meanwhile_gives_back_what_was_typed(client, curator, editor, claim, address):
    client.force_login(curator)
    opened = client.get(address)
    submit(claim, by=curator)
    reject(claim, by=editor, comment="Nobody saw it.")

    answer = client.post(address, filled(opened, statement="The ebb shuts gates."))

    said = answer.content.decode()
    assert (answer.status_code, "The ebb shuts gates." in said, "Save what is chosen" in said) == (409, True, False)
    assert answer.context["why_closed"] == "It is rejected now. It was refused for good and never changes. The comment says why."


def test_a_relation_that_both_changed_asks_which_reason_is_right(client, curator, editor):
    client.force_login(curator)
    relation = RelationFactory(reason="Both speak of gates.")
    address = page("claims_relation", "change", relation.pk)
    opened = client.get(address)
    edit_draft(relation, by=editor, changes={"reason": "Both speak of tides."})

    answer = client.post(address, filled(opened, reason="Both speak of dawn."))

    assert shown(answer) == [("Reason", "Both speak of gates.", "Both speak of tides.", "Both speak of dawn.", "must choose")]
    assert client.post(address, chosen(answer, reason="mine")).status_code == 302
    relation.refresh_from_db()
    assert relation.reason == "Both speak of dawn."
