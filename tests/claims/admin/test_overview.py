from __future__ import annotations

import pytest
from django.urls import reverse

from claims.admin.navigation import sidebar
from claims.admin.overview import overview
from claims.services.propose import propose_claim
from claims.services.review import request_changes, submit

pytestmark = pytest.mark.django_db


def event(by, statement: str):
    return propose_claim(by=by, type="event", statement=statement, attributes={"what": statement})


@pytest.fixture
def asked(rf, curator, editor):
    """What the first page shows an account."""
    waiting, returned, _ = (event(curator, statement) for statement in ("It waits.", "It came back.", "It is a draft."))
    submit(waiting, by=curator)
    submit(returned, by=curator)
    request_changes(returned, by=editor, comment="Say when.")

    def ask(user):
        request = rf.get(reverse("admin:index"))
        request.user = user
        return overview(request, {})["overview"]

    return ask


def test_who_writes_sees_drafts_and_what_came_back(asked, curator):
    shown = asked(curator)

    assert [(one["record"].statement, one["returned"]) for one in shown["drafts"]] == [
        ("It came back.", "Say when."),
        ("It is a draft.", ""),
    ]
    assert [(one["record"].statement, one["why_not"]) for one in shown["waiting"]] == [("It waits.", "Deciding is for editors: ask one.")]


def test_who_decides_sees_what_waits_and_why_it_cannot_be_approved_yet(asked, editor):
    shown = asked(editor)

    assert shown["drafts"] == []
    assert [(one["record"].statement, one["why_not"]) for one in shown["waiting"]] == [
        ("It waits.", "It has no accepted evidence yet: accept some first.")
    ]
    assert [one["review"].action for one in shown["reviews"]] == ["request_changes", "submit", "submit"]
    assert shown["counts"][0][:2] == ("claims in review", 1)


def test_an_account_without_rights_sees_nothing_of_it(rf, django_user_model):
    request = rf.get(reverse("admin:index"))
    request.user = django_user_model.objects.create_user("nobody", is_staff=True)

    assert overview(request, {"title": "as it was"}) == {"title": "as it was"}


def test_the_sidebar_shows_what_may_be_opened_and_how_much_waits(rf, curator, administrator):
    submit(event(curator, "It waits."), by=curator)

    def entries(user):
        request = rf.get(reverse("admin:claims_claim_changelist"), {"status__exact": "in_review"})
        request.user = user
        items = [item for group in sidebar(request) for item in group["items"]]
        return {
            item["title"]: (item.get("badge"), item.get("active", False))
            for item in items
            if "permission" not in item or item["permission"](request)
        }

    assert entries(curator) == {
        "Overview": (None, False),
        **dict.fromkeys(
            (
                "Documents",
                "Import a bibliography",
                "Import claims",
                "Authors",
                "Texts",
                "Passages",
                "Find a quotation",
                "References",
                "Marks",
                "Files",
            ),
            (None, False),
        ),
        **dict.fromkeys(("Likely duplicates", "Merges", "Retractions", "Bundles"), (None, False)),
        **dict.fromkeys(("Claims", "Evidence", "Relations", "Topics"), (None, False)),
        "Claims in review": ("1", True),
        **dict.fromkeys(
            (
                "Evidence in review",
                "Relations in review",
                "Reviews",
                "Changes",
                "Accounts of authors",
                "Conflicts of interest",
                "Flags",
                "Comments",
            ),
            (None, False),
        ),
    }
    assert entries(administrator).keys() - entries(curator).keys() == {"Users", "Roles", "API tokens"}
