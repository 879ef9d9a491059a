"""Law 7: the words that bear a challenge out are public as long as all that it challenges is."""

from __future__ import annotations

import pytest
from django.db import connection

from claims.models import Relation
from claims.models.excerpts import excerpts_visible_to
from claims.services.propose import propose_relation
from claims.services.review import approve, retract, submit
from sources.models import Passage, ShownSpan
from tests.debate import reviewed_claim
from tests.factories.sources import PassageFactory


@pytest.fixture
def challenger(debate, curator, editor):
    return reviewed_claim(PassageFactory(), curator, editor, "The log is forged.", "log-is-forged")


def public(relation: Relation, passage: Passage) -> set[bool]:
    """Whether the challenge shows to strangers: as readers are answered, as the laws ask, and as shown words are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_relation_is_public(%s)", [relation.pk])
        (by_law,) = cursor.fetchone()
    return {
        Relation.objects.public().filter(pk=relation.pk).exists(),
        by_law,
        excerpts_visible_to(None).filter(pk=passage.pk).exists(),
        ShownSpan.objects.filter(passage=passage, by_evidence=True).exists(),
    }


@pytest.mark.parametrize("end", ["evidence", "claim of the evidence", "challenger", "challenge"])
def test_its_words_show_from_the_publication_of_all_its_ends_until_one_is_taken_back(debate, challenger, curator, editor, end):
    evidence = debate.draft.evidence.get()
    relation = propose_relation(
        by=curator, from_claim=challenger, kind="undercuts", to_evidence=evidence, reason="It is forged.", evidence=[debate.bare]
    )
    told = [public(relation, debate.bare)]
    for record in (evidence, relation, debate.draft):
        submit(record, by=curator)
        approve(record, by=editor)
        told.append(public(relation, debate.bare))
    assert told == [{False}, {False}, {False}, {True}]

    retract(
        {"evidence": evidence, "claim of the evidence": debate.draft, "challenger": challenger, "challenge": relation}[end],
        by=editor,
        comment="No.",
    )

    # A claim that is retracted stays readable, with what was said of it.
    assert public(relation, debate.bare) == {end in {"claim of the evidence", "challenger"}}
