"""Laws against what a tool sends over REST."""

from __future__ import annotations

import json

import pytest

from history.models import Change
from tests.claims.api.writers import signed_in
from tests.debate import Debate
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory

pytestmark = pytest.mark.django_db

DRAFT = "/api/v1/claims/gate-opened-late/"


def test_every_change_is_kept_with_who_made_it_and_what_was_before(debate: Debate, curator, editor):
    client = signed_in(editor)
    tag = client.get(DRAFT)["ETag"]

    answer = client.patch(DRAFT, {"statement": "The gate opened at noon."}, format="json", headers={"If-Match": tag})

    assert answer.status_code == 200
    before, after = Change.objects.of(debate.draft).order_by("id")
    assert (before.user, before.state["statement"]) == ("carla", "The gate opened late.")
    assert (after.user, after.user_id, after.kind, after.changed, after.state["statement"]) == (
        "edith",
        editor.pk,
        "update",
        ["statement"],
        "The gate opened at noon.",
    )


def test_a_deletion_is_kept_too(debate: Debate, editor):
    client = signed_in(editor)
    address = f"/api/v1/evidence/{debate.draft.evidence.get().public_id}/"

    answer = client.delete(address, headers={"If-Match": client.get(address)["ETag"]})

    assert answer.status_code == 204
    last = Change.objects.filter(table="claims_evidence").order_by("id").last()
    assert last is not None
    assert (last.kind, last.user, last.state["reason"]) == ("delete", "edith", "It says so.")


@pytest.mark.parametrize("form", ["biblatex", "bibtex", "ris", "csl-json"])
def test_what_was_taken_away_changes_nothing_when_it_comes_back(curator, form):
    document = DocumentFactory(citation_key="ashdown2001gates", type="book", title="門 & Gates", issued="2001", publisher="Quay Press")
    ContributionFactory(document=document, author=AuthorFactory(family="Ashdown", given="Maud"))
    IdentifierFactory(document=document, scheme="isbn", value="978-0-262-03384-8")
    client = signed_in(curator)
    taken = client.get(f"/api/v1/documents/?format={form}")

    answer = client.post("/api/v1/imports/", taken.getvalue(), content_type=taken["Content-Type"].split(";")[0])

    report = json.loads(answer.getvalue())
    assert (answer.status_code, report["created"], report["updated"], report["unchanged"], report["failed"]) == (200, 0, 0, 1, 0)
