from __future__ import annotations

import pytest

from claims.services.review import reject, submit
from tests.debate import reviewed_claim
from tests.factories.claims import ClaimTopicFactory, EvidenceFactory, TopicFactory, TopicLabelFactory
from tests.factories.sources import ContributionFactory, PassageFactory

URL = "/api/v1/claims/"


def test_a_claim_shows_what_it_stands_on(debate, api):
    claim = api.get(f"{URL}gate-closed-early/").json()

    (evidence,) = claim["evidence"]
    assert {name: claim[name] for name in ("id", "type", "statement", "attributes", "status", "created_by", "origin")} == {
        "id": "gate-closed-early",
        "type": "event",
        "statement": "The gate closed early.",
        "attributes": {"what": "The gate closed early."},
        "status": "published",
        "created_by": "carla",
        "origin": "human",
    }
    assert {name: evidence[name] for name in ("id", "stance", "voice", "basis", "strength", "reason", "status")} == {
        "id": "gate-closed-early-evidence",
        "stance": "supports",
        "voice": "asserts",
        "basis": "uncited",
        "strength": "strong",
        "reason": "It says so.",
        "status": "accepted",
    }
    assert evidence["excerpt"]["text"] == "The harbour gate closed at dawn."
    assert evidence["excerpt"]["citation"]["in_text"] == "(Tarrowby, 2019, p. 4)"
    assert api.get(evidence["url"]).json() == evidence


def test_strangers_see_published_claims_only(debate, api, curator, editor):
    submit(debate.draft, by=curator)
    reject(debate.draft, by=editor, comment="No.")

    assert [claim["id"] for claim in api.get(URL).json()["results"]] == ["gate-closed-early"]
    assert api.get(f"{URL}gate-opened-late/").status_code == 404
    assert api.get(f"{URL}?count=true&status=rejected").json()["count"] == 0
    assert api.get("/api/v1/evidence/?count=true").json()["count"] == 1


def test_curators_see_drafts(debate, api, curator):
    api.force_authenticate(curator)

    assert [claim["id"] for claim in api.get(f"{URL}?status=draft").json()["results"]] == ["gate-opened-late"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"type": "event"}, 1),
        ({"type": "causal"}, 0),
        ({"stance": "supports"}, 1),
        ({"stance": "disputes"}, 0),
        ({"voice": "asserts"}, 1),
        ({"document": "tarrowby2019holding"}, 1),
        ({"document": "none"}, 0),
        ({"search": "closed early"}, 1),
        ({"search": "closed late"}, 0),
        ({"topic": "gates"}, 1),
        ({"topic": "tides"}, 0),
    ],
)
def test_filters(debate, api, filters, found):
    ClaimTopicFactory(claim=debate.published, topic=TopicFactory(slug="gates"))

    assert len(api.get(URL, filters).json()["results"]) == found


def test_one_and_the_same_evidence_answers_all_that_is_asked_of_it(debate, api, curator):
    doubt = EvidenceFactory(claim=debate.published, stance="disputes", voice="inferred")
    api.force_authenticate(curator)

    def found(**filters):
        return [claim["id"] for claim in api.get(URL, filters).json()["results"]]

    assert found(stance="disputes", voice="inferred") == ["gate-closed-early"]
    assert found(stance="disputes", document=doubt.passage.document.citation_key) == ["gate-closed-early"]
    assert found(stance="disputes", document="tarrowby2019holding") == []
    assert found(stance="supports", voice="inferred") == []


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(db, api, curator, editor, django_assert_num_queries, count):
    for n in range(count):
        passage = PassageFactory()
        ContributionFactory(document=passage.document)
        reviewed_claim(passage, curator, editor, f"Number {n}.", f"number-{n}")
    api.get(URL)

    # claims, topics, evidence, relations, challenges, successors; then the ten of a page of excerpts; retractions
    with django_assert_num_queries(17):
        assert len(api.get(URL).json()["results"]) == count


def test_topics_have_labels_in_several_languages(db, api):
    topic = TopicFactory(slug="burden-sharing")
    TopicLabelFactory(topic=topic, language="en", label="burden-sharing")
    TopicLabelFactory(topic=topic, language="ja", label="負担分担")

    (shown,) = api.get("/api/v1/topics/?search=負担").json()["results"]

    assert shown["labels"] == [
        {"language": "en", "kind": "preferred", "label": "burden-sharing"},
        {"language": "ja", "kind": "preferred", "label": "負担分担"},
    ]
