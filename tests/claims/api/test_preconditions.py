"""Law 6 over HTTP: nobody changes or decides on a state that they have not seen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection

from claims.models import Claim
from claims.services.accounts import CURATORS, EDITORS
from claims.services.propose import propose_claim
from claims.services.review import submit
from history.services import recorded
from tests.claims.api.writers import signed_in
from tests.factories.claims import TopicFactory, TopicLabelFactory

DRAFT = "/api/v1/claims/gate-opened-late/"


def edited(claim, by, statement: str) -> None:
    with recorded(by=by):
        Claim.objects.filter(pk=claim.pk).update(statement=statement)


@pytest.mark.parametrize("header", [None, "*", "  ", '"'])
def test_a_change_that_names_no_state_is_refused(debate, curator, header):
    writing = signed_in(curator)
    headers = {} if header is None else {"If-Match": header}

    answers = [
        writing.patch(DRAFT, {"statement": "x"}, format="json", headers=headers),
        writing.post(f"{DRAFT}submit/", {}, format="json", headers=headers),
    ]

    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [(428, "application/problem+json")] * 2
    assert answers[0].json()["title"] == "Precondition Required"
    assert Claim.objects.get(pk=debate.draft.pk).revision == 1


@pytest.mark.parametrize("made", ["W/{}", '"1"', '"1-0123456789abcdef"'])
def test_a_tag_that_is_not_the_very_one_is_stale(debate, curator, made):
    writing = signed_in(curator)
    tag = made.format(writing.get(DRAFT)["ETag"])

    assert writing.patch(DRAFT, {"statement": "x"}, format="json", headers={"If-Match": tag}).status_code == 412


def test_one_of_several_tags_is_enough(debate, curator):
    writing = signed_in(curator)
    tag = writing.get(DRAFT)["ETag"]

    assert writing.patch(DRAFT, {"statement": "x"}, format="json", headers={"If-Match": f'"else", {tag}'}).status_code == 200


def test_what_somebody_else_changed_is_neither_overwritten_nor_approved(debate, curator, editor, administrator):
    submit(debate.draft, by=curator)
    seen = signed_in(editor).get(DRAFT)["ETag"]
    edited(debate.draft, administrator, "Changed in between.")
    submit(Claim.objects.get(pk=debate.draft.pk), by=curator)

    approved = signed_in(editor).post(f"{DRAFT}approve/", {}, format="json", headers={"If-Match": seen})
    changed = signed_in(curator).patch(DRAFT, {"statement": "Mine."}, format="json", headers={"If-Match": seen})

    assert (approved.status_code, changed.status_code) == (412, 412)
    assert approved.json()["detail"] == (
        "This was changed since you read it: it is at revision 4 now. Nothing was done. "
        "GET it again, look at what changed, and send its new ETag as If-Match."
    )
    present = Claim.objects.get(pk=debate.draft.pk)
    assert (present.status, present.statement) == ("in_review", "Changed in between.")


def test_a_change_of_topics_or_names_alone_makes_the_old_state_stale(debate, curator):
    writing = signed_in(curator)
    topic = TopicFactory(slug="gates")
    of_claim, of_topic = writing.get(DRAFT)["ETag"], writing.get("/api/v1/topics/gates/")["ETag"]
    debate.draft.topics.add(topic)
    TopicLabelFactory(topic=topic)

    answers = [
        writing.patch(DRAFT, {"statement": "x"}, format="json", headers={"If-Match": of_claim}),
        writing.patch("/api/v1/topics/gates/", {"slug": "doors"}, format="json", headers={"If-Match": of_topic}),
    ]

    assert [answer.status_code for answer in answers] == [412, 412]


def test_a_draft_beside_it_changes_no_tag(debate, curator, api):
    """A stranger cannot tell from the tag of a published claim that somebody drafts something for it."""
    address = "/api/v1/claims/gate-closed-early/"
    before = api.get(address)["ETag"]

    sent = {"claim": "gate-closed-early", "excerpt": debate.bare.public_id, "stance": "disputes", "reason": "It does not."}
    made = signed_in(curator).post("/api/v1/evidence/", sent | {"voice": "asserts", "basis": "data", "strength": "weak"}, format="json")

    assert made.status_code == 201
    assert (api.get(address)["ETag"], signed_in(curator).get(address)["ETag"]) == (before, before)
    assert api.get(address, headers={"If-None-Match": before}).status_code == 304


def at_once(*requests: Any) -> list[int]:
    """Send requests from as many connections at the same moment; return their statuses, sorted."""
    start, statuses = threading.Barrier(len(requests)), []

    def send(request: Any) -> None:
        try:
            start.wait(30)
            statuses.append(request().status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


@pytest.fixture
def committed(committed_db):
    """A committed draft, and two clients who may write."""
    accounts = []
    for name, group in (("carla", CURATORS), ("edith", EDITORS)):
        account = get_user_model().objects.create_user(name, is_staff=True)
        account.groups.add(Group.objects.get(name=group))
        accounts.append(account)
    propose_claim(
        by=accounts[0], public_id="gate-opened-late", type="event", statement="The gate opened late.", attributes={"what": "opening"}
    )
    return [signed_in(account) for account in accounts]


def test_of_two_who_change_the_same_state_at_once_one_is_refused(committed):
    tag = committed[0].get(DRAFT)["ETag"]

    statuses = at_once(
        *(
            lambda client=client, n=n: client.patch(DRAFT, {"statement": f"Version {n}."}, format="json", headers={"If-Match": tag})
            for n, client in enumerate(committed)
        )
    )

    assert (statuses, Claim.objects.get().revision) == ([200, 412], 2)


def test_of_two_submissions_at_once_one_is_refused(committed):
    tag = committed[0].get(DRAFT)["ETag"]

    statuses = at_once(
        *(lambda client=client: client.post(f"{DRAFT}submit/", {}, format="json", headers={"If-Match": tag}) for client in committed)
    )

    assert (statuses, Claim.objects.get().status) == ([200, 412], "in_review")
