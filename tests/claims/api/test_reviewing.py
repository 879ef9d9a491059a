from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from claims.models import Claim, Review
from claims.services.accounts import CURATORS, MACHINES
from tests.claims.api.writers import signed_in
from tests.factories.claims import ClaimFactory, RelationFactory

pytestmark = pytest.mark.django_db
DRAFT = "/api/v1/claims/gate-opened-late/"
ITS_EVIDENCE = "/api/v1/evidence/"


def act(client, address: str, verb: str, **body: str):
    """Read the record and do one act of review on what was read."""
    tag = client.get(address)["ETag"]
    return client.post(f"{address}{verb}/", body, format="json", headers={"If-Match": tag})


@pytest.fixture
def evidence_address(debate) -> str:
    return f"{ITS_EVIDENCE}{debate.draft.evidence.get().public_id}/"


def test_a_claim_and_its_evidence_go_from_draft_to_publication_and_back(debate, curator, editor, api, evidence_address):
    writer, reviewer = signed_in(curator), signed_in(editor)

    states = [
        (answer.status_code, answer.json()["status"])
        for client, address, verb, comment in (
            (writer, DRAFT, "submit", "Ready."),
            (writer, DRAFT, "withdraw", ""),
            (writer, DRAFT, "submit", ""),
            (reviewer, DRAFT, "request_changes", "Which gate?"),
            (writer, DRAFT, "submit", "The outer one."),
            (writer, evidence_address, "submit", ""),
            (reviewer, evidence_address, "approve", "Read against the scan."),
            (reviewer, DRAFT, "approve", ""),
            (reviewer, DRAFT, "retract", "The log was misread."),
        )
        for answer in [act(client, address, verb, comment=comment)]
    ]

    assert states == [
        (200, "in_review"),
        (200, "draft"),
        (200, "in_review"),
        (200, "draft"),
        (200, "in_review"),
        (200, "in_review"),
        (200, "accepted"),
        (200, "published"),
        (200, "retracted"),
    ]
    told = Review.objects.filter(claim=debate.draft).order_by("id").values_list("action", "by__username", "comment")
    assert list(told)[3:] == [
        ("request_changes", "edith", "Which gate?"),
        ("submit", "carla", "The outer one."),
        ("approve", "edith", ""),
        ("retract", "edith", "The log was misread."),
    ]
    assert api.get(DRAFT).json()["status"] == "retracted"


def test_the_answer_is_the_record_as_it_is_now_with_its_tag(debate, curator):
    client = signed_in(curator)

    answer = act(client, DRAFT, "submit")

    read = client.get(DRAFT)
    assert (answer.json(), answer["ETag"]) == (read.json(), read["ETag"])


def test_who_proposed_it_does_not_approve_it(editor):
    ClaimFactory(public_id="mine")
    client = signed_in(editor)
    made = client.post("/api/v1/claims/", {"type": "event", "statement": "It closed.", "attributes": {"what": "closing"}}, format="json")
    act(client, made["Location"], "submit")

    answer = act(client, made["Location"], "approve")

    assert (answer.status_code, answer.json()["title"]) == (403, "Forbidden")
    assert answer.json()["detail"].startswith("Who made, edited or submitted claim ")
    assert "ask a second person" in answer.json()["detail"]


@pytest.mark.parametrize("verb", ["approve", "request_changes", "reject", "retract"])
def test_a_curator_decides_nothing(debate, curator, verb):
    act(signed_in(curator), DRAFT, "submit")

    answers = [act(signed_in(curator), DRAFT, verb, comment="So."), signed_in(curator).post(f"{DRAFT}{verb}/", {}, format="json")]

    # Whoever has no right is not sent to fetch a tag first.
    assert {(one.status_code, one.json()["detail"]) for one in answers} == {
        (403, "carla may not decide on what others submitted: ask an editor.")
    }


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("approve", "This is draft; to approve it must be in_review."),
        ("reject", "This is draft; to reject it must be in_review."),
        ("withdraw", "This is draft; to withdraw it must be in_review."),
        ("retract", "This is draft; to retract it must be published or accepted."),
    ],
)
def test_an_act_in_the_wrong_state_is_a_conflict(debate, editor, verb, told):
    answer = act(signed_in(editor), DRAFT, verb, comment="So.")

    assert (answer.status_code, answer.json()["detail"]) == (409, told)


def test_to_submit_twice_is_a_conflict(debate, curator):
    client = signed_in(curator)
    act(client, DRAFT, "submit")

    assert act(client, DRAFT, "submit").status_code == 409


def test_a_claim_without_accepted_evidence_is_not_fit_to_be_published(debate, curator, editor):
    act(signed_in(curator), DRAFT, "submit")

    answer = act(signed_in(editor), DRAFT, "approve")

    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Claim gate-opened-late has no accepted evidence: accept some first (law 2).",
    )
    assert Claim.objects.get(public_id="gate-opened-late").status == "in_review"


@pytest.mark.parametrize("verb", ["request_changes", "reject"])
@pytest.mark.parametrize("body", [{}, {"comment": " "}])
def test_a_refusal_says_why(debate, curator, editor, verb, body):
    act(signed_in(curator), DRAFT, "submit")

    answer = act(signed_in(editor), DRAFT, verb, **body)

    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"field": "comment", "message": "Say why: a comment is needed to ask for changes, to reject or to retract."}],
    )


def test_unknown_fields_of_a_comment_are_refused(debate, curator):
    answer = act(signed_in(curator), DRAFT, "submit", coment="Ready.")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, ["coment"])


def test_an_act_needs_no_body(debate, curator):
    client = signed_in(curator)

    answer = client.post(f"{DRAFT}submit/", headers={"If-Match": client.get(DRAFT)["ETag"]})

    assert (answer.status_code, answer.json()["status"]) == (200, "in_review")


def test_what_is_published_is_revised_by_a_draft_that_takes_its_place(debate, curator, editor):
    address, writer, reviewer = "/api/v1/claims/gate-closed-early/", signed_in(curator), signed_in(editor)

    made = act(writer, address, "revise", comment="The hour is known now.")
    draft = made["Location"]
    again = act(writer, address, "revise")
    changed = writer.patch(draft, {"statement": "The gate closed at dawn."}, format="json", headers={"If-Match": made["ETag"]})
    for one in (changed.json()["evidence"][0]["url"], draft):
        act(writer, one, "submit")
        act(reviewer, one, "approve")

    assert (made.status_code, made.json()["status"], made.json()["supersedes"]) == (201, "draft", f"http://testserver{address}")
    assert (writer.get(draft).json()["status"], writer.get(address).json()["status"]) == ("published", "superseded")
    assert writer.get(address).json()["superseded_by"] == draft
    assert act(writer, address, "revise").status_code == 409
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "It is being revised already: go on with that revision, or have it rejected first.",
    )


def test_relations_are_reviewed_alike(curator, editor, debate):
    relation = RelationFactory(from_claim=debate.published)
    address = f"/api/v1/relations/{relation.public_id}/"

    act(signed_in(curator), address, "submit")
    answer = act(signed_in(editor), address, "approve")

    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")


def test_an_act_sent_again_under_its_key_is_done_once(debate, curator):
    client = signed_in(curator)
    tag = client.get(DRAFT)["ETag"]

    answers = [
        client.post(f"{DRAFT}submit/", {"comment": "Ready."}, format="json", headers={"If-Match": tag, "Idempotency-Key": "one"})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (answers[0].json(), Review.objects.filter(claim=debate.draft).count()) == (answers[1].json(), 1)


@pytest.mark.parametrize("verb", ["submit", "withdraw", "approve", "request_changes", "reject", "retract"])
def test_strangers_and_readers_do_nothing(debate, api, django_user_model, verb):
    reader = signed_in(django_user_model.objects.create_user("rosa"))

    statuses = [client.post(f"{DRAFT}{verb}/", {}, format="json", headers={"If-Match": '"1-a"'}).status_code for client in (api, reader)]

    # Whether there is such a draft is not said.
    absent = reader.post(f"/api/v1/claims/none-such/{verb}/", {}, format="json", headers={"If-Match": '"1-a"'}).status_code
    assert [*statuses, absent] == [401, 403, 403]


@pytest.mark.parametrize("resource", ["claims", "evidence", "relations", "topics"])
def test_writing_is_for_accounts_that_may(api, django_user_model, resource):
    reader = signed_in(django_user_model.objects.create_user("rosa"))

    stranger, refused = (client.post(f"/api/v1/{resource}/", {}, format="json") for client in (api, reader))

    noun = {"claims": "claims", "evidence": "evidence", "relations": "relations", "topics": "topics"}[resource]
    assert (stranger.status_code, refused.status_code) == (401, 403)
    assert refused.json()["detail"] == f"Your account may not propose {noun}: ask an administrator."


def test_deleting_is_not_for_curators(debate, curator):
    client = signed_in(curator)

    answer = client.delete(DRAFT, headers={"If-Match": client.get(DRAFT)["ETag"]})

    assert (answer.status_code, answer.json()["detail"]) == (403, "Your account may not delete claims: ask an administrator.")


@pytest.fixture
def machine(db) -> User:
    account = User.objects.create_user("matcher")
    account.groups.add(Group.objects.get(name=MACHINES))
    return account


EVENT = {"type": "event", "statement": "It closed.", "attributes": {"what": "closing"}}


def test_a_machine_proposes_and_submits_as_a_machine_and_sees_what_is_its_own(debate, machine, editor):
    client = signed_in(machine)

    made = client.post("/api/v1/claims/", EVENT | {"tool": "matcher 1.2"}, format="json")
    submitted = act(client, made["Location"], "submit")

    assert (made.status_code, made.json()["origin"], made.json()["tool"]) == (201, "machine", "matcher 1.2")
    assert (submitted.status_code, submitted.json()["status"]) == (200, "in_review")
    assert {claim["id"] for claim in client.get("/api/v1/claims/").json()["results"]} == {made.json()["id"], "gate-closed-early"}
    assert signed_in(editor).get(made["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "tool"), ({"tool": " "}, "tool"), ({"origin": "human"}, "origin"), ({"origin": "human", "tool": "x"}, "origin")],
)
def test_a_machine_says_that_it_is_one_and_which(machine, sent, field):
    answer = signed_in(machine).post("/api/v1/claims/", EVENT | sent, format="json")

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


def test_a_person_may_bring_a_machines_proposal_but_names_no_tool_of_their_own(curator):
    client = signed_in(curator)

    brought = client.post("/api/v1/claims/", EVENT | {"origin": "machine", "tool": "matcher 1.2"}, format="json")
    refused = client.post("/api/v1/claims/", EVENT | {"tool": "matcher 1.2"}, format="json")

    assert (brought.status_code, brought.json()["origin"], refused.status_code) == (201, "machine", 422)


def test_a_machine_decides_nothing_even_in_the_group_of_editors(debate, machine, curator, editor):
    machine.groups.add(Group.objects.get(name="editors"))
    machine.is_staff = True
    machine.save()
    act(signed_in(curator), DRAFT, "submit")

    answer = act(signed_in(machine), DRAFT, "reject", comment="No.")

    assert (answer.status_code, answer.json()["detail"]) == (403, "A machine decides nothing (law 9).")


def test_a_curator_of_the_group_needs_no_staff_flag_to_write_and_sees_own_drafts_only(debate, django_user_model):
    account = django_user_model.objects.create_user("cyril")
    account.groups.add(Group.objects.get(name=CURATORS))
    client = signed_in(account)

    made = client.post("/api/v1/claims/", EVENT, format="json")

    assert (client.get(made["Location"]).status_code, client.get(DRAFT).status_code) == (200, 404)
