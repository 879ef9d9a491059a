"""Law 3: another topic takes a claim out of review, whatever is done to the choice, and nothing else does but a review or an edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from claims.models import ClaimTopic
from claims.services.propose import propose_claim
from claims.services.review import submit, withdraw
from tests.claims.staked import Stake, a_stake
from tests.claims.test_laws_of_review import run_as
from tests.factories.claims import ClaimTopicFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stake() -> Stake:
    """Its claim has a topic, and is in review."""
    stake = a_stake()
    ClaimTopicFactory(claim=stake.claim)
    submit(stake.claim, by=stake.curator)
    return stake


def settled(stake: Stake) -> str:
    """What the claim is once everything that is judged at the end was judged."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    stake.claim.refresh_from_db()
    return str(stake.claim.status)


def chosen(stake: Stake) -> None:
    ClaimTopicFactory(claim=stake.claim)


def changed(stake: Stake) -> None:
    run_as(stake.curator, "UPDATE claims_claimtopic SET topic_id = %s", TopicFactory().pk)


def given_to_another(stake: Stake) -> None:
    other = propose_claim(by=stake.curator, type="event", statement="It opened.", attributes={"what": "opening"})
    run_as(stake.curator, "UPDATE claims_claimtopic SET claim_id = %s", other.pk)


def taken_away(stake: Stake) -> None:
    ClaimTopic.objects.all().delete()


def withdrawn(stake: Stake) -> None:
    withdraw(stake.claim, by=stake.curator)


def edited(stake: Stake) -> None:
    run_as(stake.curator, "UPDATE claims_claim SET statement = 'It closed late.'")


@pytest.mark.parametrize("act", [chosen, changed, given_to_another, taken_away, withdrawn, edited])
def test_a_claim_goes_back_to_draft_for_a_reason(stake, act: Callable[[Stake], None]):
    act(stake)

    assert settled(stake) == "draft"


def test_no_trigger_of_ones_own_takes_it_back():
    # Its topics are chosen in this transaction: of one without any.
    stake = a_stake()
    submit(stake.claim, by=stake.curator)
    run_as(stake.curator, "CREATE TEMP TABLE lever (id int)")
    run_as(
        stake.curator,
        "CREATE FUNCTION pg_temp.pull() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN UPDATE public.claims_claim SET status = 'draft'; RETURN NEW; END $$",
    )
    run_as(stake.curator, "CREATE TRIGGER pull BEFORE INSERT ON lever FOR EACH ROW EXECUTE FUNCTION pg_temp.pull()")

    with pytest.raises(IntegrityError, match="goes from in_review to draft only by a review of revision"), transaction.atomic():
        run_as(stake.curator, "INSERT INTO lever VALUES (1)")
        settled(stake)

    assert settled(stake) == "in_review"
