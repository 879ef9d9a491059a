"""What people see where a page cannot be had: why, in words, and a way on."""

from __future__ import annotations

import lxml.html
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import permission_denied, server_error

pytestmark = pytest.mark.django_db


def told(answer) -> tuple[int, str, str]:
    """Status, heading and first paragraph."""
    page = lxml.html.fromstring(answer.content.decode())
    (heading,) = page.findall(".//h1")
    return answer.status_code, heading.text_content(), " ".join(page.find_class("lead")[0].text_content().split())


def test_who_may_not_is_told_as_whom_they_came(client, curator):
    client.force_login(curator)

    assert told(client.get(reverse("admin:auth_user_changelist"))) == (
        403,
        "Not for this account",
        "You are signed in as carla, who may not do this. Ask an administrator, or sign in as somebody who may.",
    )


def test_a_reason_that_was_given_is_shown_and_nothing_in_it_runs(rf: RequestFactory):
    answer = permission_denied(rf.get("/"), PermissionDenied("You may read <claims>, but not write them."))

    assert told(answer)[2] == "You may read <claims>, but not write them."


def test_an_address_that_leads_nowhere_says_so_and_the_api_keeps_its_own_words(client):
    assert told(client.get("/nowhere/"))[:2] == (404, "There is nothing here")
    assert client.get("/api/v1/nowhere/").headers["Content-Type"] == "application/problem+json"


def test_a_form_that_cannot_be_told_from_a_forgery_asks_to_be_sent_again(curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)

    assert told(client.post(reverse("admin:claims_claim_add"), {}))[:2] == (403, "Send it once more")


def test_a_fault_of_ours_is_said_without_the_database(rf: RequestFactory, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert told(server_error(rf.get("/")))[:2] == (500, "Something went wrong here")
