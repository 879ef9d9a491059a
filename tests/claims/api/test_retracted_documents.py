"""Answers say that a document is retracted, wherever they name it as a source."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.services.review import approve
from sources.models import Retraction
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.api.writers import signed_in
from tests.debate import Debate
from tests.factories.sources import DocumentFactory

DOCUMENT = "/api/v1/documents/tarrowby2019holding/"
NOTICE = "https://halver.example/notice"


@pytest.fixture
def retraction(debate: Debate, editor) -> Retraction:
    return retract_document(debate.document, by=editor, reason="The gauges were misread.", retracted_on="2020-02", notice=NOTICE)


def told(retraction: Retraction) -> dict[str, str]:
    recorded_at = retraction.created_at.isoformat().replace("+00:00", "Z")
    said = {"retracted_on": "2020-02", "reason": "The gauges were misread.", "notice": NOTICE}
    return {"id": retraction.public_id, **said, "recorded_at": recorded_at}


def test_a_document_tells_its_retraction_to_everybody(retraction, api, curator):
    retraction.refresh_from_db()
    in_list = api.get("/api/v1/documents/").json()["results"]

    assert api.get(DOCUMENT).json()["retraction"] == told(retraction)
    assert signed_in(curator).get(DOCUMENT).json()["retraction"] == told(retraction)
    assert [one["retraction"] for one in in_list] == [told(retraction)]


def test_a_retraction_is_another_state_of_the_document(debate, api, editor):
    before = api.get(DOCUMENT)
    retraction = retract_document(debate.document, by=editor, reason="Misread.")
    retracted = api.get(DOCUMENT, headers={"If-None-Match": before["ETag"]})
    lift_retraction(retraction, by=editor, reason="Reinstated after appeal.")
    lifted = api.get(DOCUMENT)

    assert (before.json()["retraction"], retracted.status_code, lifted.json()["retraction"]) == (None, 200, None)
    assert len({before["ETag"], retracted["ETag"]}) == 2


def test_excerpts_and_what_stands_on_them_tell_it_too(debate, retraction, api, editor, administrator):
    retraction.refresh_from_db()
    excerpt = api.get(f"/api/v1/excerpts/{debate.public.public_id}/").json()
    debate.accepted.refresh_from_db()
    approve(debate.accepted, by=administrator, comment="Quoted as an error.")
    evidence = api.get(f"/api/v1/evidence/{debate.accepted.public_id}/").json()
    claim = api.get("/api/v1/claims/gate-closed-early/").json()

    shown = (excerpt, evidence["excerpt"], claim["evidence"][0]["excerpt"])
    assert [one["document"]["retraction"] for one in shown] == [told(retraction)] * 3


def test_as_of_a_moment_before_it_was_not_retracted(debate, api, editor):
    before = timezone.now().isoformat()
    retraction = retract_document(debate.document, by=editor, reason="Misread.")
    between = timezone.now().isoformat()
    lift_retraction(retraction, by=editor, reason="Reinstated after appeal.")
    moments = [api.get(DOCUMENT, {"as_of": moment}).json()["retraction"] for moment in (before, between)]

    assert [moment and moment["reason"] for moment in moments] == [None, "Misread."]


def test_lists_ask_once_however_many_are_retracted(api, editor):
    def queries_with(more: int) -> int:
        for document in DocumentFactory.create_batch(more):
            retract_document(document, by=editor, reason="Misread.")
        api.get("/api/v1/documents/")  # the first citation of a document is kept for the next
        with CaptureQueriesContext(connection) as made:
            shown = api.get("/api/v1/documents/").json()["results"]
        assert all(one["retraction"] for one in shown)
        return len(made)

    assert queries_with(1) == queries_with(4)
