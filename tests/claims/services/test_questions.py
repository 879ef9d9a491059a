from __future__ import annotations

import pytest

from claims.models import Claim
from claims.services.propose import propose_evidence
from claims.services.questions import QUESTIONS
from claims.services.review import approve, retract, submit
from tests.debate import LINK
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db


def answers(api) -> dict[str, list[str]]:
    return {slug: [claim["id"] for claim in api.get("/api/v1/claims/", {"question": slug}).json()["results"]] for slug in QUESTIONS}


def test_each_question_finds_the_claims_that_answer_it(debate, curator, editor, api, client):
    name = debate.published.public_id
    nothing: dict[str, list[str]] = {slug: [] for slug in QUESTIONS}
    assert answers(api) == nothing | {"one-source": [name]}

    against = propose_evidence(by=curator, claim=debate.published, passage=debate.bare, **LINK | {"stance": "disputes"})
    submit(against, by=curator)
    approve(against, by=editor)
    assert answers(api) == nothing | {"contested": [name], "for-and-against": [name]}

    retract(debate.accepted, by=editor, comment="Misread.")
    assert answers(api) == nothing | {"unsupported": [name]}
    client.force_login(editor)
    listed = client.get(page("claims_claim", "changelist"), {"question": "unsupported"}).context["cl"].queryset
    assert list(listed) == [Claim.objects.get(public_id=name)]
