from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from claims.services.accounts import CURATORS
from history.locks import Lock
from history.models import Change, KeptAnswer
from sources.models import Passage
from tests.factories.sources import DocumentFactory, TextFactory

WORDS = "The dyke was raised in the year of the comet. It was raised by hand."
ADDRESS = "/api/v1/excerpts/"


def pin(api, quote="by hand", key="one", **headers):
    return api.post(ADDRESS, {"document": "dyke1901", "quote": quote}, format="json", headers={"Idempotency-Key": key, **headers})


@pytest.fixture
def text(db):
    return TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)


@pytest.fixture
def pinning(api, curator):
    api.force_authenticate(curator)
    return api


def test_the_same_request_is_answered_alike_and_does_nothing_twice(pinning, text):
    first = pin(pinning)
    changes = Change.objects.count()

    second = pin(pinning)

    assert (first.status_code, second.status_code) == (201, 201)
    assert (second.content, second["Location"], second["ETag"]) == (first.content, first["Location"], first["ETag"])
    assert (Change.objects.count(), KeptAnswer.objects.count()) == (changes, 1)


def test_a_key_is_for_one_request(pinning, text):
    pin(pinning)

    answer = pin(pinning, quote="comet")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["Idempotency-Key"])
    assert Passage.objects.count() == 1


def test_a_refused_request_may_be_mended_under_its_key(pinning, text):
    assert pin(pinning, quote="by foot").status_code == 422

    assert pin(pinning, quote="by hand").status_code == 201


def test_keys_of_others_are_other_keys(pinning, text, editor):
    pin(pinning)
    pinning.force_authenticate(editor)

    assert pin(pinning, quote="comet").status_code == 201


def test_a_key_is_forgotten_after_a_day(pinning, text):
    pin(pinning)
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert pin(pinning, quote="comet").status_code == 201
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", "two words", "a" * 256, "schl\u00fcssel", "line\tend"])
def test_what_is_no_key_is_refused(pinning, text, key):
    answer = pin(pinning, key=key)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["Idempotency-Key"])


def test_a_strangers_key_is_kept_nowhere(api, text):
    assert (pin(api).status_code, KeptAnswer.objects.count()) == (401, 0)


class Asking:
    """A curator who sends one request by several connections, and what each is answered."""

    def __init__(self) -> None:
        TextFactory(document=DocumentFactory(citation_key="dyke1901"), content=WORDS)
        self.user = User.objects.create_user("carla", is_staff=True)
        self.user.groups.add(Group.objects.get(name=CURATORS))
        self.answers: list[int] = []

    def ask(self) -> None:
        api = APIClient()
        api.force_authenticate(self.user)
        self.answers.append(pin(api).status_code)
        connection.close()


def test_a_request_that_is_at_work_is_not_begun_again(committed_db):
    asking = Asking()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [Lock.ANSWERING, f"{asking.user.pk} one"])
        waiting = threading.Thread(target=asking.ask)
        waiting.start()
        waiting.join(timeout=30)
        cursor.execute("SELECT pg_advisory_unlock_all()")
    asking.ask()

    assert asking.answers == [409, 201]


def test_of_many_at_once_one_does_it(committed_db):
    asking = Asking()

    threads = [threading.Thread(target=asking.ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert (set(asking.answers) <= {201, 409}, 201 in asking.answers) == (True, True)
    assert (Passage.objects.count(), KeptAnswer.objects.count()) == (1, 1)
