"""What somebody might try over HTTP to get round the review: accounts that change, states that change, requests sent at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection

from claims.models import Claim, Evidence, Review
from claims.services.accounts import CURATORS, EDITORS, MACHINES
from claims.services.propose import propose_claim, propose_evidence
from claims.services.review import approve, submit
from tests.claims.api.writers import signed_in
from tests.debate import LINK, Debate
from tests.factories.sources import PassageFactory

CLAIM = "/api/v1/claims/gate-opened-late/"


@pytest.fixture
def submitted(debate: Debate, curator, editor) -> Claim:
    """A claim in review whose evidence is accepted."""
    evidence = debate.draft.evidence.get()
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    submit(debate.draft, by=curator)
    return debate.draft


def post(client, verb: str, address: str = CLAIM, tag: str | None = None, **headers: str):
    return client.post(
        f"{address}{verb}/", {"comment": "So."}, format="json", headers={"If-Match": tag or client.get(address)["ETag"], **headers}
    )


def state(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).status


def test_an_account_that_is_renamed_is_the_same_person(submitted, curator, editor):
    curator.username = "somebody-else"
    curator.save()
    curator.groups.add(Group.objects.get(name=EDITORS))

    answer = post(signed_in(curator), "approve")

    assert (answer.status_code, state(submitted)) == (403, "in_review")
    assert "does not approve it: ask a second person" in answer.json()["detail"]


def test_a_superuser_does_not_approve_what_is_its_own(debate, django_user_model, curator, editor):
    root = django_user_model.objects.create_superuser("root")
    claim = propose_claim(by=root, public_id="of-root", type="event", statement="It was so.", attributes={"what": "that"})
    evidence = propose_evidence(by=curator, claim=claim, passage=debate.bare, **LINK)
    submit(evidence, by=curator)
    approve(evidence, by=editor)
    submit(claim, by=curator)

    assert (post(signed_in(root), "approve", "/api/v1/claims/of-root/").status_code, state(claim)) == (403, "in_review")


def test_a_record_made_again_under_the_same_name_is_another_one(debate, curator, editor, administrator):
    evidence = debate.draft.evidence.get()
    evidence.delete()
    seen = signed_in(editor).get(CLAIM)["ETag"]
    debate.draft.delete()
    again = propose_claim(
        by=editor, public_id="gate-opened-late", type="event", statement="The gate opened late.", attributes={"what": "opening"}
    )
    submit(again, by=editor)

    assert post(signed_in(administrator), "approve", tag=seen).status_code == 412
    assert (post(signed_in(editor), "approve").status_code, state(again)) == (403, "in_review")


def test_a_machine_that_is_also_an_editor_decides_nothing(submitted, django_user_model):
    both = django_user_model.objects.create_user("both", is_staff=True)
    both.groups.set(Group.objects.filter(name__in=[MACHINES, EDITORS]))

    assert (post(signed_in(both), "approve").status_code, state(submitted)) == (403, "in_review")


def test_a_right_that_was_taken_away_since_the_page_was_read_is_gone(submitted, editor):
    client = signed_in(editor)
    tag = client.get(CLAIM)["ETag"]
    editor.groups.set(Group.objects.filter(name=CURATORS))

    assert (post(client, "approve", tag=tag).status_code, state(submitted)) == (403, "in_review")


def test_a_right_to_review_alone_is_enough_and_is_needed(submitted, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    before = post(signed_in(reader), "approve").status_code
    reader.user_permissions.add(Permission.objects.get(codename="review_claim"))

    assert (before, post(signed_in(reader), "approve").status_code) == (403, 200)


def test_the_token_of_an_account_that_was_closed_opens_nothing(submitted, editor):
    client = signed_in(editor)
    tag = client.get(CLAIM)["ETag"]
    editor.is_active = False
    editor.save()

    answer = client.post(f"{CLAIM}approve/", {}, format="json", headers={"If-Match": tag})

    assert (answer.status_code, answer["Content-Type"], state(submitted)) == (401, "application/problem+json", "in_review")


def test_words_that_were_changed_and_changed_back_are_another_state(submitted, curator, editor):
    seen = signed_in(editor).get(CLAIM)["ETag"]
    for statement in ("Something else.", "The gate opened late."):
        writing = signed_in(curator)
        writing.patch(CLAIM, {"statement": statement}, format="json", headers={"If-Match": writing.get(CLAIM)["ETag"]})
    submitted.refresh_from_db()
    submit(submitted, by=curator)

    assert (post(signed_in(editor), "approve", tag=seen).status_code, state(submitted)) == (412, "in_review")


def test_an_approval_sent_twice_is_one(submitted, editor):
    client = signed_in(editor)
    tag = client.get(CLAIM)["ETag"]
    first, same, other, stale = (
        post(client, "approve", tag=tag, **{"Idempotency-Key": key}) if key else post(client, "approve", tag=tag)
        for key in ("click", "click", "another-click", "")
    )

    assert [answer.status_code for answer in (first, same, other, stale)] == [200, 200, 412, 412]
    assert same.json() == first.json()
    assert Review.objects.filter(claim=submitted, action="approve").count() == 1


def at_once(*requests: Any) -> list[int]:
    """Send requests from as many connections at the same moment; return their statuses in the same order."""
    start, statuses = threading.Barrier(len(requests)), {}

    def send(place: int, request: Any) -> None:
        try:
            start.wait(30)
            statuses[place] = request().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=one) for one in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [statuses[place] for place in range(len(requests))]


@pytest.fixture
def waiting(committed_db) -> dict[str, Any]:
    """A claim in review on accepted evidence, committed, and clients of a curator and two editors."""
    people = {}
    for name, group in (("carla", CURATORS), ("edith", EDITORS), ("edgar", EDITORS)):
        people[name] = get_user_model().objects.create_user(name, is_staff=True)
        people[name].groups.add(Group.objects.get(name=group))
    by = people["carla"]
    claim = propose_claim(
        by=by, public_id="gate-opened-late", type="event", statement="The gate opened late.", attributes={"what": "opening"}
    )
    evidence = propose_evidence(by=by, claim=claim, passage=PassageFactory(), public_id="the-evidence", **LINK)
    submit(evidence, by=by)
    approve(evidence, by=people["edith"])
    submit(claim, by=by)
    return {name: signed_in(person) for name, person in people.items()}


def test_of_two_approvals_at_once_one_is_made(waiting):
    tag = waiting["edith"].get(CLAIM)["ETag"]
    statuses = at_once(*(lambda client=waiting[name]: post(client, "approve", tag=tag) for name in ("edith", "edgar")))

    assert sorted(statuses) == [200, 412]
    assert Review.objects.filter(claim__isnull=False, action="approve").count() == 1


def test_of_an_approval_and_an_edit_at_once_one_is_refused(waiting):
    tag = waiting["edith"].get(CLAIM)["ETag"]
    approved, edited = at_once(
        lambda: post(waiting["edith"], "approve", tag=tag),
        lambda: waiting["carla"].patch(CLAIM, {"statement": "It opened early."}, format="json", headers={"If-Match": tag}),
    )
    claim = Claim.objects.get()

    assert (approved, edited, claim.status, claim.statement) in [
        (200, 412, "published", "The gate opened late."),
        (412, 200, "draft", "It opened early."),
    ]


def test_a_publication_and_the_retraction_of_its_only_evidence_leave_no_claim_that_never_had_ground(waiting):
    address = "/api/v1/evidence/the-evidence/"
    tag, of_evidence = waiting["edith"].get(CLAIM)["ETag"], waiting["edgar"].get(address)["ETag"]
    approved, retracted = at_once(
        lambda: post(waiting["edith"], "approve", tag=tag), lambda: post(waiting["edgar"], "retract", address, tag=of_evidence)
    )
    kept = (Claim.objects.get().status, Evidence.objects.get().status)

    # First approved and then retracted, approved alone, or retracted first: then there is nothing to stand on.
    assert (approved, retracted, *kept) in [
        (200, 200, "published", "retracted"),
        (200, 412, "published", "accepted"),
        (422, 200, "in_review", "retracted"),
        (412, 200, "in_review", "retracted"),
    ]
    if kept == ("published", "retracted"):
        decided = list(Review.objects.exclude(action="submit").order_by("id").values_list("action", flat=True))
        assert decided == ["approve", "approve", "retract"]
