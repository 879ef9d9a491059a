"""What readers of the API see of challenges and of revisions."""

from __future__ import annotations

from claims.services.propose import propose_relation
from claims.services.review import approve, submit
from claims.services.revise import revise
from tests.debate import Debate, reviewed_claim

SITE = "http://testserver/api/v1"


def accept(record, curator, editor) -> None:
    submit(record, by=curator)
    approve(record, by=editor)


def test_a_superseded_claim_leads_to_its_revision_and_back(debate: Debate, api, curator, editor):
    revised = revise(debate.published, by=curator)
    old = f"{SITE}/claims/{debate.published.public_id}/"
    assert api.get(old).json()["superseded_by"] is None

    accept(revised.evidence.get(), curator, editor)
    accept(revised, curator, editor)

    shown, later = api.get(old).json(), api.get(f"{SITE}/claims/{revised.public_id}/").json()
    assert (shown["status"], shown["superseded_by"], shown["supersedes"]) == ("superseded", later["url"], None)
    assert (later["status"], later["superseded_by"], later["supersedes"]) == ("published", None, shown["url"])


def test_evidence_names_the_accepted_challenges_to_it_alike_for_every_reader(debate: Debate, api, curator, editor):
    other = reviewed_claim(debate.bare, curator, editor, "It was a rumour.", "only-a-rumour")
    challenge = propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=debate.accepted, reason="Hearsay.")
    address = f"{SITE}/evidence/{debate.accepted.public_id}/"
    api.force_authenticate(curator)
    assert api.get(address).json()["challenges"] == []

    accept(challenge, curator, editor)

    named = [f"{SITE}/relations/{challenge.public_id}/"]
    assert api.get(address).json()["challenges"] == named
    api.force_authenticate(None)
    assert api.get(address).json()["challenges"] == named
    claim = api.get(f"{SITE}/claims/{debate.published.public_id}/").json()
    assert [evidence["challenges"] for evidence in claim["evidence"]] == [named]
