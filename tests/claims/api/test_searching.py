from __future__ import annotations

import pytest
from django.db import Error, connection

from claims.models import Claim
from claims.services.propose import propose_claim
from history.services import recorded
from tests.claims.api.writers import signed_in
from tests.debate import reviewed_claim
from tests.factories.claims import ClaimTopicFactory, RelationFactory, TopicFactory
from tests.factories.sources import AuthorFactory, PassageFactory

pytestmark = pytest.mark.django_db
CLAIMS = "/api/v1/claims/"


def found(client, address: str, **filters: str) -> list[str]:
    answer = client.get(address, filters)
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("closing gates", ["gate-closed-early"]),
        ('"closed early"', ["gate-closed-early"]),
        ('"early closed"', []),
        ("gate -early", []),
        ("tide OR early", ["gate-closed-early"]),
        ("opened", []),
    ],
)
def test_words_are_stemmed_and_drafts_stay_out_of_a_strangers_sight(debate, api, words, expected):
    assert found(api, CLAIMS, search=words) == expected


def test_attributes_count_less_than_the_statement_and_a_change_is_found_at_once(curator):
    client = signed_in(curator)
    for name, statement, effect in (("in-effect", "It floods.", "a wet quay"), ("in-words", "The quay is flooded.", "harm")):
        propose_claim(by=curator, public_id=name, type="causal", statement=statement, attributes={"cause": "rain", "effect": effect})

    assert found(client, CLAIMS, search="quays") == ["in-words", "in-effect"]
    with recorded(by=curator):
        Claim.objects.filter(public_id="in-words").update(statement="The pier is flooded.")
    assert (found(client, CLAIMS, search="quays"), found(client, CLAIMS, search="pier")) == (["in-effect"], ["in-words"])


def test_japanese_is_found_without_spaces(curator):
    propose_claim(
        by=curator, public_id="in-japanese", type="event", statement="水門は早朝に閉められた。", attributes={"what": "閉門"}, language="ja"
    )

    assert [found(signed_in(curator), CLAIMS, search=words) for words in ("早朝", "閉門", "夕方")] == [["in-japanese"], ["in-japanese"], []]


def test_pages_of_a_search_hold_each_claim_once_best_first(curator):
    client = signed_in(curator)
    for n in range(5):
        words = "gate " * (n + 1)
        propose_claim(by=curator, public_id=f"gate-{n}", type="event", statement=words, attributes={"what": "closing"})

    first = client.get(CLAIMS, {"search": "gate", "limit": 2, "count": "true"}).json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    ids = [one["id"] for page in (first, second, third) for one in page["results"]]
    assert (first["count"], ids) == (5, ["gate-4", "gate-3", "gate-2", "gate-1", "gate-0"])


def test_evidence_and_documents_are_found_by_what_they_bear_on(debate, api):
    ClaimTopicFactory(claim=debate.published, topic=TopicFactory(slug="gates"))
    ClaimTopicFactory(claim=debate.draft, topic=TopicFactory(slug="drafts"))
    accepted = [debate.accepted.public_id]

    evidence = {
        (name, value): found(api, "/api/v1/evidence/", **{name: value})
        for name, value in (
            ("search", "harbours at dawn"),
            ("search", "closing early"),
            ("search", "nothing"),
            ("type", "event"),
            ("type", "causal"),
            ("topic", "gates"),
            ("topic", "drafts"),
            ("holder", AuthorFactory().public_id),
        )
    }

    assert list(evidence.values()) == [accepted, accepted, [], accepted, [], accepted, [], []]
    documents = [found(api, "/api/v1/documents/", topic=slug) for slug in ("gates", "drafts", "none")]
    assert documents == [[debate.document.public_id], [], []]


def test_relations_are_found_by_words_and_topics_of_either_claim(debate, curator, editor):
    other = reviewed_claim(PassageFactory(), curator, editor, "The tide was high.", "tide-was-high")
    ClaimTopicFactory(claim=other, topic=TopicFactory(slug="tides"))
    relation = RelationFactory(from_claim=debate.published, to_claim=other).public_id
    client = signed_in(curator)

    assert [
        found(client, "/api/v1/relations/", **{name: value}) for name, value in (("search", "tides"), ("topic", "tides"), ("topic", "x"))
    ] == [
        [relation],
        [relation],
        [],
    ]


@pytest.mark.parametrize("statement", ["DELETE FROM claims_claimindex", "UPDATE claims_claimindex SET search = ''"])
def test_the_index_is_written_by_its_trigger_alone(debate, statement):
    with pytest.raises(Error, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)
