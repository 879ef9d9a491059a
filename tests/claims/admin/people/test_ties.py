"""Which account is which author, and conflicts of interest, on their pages."""

from __future__ import annotations

import pytest

from claims.models import DeclaredConflict
from tests.factories.claims import AuthorAccountFactory, DeclaredConflictFactory
from tests.factories.sources import DocumentFactory
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "author_accounts", "conflicts"),
    [
        ("curator", ["carla"], ["carla"]),
        ("editor", ["edith"], ["ada", "carla", "edith"]),
        ("administrator", ["ada", "carla", "edith"], ["ada", "carla", "edith"]),
    ],
)
def test_one_speaks_for_oneself_and_chooses_of_others_only_where_one_may(client, request, role, author_accounts, conflicts):
    users = {name: request.getfixturevalue(name) for name in ("curator", "editor", "administrator")}
    client.force_login(users[role])

    offered = {}
    for model in ("authoraccount", "declaredconflict"):
        form = client.get(page(f"claims_{model}", "add")).context["adminform"].form
        assert form["account"].value() == users[role].pk
        offered[model] = [name for _, name in form.fields["account"].choices if name in {"ada", "carla", "edith"}]

    assert offered == {"authoraccount": author_accounts, "declaredconflict": conflicts}


def test_what_is_declared_on_the_page_is_kept(client, curator):
    document = DocumentFactory()
    client.force_login(curator)
    opened = client.get(page("claims_declaredconflict", "add"))

    client.post(page("claims_declaredconflict", "add"), filled(opened, document=document.pk, reason="I edited it."))

    declared = DeclaredConflict.objects.get()
    assert (declared.account, declared.document, declared.reason, declared.said_by) == (curator, document, "I edited it.", curator)


def test_the_pages_of_ties_are_called_by_their_reason_and_not_by_numbers(client, administrator):
    client.force_login(administrator)
    ties = [
        AuthorAccountFactory(reason="Says so on the page of the institute."),
        AuthorAccountFactory(reason=""),
        DeclaredConflictFactory(reason="Was supervised " * 20),
    ]

    titles = [client.get(page(f"claims_{tie._meta.model_name}", "change", tie.pk)).context["subtitle"] for tie in ties]

    assert titles[:2] == ["account of an author: Says so on the page of the institute.", "account of an author"]
    assert (titles[2][:30], len(titles[2])) == ("Was supervised Was supervised ", 80)
