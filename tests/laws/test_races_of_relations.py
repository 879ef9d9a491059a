"""Relations, what bears them out and what they relate, at the same moment: nothing shows uncounted, and nothing is slipped in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from claims.models import Claim, Evidence, Relation, RelationEvidence
from claims.services.propose import propose_relation
from claims.services.review import approve, submit
from history.services import recorded
from sources.models import Passage, ShownSpan
from tests.factories.sources import PassageFactory, TextFactory
from tests.laws.racing import RacedFor, race, who


def published() -> Claim:
    return Claim.objects.get(statement="The gate closed early.")


def a_passage(number: int) -> Passage:
    with recorded(by=who("carla")):
        return PassageFactory(text=TextFactory(content=f"Borne out {number}: it was so, and nobody says otherwise."), start=0, end=20)


def proposed(passage: Passage, start: Claim, end: Claim | Evidence) -> Relation:
    target = {"to_claim": end, "kind": "supports"} if isinstance(end, Claim) else {"to_evidence": end, "kind": "undercuts"}
    relation: Relation = propose_relation(by=who("carla"), from_claim=start, reason="It bears on it.", evidence=[passage], **target)
    submit(relation, by=who("carla"))
    return relation


def publishes(scene: RacedFor) -> None:
    scene.approve(scene.claim, "edith")


def accepts_by_raw_sql(scene: RacedFor) -> None:
    """Without the lock of the claim, which the service takes first."""
    with recorded(by=who("edith")), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, conflicts, at)"
            " VALUES (%s, %s, %s, 'approve', %s, '', '[]', now())",
            [f"raw-{scene.number}", scene.waits.pk, scene.waits.revision, who("edith").pk],
        )
        cursor.execute("UPDATE claims_evidence SET status = 'accepted' WHERE id = %s", [scene.waits.pk])


ENDS: dict[str, tuple[Callable[[RacedFor], tuple[Claim, Claim | Evidence]], Callable[[RacedFor], None]]] = {
    "where it starts": (lambda scene: (scene.claim, published()), publishes),
    "where it leads": (lambda scene: (published(), scene.claim), publishes),
    "the claim of the evidence that it undercuts": (lambda scene: (published(), scene.ground), publishes),
    "the evidence that it undercuts": (lambda scene: (published(), scene.waits), accepts_by_raw_sql),
}


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("end", ENDS)
def test_what_bears_a_relation_out_is_counted_as_shown_whatever_becomes_public_at_that_moment(sessions, scene, end: str, *, is_first: bool):
    ends, decides = ENDS[end]
    passage = a_passage(scene.number)
    if decides is accepts_by_raw_sql:
        approve(scene.claim, by=who("edgar"))
    scene.waits.refresh_from_db()
    relation = proposed(passage, *ends(scene))
    acts = [partial(approve, relation, by=who("edgar")), partial(decides, scene)]

    assert race(sessions, *(acts if is_first else reversed(acts))) == ("", "")

    assert ShownSpan.objects.filter(passage=passage, by_evidence=True).exists()


@pytest.mark.parametrize("is_first", [True, False])
def test_evidence_that_is_accepted_while_its_claim_is_published_is_counted_as_shown(sessions, scene, *, is_first: bool):
    acts = [partial(accepts_by_raw_sql, scene), partial(publishes, scene)]

    assert race(sessions, *(acts if is_first else reversed(acts))) == ("", "")

    assert ShownSpan.objects.filter(passage=scene.waits.passage_id, by_evidence=True).exists()


def test_a_relation_that_is_being_made_is_given_no_passage_behind_its_back(sessions, scene):
    """It stands on one passage, and another relation on the other: neither is what it was given."""
    own, given = a_passage(scene.number), a_passage(1000 + scene.number)
    proposed(given, published(), scene.claim)
    made: list[Relation] = []

    def makes() -> None:
        made.append(
            propose_relation(
                by=who("carla"), from_claim=scene.claim, to_claim=published(), kind="refines", reason="It says more.", evidence=[own]
            )
        )

    def gives() -> None:
        with recorded(by=who("cyril")), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO claims_relationevidence (public_id, revision, relation_id, passage_id) VALUES (%s, 1, %s, %s)",
                [f"given-{scene.number}", made[0].pk, given.pk],
            )

    assert race(sessions, makes, gives) == (
        "", "law 3: a passage is given to a relation that does not know of it: write it again",
    )  # fmt: skip
    assert list(RelationEvidence.objects.filter(relation=made[0]).values_list("passage", flat=True)) == [own.pk]
