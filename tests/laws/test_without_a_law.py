"""The same random users, in a database that lacks one trigger: sooner or later the law is broken, and the checker says so."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.conftest import drop, using_database
from tests.laws.intruders import against
from tests.laws.machine import LawIsBrokenError, RandomUsers
from tests.laws.people import PEOPLE, correct, publish, publish_claim

# Of each law, one of those triggers or more that carry it. That there is an attack for every trigger is shown elsewhere.
WITHOUT = [
    ("law 1", "sources_passage", "law_passage"),
    ("law 1", "sources_text", "law_text"),
    ("law 2", "claims_claim", "law_ground"),
    ("law 3", "claims_claim", "law_reviewed"),
    ("law 3", "claims_review", "law_review"),
    ("law 4", "sources_passage", "law_reopen"),
    ("law 4", "sources_retraction", "law_retracted"),
    ("law 5", "claims_claim", "revise"),
    ("law 5", "sources_document", "track_update"),
    ("law 5", "sources_merge", "law_merge_carried_out"),
    ("law 6", "claims_review", "law_review"),
    ("law 7", "sources_passage", "law_excerpts_changed"),
    ("law 7", "sources_text", "law_rights"),
    ("law 8", "claims_claim", "law_imported"),
    ("law 9", "claims_claim", "law_reviewed"),
]
# Each of the two triggers of law 2 holds what the other lets through: only without both does chance get by.
WITHOUT_BOTH = {"law_ground": [("claims_review", "law_review_ground")]}
# Where chance alone would take too long: what leads there, oftener.
STEERED = {"law_reopen": [publish, publish_claim, correct]}
_STEPS = 120


@pytest.fixture
def users(library_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[type[RandomUsers]]:
    class WithoutALaw(RandomUsers):
        library = library_database
        copy = f"{library_database}_without"
        told = Counter()
        unwatched = 4
        asks_strangers = False

    with django_db_blocker.unblock(), using_database(WithoutALaw.copy):
        yield WithoutALaw
    drop(WithoutALaw.copy)


@pytest.mark.parametrize(("law", "table", "trigger"), WITHOUT)
def test_a_law_without_its_trigger_is_broken_and_the_checker_says_so(users, law, table, trigger):
    users.without = ((table, trigger), *WITHOUT_BOTH.get(trigger, ()))
    users.judged = (law,)
    users.intruder = staticmethod(against(law))
    users.people = STEERED.get(trigger, PEOPLE)

    with pytest.raises(LawIsBrokenError, match=f"^{law}: "):
        walk(users(), random.Random(f"{law} {table}"))


def walk(users: RandomUsers, chance: random.Random) -> None:
    """Let them act until something is found, or they are tired; those who break this law try oftener than others."""
    try:
        for _ in range(_STEPS):
            act = chance.choice([users.somebody_acts, users.somebody_intrudes, users.somebody_intrudes, users.two_act_at_once])
            act(random.Random(chance.randrange(2**32)))
    finally:
        users._open.close()
        for one in connections.all():
            one.close()
