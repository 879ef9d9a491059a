from __future__ import annotations

import pytest
from django.urls import reverse

from claims.services.questions import QUESTIONS
from tests.factories.sources import ReferenceFactory
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db


def test_the_admin_shows_each_question_with_its_number_and_its_list(debate, client, editor, settings):
    settings.STALE_DRAFT_DAYS = 0
    ReferenceFactory(citing=debate.document)
    client.force_login(editor)

    shown = client.get(reverse("admin:index")).context["overview"]["questions"]

    assert [one["question"].slug for one in shown] == list(QUESTIONS)
    for one in shown:
        assert client.get(one["address"]).context["cl"].result_count == one["count"], one
    assert {one["question"].slug: one["count"] for one in shown if one["count"]} == {
        "one-source": 1,
        "stale-claims": 1,
        "stale-evidence": 1,
        "unmatched-references": 1,
    }


def test_a_question_that_is_none_has_no_answers(debate, client, editor):
    client.force_login(editor)

    assert client.get(page("claims_claim", "changelist"), {"question": "stale-evidence"}).context["cl"].result_count == 0
