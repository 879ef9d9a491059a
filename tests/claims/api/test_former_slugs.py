"""Whoever kept the address of a topic finds it under its new one; filters, bundles and bodies understand the old name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.bundles.selection import Asked, select
from claims.exchange.outgoing.choice import Choice, choose
from claims.models import Topic
from claims.services.write_topic import Label, write_topic
from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimTopicFactory

URL = "http://testserver/api/v1/"


@pytest.fixture
def renamed(debate, curator) -> Topic:
    topic = write_topic(Topic(), by=curator, changes={"slug": "gate"}, labels=[Label("en", "gate")])
    ClaimTopicFactory(claim=debate.published, topic=topic)
    ClaimTopicFactory(claim=debate.draft, topic=topic)
    return write_topic(topic, by=curator, changes={"slug": "gates"})


def test_the_old_address_leads_to_the_new_one_with_its_query(renamed, api):
    answers = [api.get("/api/v1/topics/gate/"), api.head("/api/v1/topics/gate/"), api.get("/api/v1/topics/gate/history/?limit=5")]

    assert [(one.status_code, one["Location"]) for one in answers] == [
        (301, f"{URL}topics/gates/"),
        (301, f"{URL}topics/gates/"),
        (301, f"{URL}topics/gates/history/?limit=5"),
    ]
    assert api.get(answers[0]["Location"]).json()["slug"] == "gates"


def test_what_is_sent_to_the_old_address_is_led_on_as_it_is(renamed, curator):
    answer = signed_in(curator).patch("/api/v1/topics/gate/", {"slug": "x"}, format="json", headers={"If-Match": '"1"'})

    assert (answer.status_code, answer["Location"], answer["Content-Type"]) == (308, f"{URL}topics/gates/", "application/problem+json")


def test_at_a_past_moment_it_has_the_name_of_then(renamed, api, debate):
    now = timezone.now().isoformat().replace("+00:00", "Z")

    assert api.get(f"/api/v1/topics/gate/?as_of={now}").status_code == 301
    assert api.get(f"/api/v1/topics/gates/?as_of={now}").json()["slug"] == "gates"


@pytest.mark.parametrize("resource", ["claims", "evidence", "relations", "excerpts", "documents"])
def test_filters_understand_the_old_name(renamed, api, resource):
    lists = [api.get(f"/api/v1/{resource}/?topic={name}&count=true").json() for name in ("gate", "gates", "nothing")]

    assert lists[0]["results"] == lists[1]["results"]
    assert (lists[0]["count"], lists[2]["count"]) == (0 if resource == "relations" else 1, 0)


def test_bundles_and_exports_understand_it_too(renamed, debate, curator):
    assert list(select(Asked(topics=["gate"])).claims) == [debate.published]
    assert set(choose(Choice(topics=["gate", "gates"]), curator).claims) == {debate.published, debate.draft}


def test_a_body_may_name_it_by_any_of_its_names(renamed, curator):
    body = {"type": "event", "statement": "It ebbed.", "attributes": {"what": "ebb"}, "topics": ["gate", "gates", renamed.public_id]}

    answer = signed_in(curator).post("/api/v1/claims/", body, format="json")

    assert (answer.status_code, answer.json()["topics"]) == (201, ["gates"])


def test_an_old_name_is_refused_at_its_field_for_another_topic(renamed, curator):
    answer = signed_in(curator).post("/api/v1/topics/", {"slug": "gate"}, format="json")

    said = "This was a slug of the topic that is now gates: it leads there and is not given again."
    assert (answer.status_code, answer.json()["errors"]) == (422, [{"field": "slug", "message": said}])


def test_the_story_tells_of_it_to_strangers_too(renamed, api):
    told = api.get("/api/v1/topics/gates/history/").json()["results"]

    assert ("former slug", "gate") in {(one["record"]["kind"], change["after"]) for one in told for change in one["changes"]}
