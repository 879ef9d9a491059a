"""Laws against the pages of the admin: what their buttons and forms send, also what they would never offer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from claims.models import Claim, Evidence, Review
from claims.services.accounts import MACHINES
from claims.services.propose import propose_claim
from claims.services.review import submit
from sources.models import Retraction
from tests.debate import Debate
from tests.history.admin.pages import filled, messages_of, page

pytestmark = pytest.mark.django_db


def press(client, record, act: str, **given):
    """The button of a record's page."""
    return client.post(
        page(f"claims_{record._meta.model_name}", "review", record.pk), {"act": act, "revision": record.revision} | given, follow=True
    )


def state(record) -> str:
    record.refresh_from_db()
    return str(record.status)


def test_nothing_without_accepted_evidence_is_published(client, curator, editor, debate: Debate):
    submit(debate.draft, by=curator)
    client.force_login(editor)

    answer = press(client, debate.draft, "approve")

    assert (state(debate.draft), messages_of(answer)) == (
        "in_review",
        ["Claim gate-opened-late has no accepted evidence: accept some first (law 2)."],
    )


@pytest.mark.parametrize("part", ["proposer", "submitter"])
def test_whoever_had_a_part_in_it_does_not_approve_it(client, curator, editor, debate: Debate, part):
    makes, hands_in = (editor, curator) if part == "proposer" else (curator, editor)
    own = propose_claim(by=makes, type="event", statement="Mine.", attributes={"what": "closing"})
    submit(own, by=hands_in)
    client.force_login(editor)

    answer = press(client, own, "approve")

    assert state(own) == "in_review"
    assert [said.split(": ")[-1] for said in messages_of(answer)] == ["ask a second person (law 3)."]


def test_a_retraction_reopens_what_stands_on_the_document_and_lifting_it_restores(client, editor, debate: Debate):
    client.force_login(editor)
    address = page("sources_retraction", "add")

    client.post(address, filled(client.get(address), document=debate.document.pk, reason="The figures were invented."))

    assert state(debate.accepted) == "in_review"
    address = page("sources_retraction", "change", Retraction.objects.get().pk)
    client.post(address, filled(client.get(address), lifted_because="They were not."))
    assert state(debate.accepted) == "accepted"
    assert list(Review.objects.filter(evidence=debate.accepted).order_by("id").values_list("action", "by__username"))[-2:] == [
        ("reopen", "edith"),
        ("restore", "edith"),
    ]


def test_a_machine_decides_nothing(client, curator, editor, debate: Debate):
    evidence = debate.draft.evidence.get()
    submit(evidence, by=curator)
    editor.groups.add(Group.objects.get(name=MACHINES))
    client.force_login(editor)

    press(client, evidence, "approve")

    assert state(evidence) == "in_review"
    assert not Review.objects.filter(evidence=evidence, action="approve").exists()


@pytest.mark.parametrize("forged", [{"origin": "machine", "tool": "matcher 1"}, {"created_by": "1"}, {"status": "published"}])
def test_who_proposed_a_record_and_its_state_are_no_fields(client, curator, debate: Debate, forged):
    before = Claim.objects.filter(pk=debate.draft.pk).values("origin", "tool", "created_by", "status").get()
    client.force_login(curator)
    address = page("claims_claim", "change", debate.draft.pk)

    answer = client.post(address, filled(client.get(address), statement="The gate opened very late.", **forged))

    assert answer.status_code == 302
    assert Claim.objects.get(pk=debate.draft.pk).statement == "The gate opened very late."
    assert Claim.objects.filter(pk=debate.draft.pk).values("origin", "tool", "created_by", "status").get() == before


def test_accepted_evidence_is_read_only_whatever_is_posted(client, curator, debate: Debate):
    client.force_login(curator)
    address = page("claims_evidence", "change", debate.accepted.pk)

    client.post(address, {"stance": "disputes", "reason": "Another.", "seen_revision": debate.accepted.revision, "_save": "Save"})

    assert Evidence.objects.get(pk=debate.accepted.pk).stance == "supports"
