"""A deadlock with somebody else at work: the page says what happened, keeps what was typed and offers to send it again."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, models, transaction
from django.test import Client, RequestFactory
from django.urls import resolve
from psycopg.errors import DeadlockDetected

from claims.models import Claim
from claims.services.accounts import CURATORS, EDITORS
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from history.admin.same_moment import AGAIN, SameMomentMiddleware
from sources.models import Author
from tests.debate import LINK
from tests.factories.sources import AuthorFactory, NameVariantFactory, PassageFactory
from tests.history.admin.conflicts import shown
from tests.history.admin.pages import errors, filled, page

SENTENCE = "At this very moment somebody else changed what you were working on, and the database let them go first."


@pytest.fixture
def people(committed_db) -> dict[str, User]:
    made = {}
    for name, group in (("carla", CURATORS), ("edith", EDITORS)):
        made[name] = User.objects.create_user(name, is_staff=True)
        made[name].groups.add(Group.objects.get(name=group))
    return made


@pytest.fixture
def client(people) -> Client:
    signed_in = Client()
    signed_in.force_login(people["edith"])
    return signed_in


def parted(send: Callable[[], Any], *, held: models.Model, wanted: models.Model, then: Callable[[], Any] = lambda: None) -> Any:
    """The answer to ``send``, which locks ``wanted`` before ``held``, while another connection does it the other way round.

    Whoever has waited for a second asks first whether it is a deadlock, and gives way: here ``send``.
    """

    def answer() -> Any:
        try:
            return send()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            lock(held)
            task = thread.submit(answer)
            wait_until_somebody_waits()
            lock(wanted)
            then()
        return task.result(60)


def lock(record: models.Model) -> None:
    assert type(record)._default_manager.select_for_update().get(pk=record.pk)


def wait_until_somebody_waits() -> None:
    # Of this connection's own locks: others test other databases of the same server.
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("Nobody came to wait: is the order of locks another now?")


@pytest.fixture
def author(committed_db) -> Author:
    return AuthorFactory(family="Nodomi", given="Mie")


def test_what_was_typed_on_a_record_stands_there_again_and_is_saved_when_sent_again(client, author):
    variant = NameVariantFactory(author=author)
    address = page("sources_author", "change", author.pk)
    typed = filled(client.get(address), family="Noudomi")

    lost = parted(lambda: client.post(address, typed), held=variant, wanted=author)

    assert lost.status_code == 409
    assert errors(lost) == {"__all__": [AGAIN]}
    assert filled(lost)["family"] == "Noudomi"
    author.refresh_from_db()
    assert (author.family, author.revision) == ("Nodomi", 1)

    assert client.post(address, filled(lost)).status_code == 302
    author.refresh_from_db()
    assert (author.family, author.revision) == ("Noudomi", 2)


def test_where_the_other_one_changed_this_record_both_versions_are_shown(client, author):
    variant = NameVariantFactory(author=author)
    address = page("sources_author", "change", author.pk)
    typed = filled(client.get(address), family="Noudomi")

    def change() -> None:
        Author.objects.filter(pk=author.pk).update(family="Nodomy")

    lost = parted(lambda: client.post(address, typed), held=variant, wanted=author, then=change)

    assert shown(lost) == [("Family name", "Nodomi", "Nodomy", "Noudomi", "must choose")]


@pytest.fixture
def submitted(people) -> Claim:
    """A claim in review with accepted evidence."""
    claim = propose_claim(by=people["carla"], type="event", statement="The gate closed.", attributes={"what": "closing"})
    evidence = propose_evidence(by=people["carla"], claim=claim, passage=PassageFactory(), **LINK)
    submit(evidence, by=people["carla"])
    approve(evidence, by=people["edith"])
    submit(claim, by=people["carla"])
    return claim


def sent_again(answer: Any) -> dict[str, Any]:
    """What the button of the page sends."""
    fields: dict[str, list[str]] = {}
    (form,) = (one for one in lxml.html.fromstring(answer.content.decode()).forms if one.xpath(".//button[contains(., 'Send it again')]"))
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    del fields["csrfmiddlewaretoken"]
    return {"address": form.action, "fields": fields}


def test_an_act_of_review_is_kept_with_its_comment_and_done_when_sent_again(client, submitted):
    evidence = submitted.evidence.get()
    address = page("claims_evidence", "review", evidence.pk)
    act = {"act": "retract", "revision": str(evidence.revision), "comment": "The figure was <withdrawn>.\nSee p. 4."}

    lost = parted(lambda: client.post(address, act), held=evidence, wanted=submitted)

    again = sent_again(lost)
    assert lost.status_code == 409
    assert SENTENCE in lost.content.decode()
    assert again == {"address": address, "fields": {name: [value] for name, value in act.items()}}
    evidence.refresh_from_db()
    assert evidence.status == "accepted"

    client.post(again["address"], again["fields"])
    evidence.refresh_from_db()
    assert (evidence.status, evidence.reviews.last().comment) == ("retracted", "The figure was <withdrawn>.\nSee p. 4.")


def answer_to(error: Exception, address: str, **sent: Any) -> Any:
    """What the middleware says of an error where no deadlock can be arranged."""
    request = RequestFactory().post(address, sent)
    request.resolver_match = resolve(address)
    request.user = User.objects.get(username="edith")
    request.session = {}
    return SameMomentMiddleware(lambda _: None).process_exception(request, error)


def deadlock() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected()
    return error


@pytest.mark.usefixtures("people")
def test_a_file_cannot_be_kept_and_is_asked_for_again():
    answer = answer_to(deadlock(), page("sources_document", "import_bibliography"), file=SimpleUploadedFile("harbour.bib", b"@book{a}"))

    assert answer.status_code == 409
    assert "go back and choose harbour.bib again" in answer.content.decode()
    assert "Send it again" not in answer.content.decode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("error", "address"), [(OperationalError("the disk is full"), "/admin/"), (deadlock(), "/")])
def test_other_faults_and_other_pages_are_left_to_others(error, address):
    assert answer_to(error, address) is None
