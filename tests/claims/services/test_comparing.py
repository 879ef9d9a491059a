"""What is published is compared after the commit, whoever else is at work; the queue in the database is the truth."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from claims.models import Claim, ComparedClaim, Contradiction
from claims.services import contradictions
from claims.services.accounts import CURATORS, EDITORS
from claims.services.contradictions import compare_all, compare_in_passing, compare_waiting, waiting
from claims.services.review import approve, retract, submit
from config.database import roles
from history.locks import Lock
from history.services import recorded
from tests.claims.measured import TIDE, each_with_each, measured, pairs, publish
from tests.factories.sources import DocumentFactory


@pytest.fixture
def people(committed_db) -> tuple[User, User]:
    """A curator and an editor whose decisions really commit."""
    found = []
    for name, group in (("carla", CURATORS), ("edith", EDITORS)):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        found.append(user)
    return found[0], found[1]


@pytest.fixture
def busy(committed_db):
    """Another connection in the middle of a transaction."""
    with roles.connected(settings.DATABASES["owner"]) as other:
        other.execute("BEGIN")
        yield other


def test_a_decision_compares_what_it_published_once_it_is_committed(curator, editor, django_capture_on_commit_callbacks):
    claims = [measured(curator, value) for value in (4, 5, 6)]

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        with recorded(by=editor):
            for claim in claims:
                publish(claim, curator, editor)
        assert (len(pairs()), waiting().count()) == (0, 3)

    # Once, however many were published; evidence alone asks for nothing.
    assert len(callbacks) == 1
    assert (pairs(), waiting().count()) == (each_with_each(claims), 0)


def test_what_is_taken_back_asks_for_nothing(curator, editor, django_capture_on_commit_callbacks):
    claim = measured(curator, 4)
    with django_capture_on_commit_callbacks() as callbacks:
        with transaction.atomic():
            publish(claim, curator, editor)
            transaction.set_rollback(True)
        with recorded(by=curator):
            submit(measured(curator, 5), by=curator)

    assert callbacks == []


def test_a_decision_stands_and_waits_for_nobody_while_somebody_else_compares(people, busy):
    claims = [measured(people[0], value) for value in (4, 5)]
    busy.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.COMPARING])

    publish(claims[0], *people)
    assert (claims[0].status, waiting().count()) == ("published", 1)

    busy.execute("ROLLBACK")
    publish(claims[1], *people)
    assert (pairs(), waiting().count()) == (each_with_each(claims), 0)


def test_a_decision_stands_when_what_it_published_cannot_be_compared_and_the_next_takes_it_along(people, busy, caplog):
    claims = [measured(people[0], value) for value in (4, 5, 6)]
    publish(claims[0], *people)
    # Somebody decides on its evidence, and has not ended yet.
    busy.execute("SELECT 1 FROM claims_claimstanding WHERE claim_id = %s FOR UPDATE", [claims[0].pk])

    publish(claims[1], *people)
    compare_in_passing()

    assert (claims[1].status, pairs(), waiting().count()) == ("published", set(), 1)
    assert "lock timeout" in caplog.text
    busy.execute("ROLLBACK")
    publish(claims[2], *people)
    assert (pairs(), waiting().count()) == (each_with_each(claims), 0)


def test_two_that_compare_at_once_double_nothing_and_lose_nothing(people):
    claims = _waiting_claims(people[0], [0] * 12)
    at_once = Barrier(2, timeout=30)

    def compare() -> int:
        try:
            at_once.wait()
            return sum(iter(lambda: compare_waiting(at_most=2), 0))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        compared = [task.result(60) for task in [threads.submit(compare) for _ in range(2)]]

    assert (sum(compared), waiting().count()) == (12, 0)
    assert sorted(Contradiction.objects.values_list("claim", "other")) == sorted(each_with_each(claims))


def test_when_both_claims_of_a_pair_are_retracted_at_the_same_moment_none_holds_and_none_is_counted(people):
    claims = [publish(measured(people[0], value), *people) for value in (4, 5, 6)]
    assert set(ComparedClaim.objects.values_list("contradictions", flat=True)) == {2}
    at_once = Barrier(2, timeout=30)

    def take_back(claim: Claim) -> None:
        try:
            at_once.wait()
            retract(claim, by=people[1], comment="Misread.")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for task in [threads.submit(take_back, claim) for claim in claims[:2]]:
            task.result(60)

    assert not Contradiction.objects.filter(holds=True).exists()
    assert set(ComparedClaim.objects.values_list("contradictions", flat=True)) == {0}


def _waiting_claims(curator: User, kinds: list[int]) -> list[Claim]:
    """Claims about a few things, all in the queue: no review is needed for being compared."""
    claims = [
        Claim(
            type="quantitative",
            statement="It was.",
            attributes=TIDE | {"measure": f"tide {kind}", "value": value},
            public_id=f"tide-{value}",
        )
        for value, kind in enumerate(kinds)
    ]
    with recorded(by=curator):
        Claim.objects.bulk_create(claims)
    ComparedClaim.objects.bulk_create(ComparedClaim(claim=claim) for claim in claims)
    return claims


def test_whatever_is_done_at_once_each_pair_is_found_in_the_end(curator, monkeypatch):
    @bounded(max_examples=15)
    @given(kinds=st.lists(st.integers(0, 2), min_size=1, max_size=12), at_most=st.integers(1, 5), most=st.integers(0, 6))
    def holds(kinds, at_most, most):
        with transaction.atomic():
            claims = _waiting_claims(curator, kinds)
            monkeypatch.setattr(contradictions, "MOST_COMPARISONS", most)

            steps = list(iter(lambda: compare_waiting(at_most=at_most), 0))

            alike = [[claim for claim, kind in zip(claims, kinds, strict=True) if kind == one] for one in range(3)]
            assert pairs() == set[tuple[int, int]]().union(*map(each_with_each, alike))
            assert sum(steps) == len(claims)
            assert max(steps) <= at_most
            transaction.set_rollback(True)

    holds()


def test_one_claim_comes_to_thousands_about_the_same_in_a_few_queries(curator, django_assert_max_num_queries):
    claims = _waiting_claims(curator, [0] * 1500)
    ComparedClaim.objects.update(is_compared=True, key=contradictions.key_of("quantitative", claims[0].attributes))
    ComparedClaim.objects.filter(claim=claims[-1]).update(is_compared=False, key="")

    # The queue, the lock, the claim, how many there are, these, one for a thousand pairs, the key; and savepoints.
    with django_assert_max_num_queries(16):
        assert compare_waiting() == 1

    assert Contradiction.objects.filter(claim=claims[-1]).count() == 1499


def test_more_than_are_compared_in_passing_wait(curator, editor, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(contradictions, "_IN_PASSING", 2)
    _waiting_claims(curator, [0] * 6)
    with django_capture_on_commit_callbacks(execute=True):
        publish(measured(curator, 4, DocumentFactory()), curator, editor)

    assert waiting().count() == 3
    assert compare_all() == 3


def test_an_editor_approves_evidence_without_anything_being_compared(curator, editor, django_capture_on_commit_callbacks):
    claim = measured(curator, 4)
    with django_capture_on_commit_callbacks() as callbacks:
        approve(claim.evidence.get(), by=editor)

    assert callbacks == []
