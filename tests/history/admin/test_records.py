"""What the pages of every record have in common, tried on authors, topics and passages."""

from __future__ import annotations

import pytest

from history.models import Change
from history.services import recorded
from sources.models import Author
from tests.factories.sources import AuthorFactory, NameVariantFactory, PassageFactory
from tests.history.admin.pages import errors, filled, messages_of, page

pytestmark = pytest.mark.django_db


def test_history_names_who_saved_a_page_and_why(client, curator):
    client.force_login(curator)
    author = AuthorFactory(family="Nodomy")
    address = page("sources_author", "change", author.pk)

    answer = client.post(address, filled(client.get(address), family="Nodomi", change_reason="as the title page has it"))

    assert answer.status_code == 302
    change = Change.objects.of(author).last()
    assert (change.user, change.reason, change.changed, change.state["family"]) == (
        "carla",
        "as the title page has it",
        ["family"],
        "Nodomi",
    )


def test_a_page_that_is_saved_unchanged_makes_no_revision(client, curator):
    client.force_login(curator)
    author = AuthorFactory()
    address = page("sources_author", "change", author.pk)

    client.post(address, filled(client.get(address)))

    author.refresh_from_db()
    assert author.revision == 1


def test_a_form_that_says_no_revision_is_refused(client, curator):
    client.force_login(curator)
    author = AuthorFactory(family="Nodomi")
    address = page("sources_author", "change", author.pk)

    for unsaid in ({"seen_revision": ""}, {"seen_rows": ""}, {"seen_rows": '{"sources_document":{"1":1}}'}, {"seen_rows": "[" * 5_000}):
        answer = client.post(address, filled(client.get(address), family="Noudomi") | unsaid)

        assert errors(answer)["__all__"] == ["This page does not say which revision you saw. Open the record again, then change it."]


def test_a_law_that_refuses_a_deletion_says_so_on_the_list(client, editor):
    client.force_login(editor)
    passage = PassageFactory(is_published=True)
    address = page("sources_passage", "changelist")

    answer = client.post(address, {"action": "delete_selected", "_selected_action": [passage.pk], "post": "yes"}, follow=True)

    assert answer.status_code == 200
    assert messages_of(answer) == [f"Passage {passage.public_id} is or was published and may be cited elsewhere: it is kept (law 1)."]
    passage.refresh_from_db()


def test_a_deletion_is_in_the_history_with_who_did_it(client, editor):
    client.force_login(editor)
    author = AuthorFactory(family="Nodomi")

    client.post(page("sources_author", "delete", author.pk), {"post": "yes"})

    assert not Author.objects.exists()
    assert [(change.kind, change.user) for change in Change.objects.filter(table="sources_author")] == [("create", ""), ("delete", "edith")]


def test_the_history_button_tells_every_change_with_before_and_after(client, curator):
    client.force_login(curator)
    author = AuthorFactory(family="<b>Nodomy</b>", given="Mitsuru")
    variant = NameVariantFactory(author=author, form="romanisation", family="Noudomi")
    with recorded(by=curator, reason="the title page"):
        author.family = "Nodomi"
        author.save()
    variant.delete()

    answer = client.get(page("sources_author", "history", author.pk))

    assert [
        (
            told.kind_of_record,
            told.change.kind,
            told.change.who == "carla",
            [(one.name, str(one.before), str(one.after)) for one in told.differences],
        )
        for told in answer.context["told"]
    ] == [
        (
            "name variant",
            "delete",
            False,
            [("family name", "Noudomi", "–"), ("author", "Nodomi, Mitsuru", "–"), ("form", "romanisation", "–")],
        ),
        (
            "author",
            "update",
            True,
            [("family name", "<del>&lt;b&gt;Nodomy&lt;/b&gt;</del>", "<ins>Nodomi</ins>")],
        ),
        (
            "name variant",
            "create",
            False,
            [("family name", "–", "Noudomi"), ("author", "–", "Nodomi, Mitsuru"), ("form", "–", "romanisation")],
        ),
        ("author", "create", False, [("family name", "–", "<b>Nodomy</b>"), ("given names", "–", "Mitsuru"), ("kind", "–", "person")]),
    ]
    assert "“the title page”" in answer.content.decode()
    assert "<b>Nodomy" not in answer.content.decode()


def test_a_long_history_is_paged(client, curator):
    client.force_login(curator)
    author = AuthorFactory()
    for number in range(30):
        author.note = f"note {number}"
        author.save()

    first, second = (client.get(page("sources_author", "history", author.pk), {"p": number}) for number in (1, 2))

    assert (len(first.context["told"]), len(second.context["told"])) == (25, 6)
    assert "Page 1 of 2" in first.content.decode()


def test_a_choice_of_records_names_them_as_their_pages_do(client, curator):
    client.force_login(curator)
    AuthorFactory(family="", given="", literal="Halver Town Council", kind="organisation")
    asked = {"term": "halver", "app_label": "sources", "model_name": "contribution", "field_name": "author"}

    answer = client.get(page("sources_author", "autocomplete"), asked)

    assert [one["text"] for one in answer.json()["results"]] == ["Halver Town Council (organisation)"]


def test_readers_without_rights_get_no_page(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    author = AuthorFactory()

    statuses = {
        name: client.get(page("sources_author", name, *args)).status_code
        for name, args in (("changelist", ()), ("change", (author.pk,)), ("history", (author.pk,)), ("autocomplete", ()))
    }

    assert statuses == {"changelist": 403, "change": 403, "history": 403, "autocomplete": 403}
