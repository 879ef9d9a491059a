"""Random users do random things, and never reach a state that breaks a law."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.conftest import drop, using_database
from tests.laws.machine import RandomUsers

# The same people every time. EXPLORE=4 lets a hundred others act.
EXPLORES = "EXPLORE" in os.environ
SETTINGS = settings(
    max_examples=int(os.environ["EXPLORE"]) * 25 if EXPLORES else 20,
    stateful_step_count=36,
    derandomize=not EXPLORES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    print_blob=False,
)


@pytest.fixture
def machine(library_database: str, django_db_blocker: DjangoDbBlocker):
    class OverTheLibrary(RandomUsers):
        library = library_database
        copy = f"{library_database}_users"
        told = Counter()

    with django_db_blocker.unblock(), using_database(OverTheLibrary.copy):
        yield OverTheLibrary
        for one in connections.all():
            one.close()
    drop(OverTheLibrary.copy)


def test_whatever_people_do_no_law_is_broken(machine):
    run_state_machine_as_test(machine, settings=SETTINGS)

    assert not [what for what in _MUST_HAPPEN if machine.told[what] < _MUST_HAPPEN[what]], machine.told


# Who is only ever refused proves nothing: so much of everything is done at least, and so much is refused.
_MUST_HAPPEN = {
    "claims published": 15,
    "claims retracted": 1,
    "claims superseded": 1,
    "reviews: reject": 1,
    "reviews: withdraw": 1,
    "reviews: request_changes": 1,
    "reviews: reopen": 8,
    "reviews: restore": 1,
    "imported reviews": 2,
    "corrections": 3,
    "re-opened by corrections": 2,
    "retractions of documents": 3,
    "retractions lifted": 1,
    "merges": 1,
    "texts filled": 1,
    "machines' proposals": 1,
    "intrude": 5,
    "intrude refused": 10,
    "intrude at once refused": 2,
    "publish at once": 1,
    "publish at once refused": 1,
}
