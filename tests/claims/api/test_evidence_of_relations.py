"""Excerpts that bear a relation out, over the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Relation
from claims.services.propose import propose_relation
from claims.services.review import approve, submit
from history.models import Change
from sources.services.retract_document import retract_document
from tests.claims.api.writers import signed_in
from tests.claims.test_law_of_reopening import correct
from tests.debate import WORDS, Debate, reviewed_claim
from tests.factories.claims import RelationEvidenceFactory, RelationFactory
from tests.factories.sources import PassageFactory

RELATIONS = "/api/v1/relations/"


@pytest.fixture
def writing(curator):
    return signed_in(curator)


@pytest.fixture
def relation(debate: Debate, curator, editor) -> Relation:
    passage = PassageFactory(text=debate.public.text, start=4, end=11)
    other = reviewed_claim(passage, curator, editor, "The gate stayed open.", "gate-stayed-open")
    ends = {"from_claim": debate.published, "to_claim": other, "kind": "contradicts"}
    return propose_relation(by=curator, reason="One excludes the other.", evidence=[debate.bare], **ends)


def accept(relation: Relation, curator, editor) -> None:
    submit(relation, by=curator)
    approve(relation, by=editor)


def address(relation: Relation) -> str:
    return f"{RELATIONS}{relation.public_id}/"


def ids(body: dict) -> list[str]:
    return [excerpt["id"] for excerpt in body["evidence"]]


def test_a_relation_is_proposed_with_the_excerpts_that_bear_it_out(debate, writing):
    url = f"http://testserver/api/v1/excerpts/{debate.under_draft.public_id}/"
    body = {
        "from": debate.draft.public_id,
        "kind": "contradicts",
        "to": debate.published.public_id,
        "reason": "Both cannot be.",
        "evidence": [debate.bare.public_id, url],
    }

    made = writing.post(RELATIONS, body, format="json")

    assert made.status_code == 201
    assert ids(made.json()) == [debate.bare.public_id, debate.under_draft.public_id]
    assert made.json()["evidence"][0] == writing.get(f"/api/v1/excerpts/{debate.bare.public_id}/").json()
    read = writing.get(made["Location"])
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])


@pytest.mark.parametrize("sent", [["no-such-excerpt"], [{"id": 1}], "gate", [None], ["a" * 501]])
def test_what_is_no_excerpt_is_refused_by_name(relation, writing, sent):
    tag = writing.get(address(relation))["ETag"]
    answer = writing.patch(address(relation), {"evidence": sent}, format="json", headers={"If-Match": tag})

    assert answer.status_code in {400, 422}
    assert {one["field"].split(".")[0] for one in answer.json()["errors"]} == {"evidence"}
    assert relation.evidence_links.count() == 1


def test_other_excerpts_take_what_was_submitted_back_to_draft_and_are_another_state(relation, debate, writing, curator):
    submit(relation, by=curator)
    tag = writing.get(address(relation))["ETag"]
    changed = writing.patch(address(relation), {"evidence": [debate.under_draft.public_id]}, format="json", headers={"If-Match": tag})
    again = writing.patch(address(relation), {"evidence": []}, format="json", headers={"If-Match": tag})

    assert (changed.status_code, changed.json()["status"], ids(changed.json())) == (200, "draft", [debate.under_draft.public_id])
    assert (again.status_code, relation.evidence_links.count()) == (412, 1)


def test_the_same_excerpts_are_no_change(relation, debate, writing, curator):
    submit(relation, by=curator)
    tag = writing.get(address(relation))["ETag"]
    same = writing.patch(address(relation), {"evidence": [debate.bare.public_id]}, format="json", headers={"If-Match": tag})

    assert (same.status_code, same.json()["status"], same["ETag"]) == (200, "in_review", tag)


def test_an_approval_of_other_excerpts_than_were_seen_is_refused(relation, debate, curator, editor):
    submit(relation, by=curator)
    seen = signed_in(editor).get(address(relation))["ETag"]
    RelationEvidenceFactory(relation=relation, passage=debate.under_draft)
    relation.refresh_from_db()
    submit(relation, by=curator)

    assert signed_in(editor).post(f"{address(relation)}approve/", {}, format="json", headers={"If-Match": seen}).status_code == 412


def test_strangers_read_them_with_the_relation_and_not_before(relation, debate, api, curator, editor):
    excerpt = f"/api/v1/excerpts/{debate.bare.public_id}/"
    before = (api.get(address(relation)).status_code, api.get(excerpt).status_code)
    accept(relation, curator, editor)
    in_claim = api.get(f"/api/v1/claims/{debate.published.public_id}/").json()["relations"]

    assert before == (404, 404)
    assert api.get(address(relation)).json()["evidence"] == [api.get(excerpt).json()]
    assert in_claim == [api.get(address(relation)).json()]


def test_an_excerpt_of_a_hidden_document_is_left_out_for_strangers_and_the_tag_is_the_same_for_all(
    relation, debate, api, writing, curator, editor
):
    elsewhere = PassageFactory()
    RelationEvidenceFactory(relation=relation, passage=elsewhere)
    relation.refresh_from_db()
    accept(relation, curator, editor)
    elsewhere.document.is_hidden = True
    elsewhere.document.save()

    stranger, curious = api.get(address(relation)), writing.get(address(relation))

    assert (ids(stranger.json()), ids(curious.json())) == ([debate.bare.public_id], [debate.bare.public_id, elsewhere.public_id])
    assert stranger["ETag"] == curious["ETag"]
    assert elsewhere.public_id not in api.get(f"{address(relation)}history/").content.decode()


def test_relations_are_found_by_the_document_that_bears_them_out(relation, writing):
    RelationFactory()
    found = writing.get(RELATIONS, {"document": "tarrowby2019holding"}).json()["results"]

    assert [one["id"] for one in found] == [relation.public_id]


def test_corrected_words_and_a_retracted_document_are_told_and_leave_it_accepted(relation, debate, api, curator, editor):
    accept(relation, curator, editor)
    correct(debate.bare.text, WORDS.replace("Nobody knows", "Everybody knows"))
    retract_document(debate.document, by=editor, reason="The gauges were misread.")
    body = api.get(address(relation)).json()
    (excerpt,) = body["evidence"]

    assert (body["status"], excerpt["text"], excerpt["newer"]["carried"]) == (
        "accepted",
        "Nobody knows why it did not stay shut.",
        "changed",
    )
    assert excerpt["document"]["retraction"]["reason"] == "The gauges were misread."


def test_as_of_a_moment_it_stands_on_what_it_stood_on_then(relation, debate, writing):
    then = timezone.now().isoformat()
    relation.evidence_links.all().delete()
    RelationEvidenceFactory(relation=relation, passage=debate.under_draft)

    assert ids(writing.get(address(relation), {"as_of": then}).json()) == [debate.bare.public_id]
    assert ids(writing.get(address(relation)).json()) == [debate.under_draft.public_id]


def test_its_story_tells_which_passages_came_and_went(relation, debate, writing):
    relation.evidence_links.all().delete()
    told = writing.get(f"{address(relation)}history/").json()["results"]

    links = [one for one in told if one["record"]["kind"] == "passage of a relation"]
    named = [(one["action"], {column["column"]: column for column in one["changes"]}["passage_id"]) for one in links]
    assert [(action, column["before"], column["after"]) for action, column in named] == [
        ("delete", debate.bare.public_id, None),
        ("create", None, debate.bare.public_id),
    ]
    assert Change.objects.of(relation).last().state["stands_on"] == []


def test_a_list_costs_as_much_however_many_stand_on_passages(debate, writing):
    def queries_of_a_list_with(*ends: int) -> int:
        for end in ends:
            RelationEvidenceFactory(passage=PassageFactory(text=debate.public.text, start=1, end=end))
        with CaptureQueriesContext(connection) as made:
            assert len(writing.get(RELATIONS).json()["results"]) == Relation.objects.count()
        return len(made)

    queries_of_a_list_with(9)  # the first citation of a document is kept for the next
    assert queries_of_a_list_with(10) == queries_of_a_list_with(11, 12, 13)
