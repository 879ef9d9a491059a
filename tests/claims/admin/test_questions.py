from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils.html import escape
from psycopg.errors import DeadlockDetected, DiskFull, LockNotAvailable

from claims.services.questions import QUESTIONS
from tests.factories.sources import ReferenceFactory
from tests.history.admin.pages import messages_of, page

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


def test_claims_that_were_not_compared_are_told_and_an_editor_has_them_compared(debate, client, curator, editor):
    claims, compare = reverse("admin:claims_claim_changelist"), reverse("admin:claims_claim_compare")
    told = "1 published claim was not compared with others yet: there may be more contradictions than are shown."

    client.force_login(curator)
    shown = client.get(reverse("admin:index")).content.decode()
    assert (told in shown, "Compare them now" in shown) == (True, False)
    assert client.post(compare).status_code == 403

    client.force_login(editor)
    client.get(claims, {"question": "contradictions"})
    assert "Compare them now" in client.get(reverse("admin:index")).content.decode()
    assert client.get(compare).status_code == 405
    shown = client.post(compare, follow=True).content.decode()

    assert "1 claim compared with those about the same thing. None waits any more." in shown
    assert "not compared with others yet" not in shown


@pytest.mark.parametrize(("fault", "is_told"), [(LockNotAvailable, True), (DeadlockDetected, True), (DiskFull, False)])
def test_only_others_at_work_are_told_as_others_at_work(debate, client, editor, fault, is_told):
    def failing(execute, sql, parameters, many, context):
        if "lock_timeout" in sql:
            raise OperationalError("it failed") from fault("it failed")
        return execute(sql, parameters, many, context)

    client.force_login(editor)

    with connection.execute_wrapper(failing), nullcontext() if is_told else pytest.raises(OperationalError):
        answer = client.post(reverse("admin:claims_claim_compare"), follow=True)
        assert messages_of(answer) == ["Others work on the same claims just now: try again in a moment."]


@pytest.mark.parametrize(
    ("model", "question", "is_told"),
    [
        ("claim", "one-source", True),
        ("claim", "no-such", False),
        ("claim", "orphaned-evidence", False),
        ("evidence", "orphaned-evidence", True),
    ],
)
def test_a_list_says_which_question_it_answers_and_leads_back(client, curator, model, question, is_told):
    client.force_login(curator)

    listed = client.get(reverse(f"admin:claims_{model}_changelist"), {"question": question}).content.decode()

    sentence = QUESTIONS[question].sentence if question in QUESTIONS else "Research question"
    assert (f'<span class="pin-note">{escape(sentence)}</span>' in listed, 'aria-label="Research question"' in listed) == (is_told, is_told)
