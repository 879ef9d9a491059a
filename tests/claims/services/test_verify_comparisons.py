"""``verify`` compares once more: what is recorded and what is found are the same, and what waits is told without being a fault."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from claims.models import Claim, Contradiction
from claims.services import verify_comparisons
from claims.services.contradictions import compare_all
from claims.services.propose import propose_relation
from claims.services.review import approve, submit
from claims.services.verify_comparisons import comparison_faults, comparison_remarks
from tests.claims.measured import measured, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(curator, editor) -> list[Claim]:
    """Published and compared: the first two do not both hold, the third is about another year, and a relation says it contradicts the first."""
    drafts = measured(curator, 4), measured(curator, 5), measured(curator, 6, as_of="2005")
    claims = [publish(claim, curator, editor) for claim in drafts]
    relation = propose_relation(by=curator, from_claim=claims[2], kind="contradicts", to_claim=claims[0], reason="It was no leap year.")
    submit(relation, by=curator)
    approve(relation, by=editor)
    compare_all()
    return claims


def test_what_types_find_and_relations_say_is_sound(three):
    assert (list(comparison_faults()), comparison_remarks()) == ([], [])
    assert Contradiction.objects.filter(holds=True).count() == 4


_FOUND = "contradicts it, and that is not recorded: compare_claims --again mends it."


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("DELETE FROM claims_contradiction WHERE relation_id IS NULL AND claim_id = {0}", ["Claim {a}: {b} " + _FOUND]),
        ("DELETE FROM claims_contradiction WHERE relation_id IS NULL", ["Claim {a}: {b} " + _FOUND, "Claim {b}: {a} " + _FOUND]),
        (
            "INSERT INTO claims_contradiction (claim_id, other_id, sentence) VALUES ({1}, {2}, 'Not both hold.')",
            ["Claim {b}: {c} is recorded as contradicting it, and their type finds that no more: compare_claims --again mends it."],
        ),
        (
            "UPDATE claims_comparedclaim SET key = 'another' WHERE claim_id = {2}",
            ["Claim {c}: it is compared with others than its type says: compare_claims --again mends it."],
        ),
        (
            "UPDATE claims_contradiction SET holds = false WHERE relation_id IS NULL AND claim_id = {1}",
            ["Claim {b}: a contradiction of it is said to hold that does not, or the other way round."],
        ),
        ("UPDATE claims_comparedclaim SET contradictions = 7 WHERE claim_id = {1}", ["Claim {b}: its contradictions are not as many as are counted."]),
        (
            "DELETE FROM claims_comparedclaim WHERE claim_id = {2}",
            ["Claim {c}: it is published and in no queue of what is to be compared."],
        ),
        (
            "DELETE FROM claims_contradiction WHERE relation_id IS NOT NULL AND claim_id = {2}",
            ["Relation {r}: it says that two claims contradict each other, and they are not recorded so."],
        ),
    ],
)  # fmt: skip
def test_each_thing_that_is_not_as_it_is_found_is_a_fault(three, statement, faults):
    names = dict(zip("abc", (claim.public_id for claim in three), strict=True)) | {"r": three[2].relations.get().public_id}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(*(claim.pk for claim in three)))

    assert sorted(comparison_faults()) == sorted(fault.format(**names) for fault in faults)


def test_what_waits_is_no_fault_and_is_told(curator, editor, three):
    publish(measured(curator, 8), curator, editor)

    answer = StringIO()
    call_command("verify", "--json", stdout=answer)

    told = json.loads(answer.getvalue())
    assert told["faults"] == []
    assert told["remarks"] == ["One published claim waits to be compared with others: compare_claims does it."]


def test_faults_of_one_kind_are_told_up_to_a_number_and_neighbours_compared_up_to_a_distance(three, monkeypatch):
    Contradiction.objects.filter(relation=None).delete()
    monkeypatch.setattr(verify_comparisons, "_MOST_TOLD", 1)
    assert list(comparison_faults())[1:] == ["And more of the same."]

    monkeypatch.setattr(verify_comparisons, "NEIGHBOURS", 0)
    assert list(comparison_faults()) == []
