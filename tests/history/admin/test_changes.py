from __future__ import annotations

import pytest

from history.models import Change
from history.services import recorded
from tests.factories.claims import FlagFactory
from tests.factories.sources import AuthorFactory, DocumentFactory, PassageFactory, TextFactory
from tests.history.admin.pages import page

pytestmark = pytest.mark.django_db


def listed(client, **asked) -> list[tuple[str, str]]:
    answer = client.get(page("history_change", "changelist"), asked)
    assert answer.status_code == 200
    return [(change.kind, change.table) for change in answer.context["cl"].result_list]


@pytest.fixture
def changes(curator):
    with recorded(by=curator, reason="loaded from a list"):
        author = AuthorFactory(family="Nodomi")
    document = DocumentFactory()
    document.title = "Another"
    document.save()
    author.delete()


def test_changes_are_listed_the_newest_first(client, curator, changes):
    client.force_login(curator)

    assert listed(client) == [
        ("delete", "sources_author"),
        ("update", "sources_document"),
        ("create", "sources_document"),
        ("create", "sources_author"),
    ]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"table": "sources_author"}, ["delete", "create"]),
        ({"kind__exact": "update"}, ["update"]),
        ({"who": "none"}, ["delete", "update", "create"]),
        ({"who": "nobody"}, []),
        ({"q": "loaded list"}, ["create"]),
        ({"q": "carla"}, ["create"]),
    ],
)
def test_changes_are_found_by_what_was_changed_how_by_whom_and_why(client, curator, changes, asked, kinds):
    client.force_login(curator)

    assert [kind for kind, _ in listed(client, **asked)] == kinds


def test_changes_are_found_by_account(client, curator, changes):
    client.force_login(curator)

    assert listed(client, who=str(curator.pk)) == [("create", "sources_author")]


def test_a_change_shows_before_after_and_what_was_changed_with_it(client, curator):
    client.force_login(curator)
    with recorded(by=curator, reason="two at once"):
        author = AuthorFactory(family="Nodomi")
        document = DocumentFactory(citation_key="nodomi2005challenges")
    change = Change.objects.of(document).get()

    shown = client.get(page("history_change", "change", change.pk)).content.decode()

    assert "nodomi2005challenges" in shown
    assert "two at once" in shown
    assert page("sources_author", "history", author.pk) in shown


def test_a_remark_is_named_by_its_words_and_not_by_its_id(client, curator):
    flag = FlagFactory(words="The page is 5, not 4.")
    client.force_login(curator)

    shown = client.get(page("history_change", "changelist"), {"table": "claims_flag"}).content.decode()

    assert "flag: The page is 5, not 4." in shown
    assert flag.public_id not in shown


def test_the_page_of_a_change_is_called_by_what_was_done_to_what(client, curator):
    author = AuthorFactory()
    client.force_login(curator)

    answer = client.get(page("history_change", "change", Change.objects.of(author).get().pk))

    assert answer.context["subtitle"] == "created author, revision 1"


def test_nobody_writes_history_from_here(client, administrator):
    client.force_login(administrator)
    AuthorFactory()
    change = Change.objects.get()

    assert client.get(page("history_change", "add")).status_code == 403
    assert client.post(page("history_change", "change", change.pk), {"reason": "another"}).status_code == 403
    assert client.post(page("history_change", "delete", change.pk), {"post": "yes"}).status_code == 403


def test_the_words_of_a_private_text_are_withheld_from_all_but_administrators(client, editor, administrator):
    passage = PassageFactory(text=TextFactory(rights="private"))
    pages = [page("history_change", "change", Change.objects.of(passage).get().pk), page("sources_passage", "history", passage.pk)]

    shown = {}
    for user in (editor, administrator):
        client.force_login(user)
        shown[user.username] = ["harbour gate" in client.get(address).content.decode() for address in pages]

    assert shown == {"edith": [False, False], "ada": [True, True]}
