"""Relations that the attributes of two claims suggest."""

from __future__ import annotations

import pytest

from claims.models import Claim
from claims.services.compare_claim import propose_relations
from claims.services.propose import propose_claim, propose_relation
from claims.services.review import retract
from claims.services.revise import revise
from tests.debate import reviewed_claim
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db


def tide(by, value: object, **further: object) -> Claim:
    """A claim that says how high a tide was."""
    said = {"measure": "height of the tide", "value": value, "unit": "metres", "as_of": "1954", **further}
    return propose_claim(by=by, type="quantitative", statement=f"The tide stood at {value}.", attributes=said)


def told(claim: Claim) -> list[tuple[str, str, str]]:
    return [(one.from_claim.statement, one.kind, one.to_claim.statement) for one in propose_relations(claim)]


def test_claims_of_the_same_measure_are_told_by_what_they_are_to_each_other(curator):
    mine = tide(curator, 4)
    tide(curator, 5)
    tide(curator, 4)
    tide(curator, 4, approximate=True)
    tide(curator, 6, measure="height of the gate")

    assert told(mine) == [
        ("The tide stood at 4.", "contradicts", "The tide stood at 5."),
        ("The tide stood at 4.", "restates", "The tide stood at 4."),
        ("The tide stood at 4.", "refines", "The tide stood at 4."),
    ]
    assert "value" in propose_relations(mine)[0].sentence


def test_what_says_more_of_this_one_refines_it(curator):
    mine = tide(curator, 4, approximate=True)
    tide(curator, 4)

    assert told(mine) == [("The tide stood at 4.", "refines", "The tide stood at 4.")]
    assert propose_relations(mine)[0].to_claim == mine


def test_what_is_related_already_is_not_proposed_again(curator):
    mine, other = tide(curator, 4), tide(curator, 5)
    propose_relation(by=curator, from_claim=other, kind="contradicts", to_claim=mine, reason="Not both hold.")

    assert (told(mine), told(other)) == ([], [])


def test_a_published_claim_is_found_and_its_revision_is_no_news(curator, editor):
    published = reviewed_claim(PassageFactory(), curator, editor, "It ebbed.", "ebbing")
    draft = revise(published, by=curator)
    same = propose_claim(by=curator, type="event", statement="It ebbed too.", attributes={"what": "It ebbed."})

    assert {one.to_claim.pk for one in propose_relations(same)} == {published.pk, draft.pk}
    assert [one.to_claim for one in propose_relations(draft)] == [same]


def test_what_was_taken_back_is_not_proposed(curator, editor):
    published = reviewed_claim(PassageFactory(), curator, editor, "It ebbed.", "ebbing")
    same = propose_claim(by=curator, type="event", statement="It ebbed too.", attributes={"what": "It ebbed."})
    assert [one.to_claim for one in propose_relations(same)] == [published]

    retract(published, by=editor, comment="Misread.")

    assert propose_relations(same) == []


def test_types_that_say_nothing_of_each_other_propose_nothing(curator):
    one, _ = (
        propose_claim(by=curator, type="position", statement="The port is for it.", attributes={"holder": "the port", "object": "closing"})
        for _ in range(2)
    )

    assert propose_relations(one) == []


def test_attributes_that_are_not_fit_are_compared_with_nothing(curator):
    tide(curator, 4)

    assert propose_relations(Claim(type="quantitative", attributes={"measure": "height of the tide", "value": "high"})) == []


@pytest.mark.parametrize("number", [1, 5])
def test_the_cost_does_not_grow_with_the_claims(curator, number, django_assert_num_queries):
    mine = tide(curator, 4)
    for value in range(5, 5 + number):
        tide(curator, value)

    # Relations, published claims of the key, undecided claims of the type.
    with django_assert_num_queries(3):
        assert len(propose_relations(mine)) == number
