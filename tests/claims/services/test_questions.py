from __future__ import annotations

import pytest
from django.db import connection

from claims.models import Evidence
from claims.services.propose import propose_evidence, propose_relation
from claims.services.questions import QUESTIONS
from claims.services.review import approve, reject, retract, submit
from history.services import recorded
from sources.models import Document, Passage
from sources.services.retract_document import lift_retraction, retract_document
from tests.claims.test_law_of_reopening import GONE, correct
from tests.debate import LINK, reviewed_claim
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

pytestmark = pytest.mark.django_db

OF_CLAIMS = [slug for slug, question in QUESTIONS.items() if question.resource == "claims" and question.is_public]


def answers(api) -> dict[str, list[str]]:
    """The questions that some public claim answers, each with these."""
    found = {slug: [claim["id"] for claim in api.get("/api/v1/claims/", {"question": slug}).json()["results"]] for slug in OF_CLAIMS}
    return {slug: names for slug, names in found.items() if names}


@pytest.fixture
def accepted(debate, curator, editor):
    """Accept a passage of another document as evidence for the published claim."""

    def accept(passage: Passage | None = None, **fields) -> Evidence:
        made = propose_evidence(by=curator, claim=debate.published, passage=passage or passage_elsewhere(), **LINK | fields)
        submit(made, by=curator)
        approve(made, by=editor)
        return made

    return accept


def passage_elsewhere() -> Passage:
    document = DocumentFactory()
    ContributionFactory(document=document, author=AuthorFactory())
    return PassageFactory(text=TextFactory(document=document))


def test_a_claim_from_one_document_that_is_disputed_there_then_unsupported(debate, accepted, editor, api):
    name = debate.published.public_id
    assert answers(api) == {"one-source": [name]}

    accepted(debate.bare, stance="disputes")
    # Its only source disputes it too, and that was accepted later.
    assert answers(api) == {"contested": [name], "for-and-against": [name], "support-lost": [name]}

    retract(debate.accepted, by=editor, comment="Misread.")
    assert answers(api) == {"unsupported": [name], "support-lost": [name]}


def test_several_passages_that_go_by_the_same_are_of_one_kind(debate, accepted, editor, api):
    name = debate.published.public_id
    accepted()
    assert answers(api) == {"one-kind": [name]}

    with_data = accepted(basis="data")
    assert answers(api) == {}

    retract(with_data, by=editor, comment="Not its own.")
    assert answers(api) == {"one-kind": [name]}


def test_support_that_was_there_before_the_dispute_of_two_is_not_lost(debate, accepted, api):
    accepted(basis="data")
    accepted(stance="disputes")

    assert answers(api) == {"contested": [debate.published.public_id]}


def test_a_dispute_that_was_there_before_the_support_is_no_loss(debate, accepted, editor, api):
    accepted(stance="disputes")
    accepted()
    retract(debate.accepted, by=editor, comment="Misread.")

    assert answers(api) == {"contested": [debate.published.public_id]}


def test_support_that_a_published_claim_undercuts_is_lost_until_that_is_retracted(debate, accepted, curator, editor, api):
    name = debate.published.public_id
    other = reviewed_claim(passage_elsewhere(), curator, editor, "The log is forged.", "log-is-forged")
    relation = propose_relation(by=curator, from_claim=other, kind="undercuts", to_evidence=debate.accepted, reason="Forged.")
    submit(relation, by=curator)
    approve(relation, by=editor)
    assert answers(api)["support-lost"] == [name]

    retract(other, by=editor, comment="It is genuine.")

    assert answers(api) == {"one-source": [name]}


def test_support_is_lost_while_its_document_is_retracted_or_hidden(debate, editor, api):
    name = debate.published.public_id
    retraction = retract_document(debate.document, by=editor, reason="The gauges were misread.")
    assert answers(api) == {"unsupported": [name], "support-lost": [name]}

    lift_retraction(retraction, by=editor, reason="Reinstated.")
    assert answers(api) == {"one-source": [name]}

    Document.objects.filter(pk=debate.document.pk).update(is_hidden=True)
    assert answers(api) == {"unsupported": [name], "support-lost": [name]}


def test_re_opened_support_that_is_edited_into_a_dispute_is_lost_no_more(debate, editor, curator, api):
    retract_document(debate.document, by=editor, reason="The gauges were misread.")
    assert answers(api)["support-lost"] == [debate.published.public_id]

    with recorded(by=curator, reason="it says the contrary"), connection.cursor() as cursor:
        cursor.execute("UPDATE claims_evidence SET stance = 'disputes' WHERE id = %s", [debate.accepted.pk])

    assert answers(api) == {"unsupported": [debate.published.public_id]}


def test_a_claim_that_is_published_no_longer_answers_no_question(debate, editor, api):
    assert answers(api) != {}

    retract(debate.published, by=editor, comment="Wrong.")

    assert answers(api) == {}


def listed(api, resource: str, slug: str) -> list[str]:
    return [record["id"] for record in api.get(f"/api/v1/{resource}/", {"question": slug}).json()["results"]]


def test_what_nobody_has_touched_for_long_is_listed_to_those_who_may_go_on_with_it(debate, curator, api, settings):
    link = debate.draft.evidence.get()
    relation = propose_relation(by=curator, from_claim=debate.draft, kind="refines", to_claim=debate.published, reason="It says more.")
    submit(link, by=curator)
    work = {"claims": [debate.draft.public_id], "evidence": [link.public_id], "relations": [relation.public_id]}

    def stale() -> dict[str, list[str]]:
        return {resource: listed(api, resource, f"stale-{resource}") for resource in work}

    api.force_authenticate(curator)
    settings.STALE_DRAFT_DAYS = 1
    assert stale() == {resource: [] for resource in work}

    settings.STALE_DRAFT_DAYS = 0
    assert stale() == work

    api.force_authenticate(None)
    assert stale() == {resource: [] for resource in work}


def test_evidence_and_excerpts_on_words_that_a_correction_removed_are_listed_until_moved(debate, curator, editor, api):
    assert listed(api, "excerpts", "orphaned-excerpts") == []

    correct(debate.document.texts.get(), GONE, by=editor)

    assert listed(api, "excerpts", "orphaned-excerpts") == [debate.public.public_id]
    # It is re-opened, and so no stranger's to see.
    assert listed(api, "evidence", "orphaned-evidence") == []
    api.force_authenticate(curator)
    assert listed(api, "evidence", "orphaned-evidence") == [debate.accepted.public_id]
    assert listed(api, "excerpts", "orphaned-excerpts") == [debate.public.public_id]

    debate.accepted.refresh_from_db()
    reject(debate.accepted, by=editor, comment="An error of the scan.")

    assert listed(api, "evidence", "orphaned-evidence") == []
