"""Whoever changes several records at once takes them in the order of their keys, so that two who do so never wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from claims.models import Relation
from claims.services.propose import propose_relation
from claims.services.review import approve, submit
from history.services import recorded
from sources.models import Document
from tests.laws.racing import RacedFor, set_the_scene, who
from tests.laws.sessions import Session, stepwise
from tests.laws.test_races_of_relations import a_passage


def holds(table: str, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", [pk])


def hides(document: Document) -> None:
    with recorded(by=who("ada")):
        Document.objects.filter(pk=document.pk).update(is_hidden=True)


def in_order(sessions: tuple[Session, Session], first: Callable[[], None], whole: Callable[[], None], second: Callable[[], None]) -> None:
    """While one session has the first of two records, another wants both; the one then takes the second, and nobody is in its way."""
    assert stepwise(sessions, first, whole, second) == (None, None)


def test_passages_of_several_relations_at_once(sessions, scene):
    passage = a_passage(scene.number)
    one, other = (
        propose_relation(by=who("carla"), from_claim=scene.claim, to_evidence=evidence, kind="undercuts", reason="Misread.")
        for evidence in (scene.ground, scene.waits)
    )
    # The row of the first now lies behind that of the second.
    Relation.objects.filter(pk=one.pk).update(reason="Misread again.")

    def gives_both() -> None:
        with recorded(by=who("carla")), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO claims_relationevidence (public_id, revision, relation_id, passage_id)"
                " SELECT 'both-' || id, 1, id, %s FROM unnest(%s) AS given (id)",
                [passage.pk, [other.pk, one.pk]],
            )

    in_order(sessions, partial(holds, "claims_relation", one.pk), gives_both, partial(holds, "claims_relation", other.pk))
    assert {tuple(link.stands_on) for link in (one, other) if link.refresh_from_db() is None} == {(passage.public_id,)}


@pytest.fixture
def challenger(scene: RacedFor) -> RacedFor:
    """What makes a later claim ready to be published, which undercuts evidence of the earlier one."""
    later = set_the_scene()
    relation = propose_relation(
        by=who("carla"), from_claim=later.claim, to_evidence=scene.ground, kind="undercuts", reason="The log is forged."
    )
    submit(relation, by=who("carla"))
    approve(relation, by=who("edith"))
    return later


def test_the_standings_that_a_publication_changes(sessions, scene, challenger):
    in_order(sessions, partial(hides, scene.document), partial(challenger.approve, challenger.claim), partial(hides, challenger.document))
    with transaction.atomic():
        scene.claim.standing.refresh_from_db()
    assert (scene.claim.standing.category, challenger.claim.standing.category) == ("unsupported", "unsupported")
