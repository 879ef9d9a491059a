from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from claims.services.accounts import MACHINES
from claims.services.contradictions import compare_all
from claims.services.propose import propose_claim
from claims.services.questions import QUESTIONS, count_answers
from tests.factories.sources import DocumentFactory, ReferenceFactory

pytestmark = pytest.mark.django_db
WORK = {"stale-claims", "stale-evidence", "stale-relations"}


@pytest.fixture
def machine(django_user_model):
    account = django_user_model.objects.create_user("finder")
    account.groups.add(Group.objects.get(name=MACHINES))
    return account


def listed(api) -> dict[str, dict]:
    answer = api.get("/api/v1/questions/").json()
    assert (answer["next"], answer["previous"]) == (None, None)
    return {question["slug"]: question for question in answer["results"]}


def counts(api) -> dict[str, int]:
    return {slug: question["count"] for slug, question in listed(api).items() if question["count"]}


def test_a_question_says_what_it_asks_and_where_its_answers_are(debate, api):
    found = listed(api)

    assert found["one-source"] == {
        "slug": "one-source",
        "name": "One source only",
        "sentence": "Which published claims rest on a single independent source? If that source is wrong, so are they.",
        "resource": "claims",
        "url": "http://testserver/api/v1/claims/?question=one-source",
        "count": 1,
        "waiting": 0,
    }
    assert found["unmatched-references"]["url"] == "http://testserver/api/v1/references/?status=unmatched&kind=cites"
    assert found.keys() == QUESTIONS.keys() - WORK
    assert "sentence" not in api.get("/api/v1/questions/one-source/").json()


def test_questions_come_in_pages_like_every_list(db, api):
    slugs = list(listed(api))
    first = api.get("/api/v1/questions/?limit=4&count=true").json()
    second = api.get(first["next"]).json()

    assert [len(first["results"]), first["count"], first["previous"]] == [4, len(slugs), None]
    assert [one["slug"] for one in first["results"] + second["results"]] == slugs[:8]
    assert api.get(second["previous"]).json()["results"] == first["results"]
    for fault, status in (("limit=0", 400), ("count=maybe", 400), ("cursor=nonsense", 404)):
        answer = api.get(f"/api/v1/questions/?{fault}")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, fault.split("=")[0])


def test_work_that_is_not_done_is_for_those_who_do_it_and_a_machine_sees_its_own(debate, api, curator, machine, settings):
    settings.STALE_DRAFT_DAYS = 0
    propose_claim(by=machine, type="event", statement="Found.", attributes={"what": "Found."}, origin="machine", tool="finder 1")
    assert counts(api) == {"one-source": 1}

    api.force_authenticate(machine)
    assert counts(api) == {"one-source": 1, "stale-claims": 1}

    api.force_authenticate(curator)
    assert counts(api) == {"one-source": 1, "stale-claims": 2, "stale-evidence": 1}


def test_the_list_of_every_question_has_as_many_records_as_are_counted(debate, api, curator, settings):
    settings.STALE_DRAFT_DAYS = 0
    hidden = DocumentFactory(is_hidden=True)
    ReferenceFactory(citing=debate.document)
    ReferenceFactory(citing=debate.document, cited=hidden, status="resolved")
    ReferenceFactory(citing=debate.document, status="ambiguous", candidates=[{"document": hidden.pk}])
    ReferenceFactory(citing=debate.document, status="ambiguous", candidates=[{"document": debate.document.pk}])
    ReferenceFactory(citing=debate.document, kind="remark")
    ReferenceFactory(citing=hidden)

    for reader in (None, curator):
        api.force_authenticate(reader)
        for question in listed(api).values():
            assert len(api.get(question["url"]).json()["results"]) == question["count"], question

    assert counts(api)["unmatched-references"] == 3


def test_unknown_questions_and_those_of_other_records_are_refused(debate, api):
    for resource, slug in (("claims", "nonsense"), ("claims", "stale-evidence"), ("evidence", "one-source"), ("relations", "one-source")):
        answer = api.get(f"/api/v1/{resource}/", {"question": slug})
        assert (answer.status_code, "question" in str(answer.json()["errors"])) == (400, True)
    assert api.get("/api/v1/evidence/", {"question": "stale-evidence", "as_of": "2020-01-01"}).status_code == 400


def test_published_claims_that_were_not_compared_yet_are_told_beside_the_count_and_reading_compares_none(debate, api, curator):
    def waiting() -> dict[str, int]:
        return {slug: question["waiting"] for slug, question in listed(api).items() if question["waiting"]}

    for reader in (None, curator):
        api.force_authenticate(reader)
        assert api.get("/api/v1/claims/", {"question": "contradictions", "count": "true"}).json()["count"] == 0
        assert waiting() == {"contradictions": 1}

    compare_all()

    assert waiting() == {}


def test_all_are_counted_by_one_query(debate, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert count_answers(QUESTIONS.values(), lambda question: question.rows())["one-source"] == 1
