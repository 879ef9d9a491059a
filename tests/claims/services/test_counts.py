"""However a number of claims is counted, it is the number of claims that are found."""

from __future__ import annotations

from itertools import chain

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimStanding
from claims.services.accounts import MACHINES
from claims.services.counts import rows_to_count
from claims.services.propose import propose_claim
from claims.services.questions import QUESTIONS
from claims.services.review import approve, retract, submit
from claims.services.revise import revise
from tests.debate import Debate, reviewed_claim
from tests.factories.sources import PassageFactory

ASKED = [
    *({"standing": category} for category in ClaimStanding.Category.values),
    *({"question": question.slug} for question in QUESTIONS.values() if question.resource == "claims"),
]
STATES = [None, *Claim.Status.values]


@pytest.fixture
def machine(db) -> User:
    user = User.objects.create_user("m4")
    user.groups.add(Group.objects.get(name=MACHINES))
    return user


@pytest.fixture
def claims(settings, debate: Debate, curator, editor, machine) -> None:
    """One of each state, and one of a machine's."""
    settings.STALE_DRAFT_DAYS = 0
    gone, old = (reviewed_claim(PassageFactory(), curator, editor, f"The gate {name}.", f"gate-{name}") for name in ("creaked", "leaked"))
    retract(gone, by=editor, comment="It did not.")
    newer = revise(old, by=curator, comment="Where?")
    for record in (*newer.evidence.all(), newer):
        submit(record, by=curator)
        approve(record, by=editor)
    waiting = propose_claim(by=curator, type="event", statement="It waits.", attributes={"what": "waiting"})
    submit(waiting, by=curator)
    propose_claim(by=machine, tool="matcher 1.2", type="event", statement="It was counted.", attributes={"what": "counting"})


def _found(asked: dict[str, str], reader):
    found = Claim.objects.visible_to(reader)
    if "standing" in asked:
        found = found.filter(standing__category=asked["standing"])
    if "question" in asked:
        found = QUESTIONS[asked["question"]].among(found)
    return found.filter(status=asked["status"]) if "status" in asked else found


def test_as_many_rows_are_counted_as_claims_are_found(claims, curator, machine):
    assert set(Claim.objects.values_list("status", flat=True)) >= {"draft", "in_review", "published", "retracted", "superseded"}
    wrong, counted = {}, set()

    for reader in (None, AnonymousUser(), curator, machine):
        for asked in ({**one, **({"status": state} if state else {})} for one in ASKED for state in STATES):
            found = _found(asked, reader)
            numbers = (len(found), rows_to_count(found, asked, reader).count())
            counted.add(numbers[0])
            if numbers[0] != numbers[1]:
                wrong[str(reader), str(asked)] = numbers

    assert (wrong, len(counted) > 2) == ({}, True)


def test_other_filters_are_asked_of_the_claims_themselves(claims, curator):
    found = _found({"standing": "unsupported"}, None).filter(type="event")

    assert rows_to_count(found, {"standing": "unsupported", "type": "event"}, None) is found
    assert rows_to_count(found, {}, None) is found


def test_a_count_by_standing_or_question_does_not_read_the_claims(claims, api):
    """But for those that were published once, which an index names."""
    for asked in chain(({"standing": "supported_by_one"},), ({"question": slug} for slug in ("one-source", "contested"))):
        with CaptureQueriesContext(connection) as queries:
            answer = api.get("/api/v1/claims/", {**asked, "count": "true"}).json()

        (counting,) = (query["sql"] for query in queries if "COUNT(" in query["sql"])
        assert 'FROM "claims_claimstanding"' in counting
        assert "'published'" not in counting
        assert answer["count"] == len(answer["results"])
