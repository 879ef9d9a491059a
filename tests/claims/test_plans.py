"""What is asked of hundreds of thousands of claims is looked up in an index: nothing that a question or a standing lists reads them all."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from claims.models import ClaimStanding
from claims.services.accounts import CURATORS
from claims.services.contradictions import compare_all
from claims.services.questions import QUESTIONS, count_answers
from history.laws import broken_laws
from tests.bench.data import fill
from tests.bench.questions_data import fill_debate, upkeep
from tests.planning import read_whole

#: Enough that reading a table whole is dearer than looking up a page.
CLAIMS = 4000


@pytest.fixture
def filled(committed_db) -> APIClient:
    curator = User.objects.create_user("carla", is_staff=True)
    curator.groups.add(Group.objects.get(name=CURATORS))
    fill(documents=100, passages=15)
    fill_debate(claims=CLAIMS)
    compare_all()
    upkeep()
    api = APIClient()
    api.curator = curator
    return api


def test_no_question_and_no_standing_reads_all_claims_or_all_evidence(filled):
    assert broken_laws()[1] == []
    counts = count_answers(QUESTIONS.values(), lambda question: question.rows())
    answered = {slug for slug, count in counts.items() if count}
    assert answered == QUESTIONS.keys() - {"orphaned-evidence", "orphaned-excerpts", "unmatched-references"}
    lists = [f"claims/?standing={category}&limit=50" for category in ClaimStanding.Category.values]
    lists += [
        f"claims/?{asked}&count=true&limit=1"
        for asked in (
            *(f"standing={category}" for category in ClaimStanding.Category.values),
            *(f"question={one.slug}" for one in QUESTIONS.values() if one.is_public and one.resource == "claims"),
            "type=quantitative",
            "status=retracted",
        )
    ]
    lists += [
        f"{one.resource}/?question={one.slug}&limit=50"
        for one in QUESTIONS.values()
        if one.is_public and one.resource in {"claims", "evidence"}
    ]
    work = [
        f"{one.resource}/?question={one.slug}&limit=50"
        for one in QUESTIONS.values()
        # A page of relations has as many claims at its ends as are much of so small a table: the benchmark asks of more.
        if one.resource != "relations" and (not one.is_public or one.resource in {"evidence", "excerpts"})
    ]
    found: dict[str, str] = {}

    for reader, addresses in ((None, lists), (filled.curator, [*work, "questions/"])):
        filled.force_authenticate(reader)
        for address in addresses:
            whole, answer = read_whole(lambda address=address: filled.get(f"/api/v1/{address}"))
            assert answer.status_code == 200, address
            found |= {f"{address} {tables}": statement for statement, tables in whole.items()}

    assert found == {}
    assert {category for (category,) in ClaimStanding.objects.values_list("category").distinct()} == set(ClaimStanding.Category.values)
