from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim, ComparedClaim, Contradiction
from claims.services.contradictions import compare_waiting
from claims.services.propose import propose_claim, propose_evidence, propose_relation
from claims.services.review import approve, retract, submit
from claims.types import CLAIM_TYPES
from claims.types.values import UNKNOWN
from sources.models import Document, Passage
from tests.debate import LINK
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

SUPPORT = {"measure": "Host-nation support", "value": 244, "unit": "billion yen", "as_of": "2004"}
LESS = SUPPORT | {"measure": "host-nation  support.", "value": 200, "unit": "bn yen"}


@pytest.fixture
def published(db, curator, editor):
    """Publish a claim that stands on a document, and compare it, as is done after the commit."""

    def publish(attributes: dict, document: Document, kind: str = "quantitative") -> Claim:
        text = document.texts.first() or TextFactory(document=document)
        passage = Passage.objects.filter(text=text).first() or PassageFactory(text=text)
        claim = propose_claim(by=curator, type=kind, statement="It is so.", attributes=attributes)
        evidence = propose_evidence(by=curator, claim=claim, passage=passage, **LINK)
        for record in (evidence, claim):
            submit(record, by=curator)
            approve(record, by=editor)
        compare_waiting()
        return claim

    return publish


def found(api) -> set[str]:
    return {claim["id"] for claim in api.get("/api/v1/claims/", {"question": "contradictions"}).json()["results"]}


def names(*claims: Claim) -> set[str]:
    return {claim.public_id for claim in claims}


def test_two_claims_about_the_same_that_do_not_both_hold_are_found_while_both_are_published(published, editor, api):
    one = published(SUPPORT, DocumentFactory())
    assert found(api) == set()

    other = published(LESS, DocumentFactory())
    published(SUPPORT | {"as_of": "2005", "value": 1}, DocumentFactory())
    published(SUPPORT | {"unit": "persons", "value": 1}, DocumentFactory())
    assert found(api) == names(one, other)
    assert Contradiction.objects.get(claim=one).sentence == "They are about the same thing and do not agree in value: not both hold."

    retract(other, by=editor, comment="Misread.")
    assert found(api) == set()


def test_what_one_document_says_twice_is_no_contradiction_between_documents(published, curator, editor, api):
    document = DocumentFactory()
    one, other = published(SUPPORT, document), published(LESS, document)
    assert found(api) == set()

    further = propose_evidence(by=curator, claim=one, passage=PassageFactory(text=TextFactory()), **LINK)
    submit(further, by=curator)
    approve(further, by=editor)

    assert found(api) == names(one, other)


def test_claims_that_an_editor_related_as_contradicting_are_found_whatever_their_attributes_say(published, curator, editor, api):
    one, other = published({"what": "closing"}, DocumentFactory(), "event"), published({"what": "no closing"}, DocumentFactory(), "event")
    relation = propose_relation(by=curator, from_claim=one, kind="contradicts", to_claim=other, reason="It closed or it did not.")
    assert found(api) == set()

    submit(relation, by=curator)
    approve(relation, by=editor)

    assert found(api) == names(one, other)


def test_each_pair_is_compared_once_and_all_again_when_asked(published, django_assert_num_queries):
    one, other = published(SUPPORT, DocumentFactory()), published(LESS, DocumentFactory())
    assert Contradiction.objects.count() == 2

    # Whether any waits.
    with django_assert_num_queries(1):
        assert compare_waiting() == 0
    Contradiction.objects.all().delete()
    answer = StringIO()
    call_command("compare_claims", "--again", "--json", stdout=answer)

    assert json.loads(answer.getvalue()) == {"compared": 2, "pairs": 1}
    assert set(Contradiction.objects.values_list("claim", "other")) == {(one.pk, other.pk), (other.pk, one.pk)}


def test_values_that_are_not_fit_are_compared_with_none(published, curator, api):
    published(SUPPORT, DocumentFactory())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_claim (public_id, type, statement, attributes, language, status, origin, tool)"
            " VALUES ('unfit-value', 'quantitative', 'It is so.', %s, 'en', 'draft', 'human', '')",
            [json.dumps(LESS | {"value": "many"})],
        )
    unfit = Claim.objects.get(public_id="unfit-value")
    ComparedClaim.objects.create(claim=unfit)
    compare_waiting()

    assert found(api) == set()
    assert ComparedClaim.objects.get(claim=unfit).is_compared


texts = st.sampled_from(["Closing", " closing. ", "ＣＬＯＳＩＮＧ", "opening", "STRASSE", "straße"])
optional = {
    "text": texts | st.just(UNKNOWN),
    "date": st.sampled_from(["1960", "1960-01", "1961", "196X", "1950/1970", "1960~"]),
    "number": st.sampled_from([1, 2, "1.10", "2.0"]),
}
ATTRIBUTES = {
    "event": {"what": texts, "when": optional["date"], "actors": st.lists(texts, min_size=1, max_size=2, unique=True)},
    "quantitative": {
        "measure": texts,
        "value": optional["number"],
        "unit": st.sampled_from(["yen", "million yen", "Yen.", UNKNOWN]),
        "as_of": optional["date"],
        "approximate": st.booleans(),
    },
    "causal": {"cause": texts, "effect": texts, "polarity": st.sampled_from(["increases", "decreases", "enables", "prevents"])},
    "predictive": {"outcome": texts, "horizon": texts | st.just({"none": True}), "condition": texts},
}


@given(st.data())
def test_claims_that_contradict_share_their_key(data):
    name = data.draw(st.sampled_from(sorted(ATTRIBUTES)))
    kind = CLAIM_TYPES[name]
    some = st.fixed_dictionaries(
        {attribute: values for attribute, values in ATTRIBUTES[name].items() if kind.attributes[attribute].required},
        optional={attribute: values for attribute, values in ATTRIBUTES[name].items() if not kind.attributes[attribute].required},
    )
    first, second = data.draw(some), data.draw(some)

    keys = kind.comparison_key(first), kind.comparison_key(second)

    assert keys[0] == keys[1] != "" or kind.compare(first, second).outcome != "contradicts"
    assert max(map(len, keys)) <= 64


def test_types_by_which_nothing_contradicts_have_no_key():
    assert CLAIM_TYPES["position"].comparison_key({"holder": "the ministry", "object": "the gate is safe"}) == ""
    assert CLAIM_TYPES["event"].comparison_key({"what": UNKNOWN}) == ""
