"""What is judged by what others do at the same moment is refused in a transaction that does not see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from claims.models import Claim, Topic
from claims.services.propose import propose_relation
from claims.services.revise import revise
from history.services import recorded
from sources.services.retract_document import retract_document
from tests.factories.claims import TopicFactory
from tests.laws.racing import RacedFor, who


def published() -> Claim:
    return Claim.objects.get(statement="The gate closed early.")


def approves(scene: RacedFor) -> None:
    scene.approve(scene.waits)


def revises(scene: RacedFor) -> None:
    revise(published(), by=who("carla"))


def relates(scene: RacedFor) -> None:
    propose_relation(by=who("carla"), from_claim=scene.claim, to_claim=published(), kind="supports", reason="It follows.")


def retracts(scene: RacedFor) -> None:
    retract_document(scene.document, by=who("ada"), reason="Invented.")


def puts_a_topic_under_another(scene: RacedFor) -> None:
    with recorded(by=who("carla")):
        Topic.objects.filter(pk=TopicFactory().pk).update(broader=TopicFactory())


ACTS: dict[Callable[[RacedFor], None], str] = {
    approves: "law 3: approvals are given",
    revises: "law 3: what is published is revised",
    relates: "relations are written",
    retracts: "law 4: a document is retracted",
    puts_a_topic_under_another: "what claims_topic leads to is written",
}


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("act", ACTS)
def test_nothing_that_others_may_stand_in_the_way_of_is_done_on_an_older_view(scene, act: Callable[[RacedFor], None], isolation: str):
    with (
        pytest.raises((ValidationError, DatabaseError), match=f"{ACTS[act]} in a transaction that is READ COMMITTED"),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        act(scene)
