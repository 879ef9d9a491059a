"""Comparing published claims: once more, after some were compared already, and never those that were taken back."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from psycopg.errors import DiskFull, LockNotAvailable

from claims.models import Claim, ComparedClaim, Contradiction
from claims.services.contradictions import compare_again, compare_waiting
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, retract, submit
from tests.debate import LINK
from tests.factories.sources import PassageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(curator, editor):
    def publish(value: int) -> Claim:
        attributes = {"measure": "width", "value": value, "unit": "metres"}
        claim = propose_claim(by=curator, type="quantitative", statement=f"It is {value} m wide.", attributes=attributes)
        evidence = propose_evidence(by=curator, claim=claim, passage=PassageFactory(), **LINK)
        for record in (evidence, claim):
            submit(record, by=curator)
            approve(record, by=editor)
        return claim

    return publish


def pairs() -> set[tuple[int, int]]:
    return set(Contradiction.objects.values_list("claim", "other"))


def test_claims_that_are_compared_a_second_time_are_found_once(published):
    one, other = published(4), published(5)
    assert compare_waiting() == 2

    ComparedClaim.objects.update(is_compared=False)

    assert compare_waiting() == 2
    assert pairs() == {(one.pk, other.pk), (other.pk, one.pk)}


def test_what_does_not_hold_any_more_is_gone_when_all_are_compared_again(published):
    one, alike = published(4), published(4)
    Contradiction.objects.create(claim=one, other=alike, sentence="As an older comparison had it.")

    assert compare_again() == 2
    assert pairs() == set()


def test_what_was_taken_back_contradicts_nothing(published, editor):
    retract(published(4), by=editor, comment="Misread.")
    published(5)
    answer = StringIO()

    call_command("compare_claims", "--json", stdout=answer)

    # The pair is known, should it ever stand again, and does not hold.
    assert set(Contradiction.objects.values_list("holds", flat=True)) == {False}
    assert json.loads(answer.getvalue()) == {"compared": 2, "pairs": 0}


@pytest.mark.parametrize(
    ("fault", "told", "sentence"),
    [
        (LockNotAvailable, CommandError, "Others work on the same claims, and 1 of all still wait to be compared. Run it again."),
        (DiskFull, OperationalError, "it failed"),
    ],
)
def test_the_command_tells_only_others_at_work_as_that(published, fault, told, sentence):
    published(4)

    def failing(execute, sql, parameters, many, context):
        if "lock_timeout" in sql:
            raise OperationalError("it failed") from fault("it failed")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(failing), pytest.raises(told, match=sentence):
        call_command("compare_claims")
