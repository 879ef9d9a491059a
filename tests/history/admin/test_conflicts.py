"""Two who change the same record: the second is shown both versions, and nothing typed is lost (law 6)."""

from __future__ import annotations

import pytest

from history.models import Change
from history.services import recorded
from sources.models import Author
from tests.factories.sources import AuthorFactory, NameVariantFactory
from tests.history.admin.conflicts import chosen, shown
from tests.history.admin.pages import filled, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Author:
    return AuthorFactory(family="Nodomi", given="Mitsuru", note="of the town")


def save_as(user, record: Author, reason: str = "", **changes: str) -> None:
    with recorded(by=user, reason=reason):
        for name, value in changes.items():
            setattr(record, name, value)
        record.save()


def stale(client, record: Author, user, theirs: dict[str, str], mine: dict[str, str]):
    """The answer to a page that was opened, changed by ``user`` meanwhile, and then saved."""
    address = page("sources_author", "change", record.pk)
    opened = client.get(address)
    save_as(user, record, "the title page", **theirs)
    return client.post(address, filled(opened, **mine))


def test_a_stale_page_shows_what_it_was_what_it_is_and_what_was_typed(client, curator, editor, author):
    client.force_login(curator)

    answer = stale(
        client,
        author,
        editor,
        {"note": "of the harbour", "given": "M."},
        {"family": "Noudomi", "given": "Mitsuru K.", "change_reason": "as spelt"},
    )

    assert shown(answer) == [
        ("Given names", "Mitsuru", "M.", "Mitsuru K.", "must choose"),
        ("Family name", "Nodomi", "Nodomi", "Noudomi", "mine"),
        ("Note", "of the town", "of the harbour", "of the town", "theirs"),
    ]
    said = answer.content.decode()
    assert [(one.change.who, one.change.reason, one.columns) for one in answer.context["since"]] == [
        ("edith", "the title page", "given, note")
    ]
    assert 'value="as spelt"' in said
    author.refresh_from_db()
    assert (author.family, author.given, author.note, author.revision) == ("Nodomi", "M.", "of the harbour", 2)


def test_what_is_chosen_is_saved_on_top_of_the_present_state(client, curator, editor, author):
    client.force_login(curator)
    answer = stale(client, author, editor, {"note": "of the harbour", "given": "M."}, {"family": "Noudomi", "given": "Mitsuru K."})

    saved = client.post(page("sources_author", "change", author.pk), chosen(answer, given="mine"))

    assert saved.status_code == 302
    author.refresh_from_db()
    assert (author.family, author.given, author.note, author.revision) == ("Noudomi", "Mitsuru K.", "of the harbour", 3)
    last = Change.objects.of(author).last()
    assert (last.user, sorted(last.changed)) == ("carla", ["family", "given"])


def test_both_versions_of_a_field_and_no_choice_is_asked_again(client, curator, editor, author):
    client.force_login(curator)
    answer = stale(client, author, editor, {"given": "M."}, {"given": "Mitsuru K.", "family": "Noudomi"})

    again = client.post(page("sources_author", "change", author.pk), chosen(answer, family="theirs"))

    assert shown(again) == [
        ("Given names", "Mitsuru", "M.", "Mitsuru K.", "must choose"),
        ("Family name", "Nodomi", "Nodomi", "Noudomi", "theirs"),
    ]
    assert "choose one" in again.content.decode()
    author.refresh_from_db()
    assert (author.family, author.given) == ("Nodomi", "M.")


def test_a_choice_is_itself_compared_with_what_changed_meanwhile(client, curator, editor, author):
    client.force_login(curator)
    answer = stale(client, author, editor, {"given": "M."}, {"given": "Mitsuru K.", "family": "Noudomi"})
    save_as(editor, author, family="Nodomy", note="")

    again = client.post(page("sources_author", "change", author.pk), chosen(answer, given="mine"))

    assert shown(again) == [
        ("Family name", "Nodomi", "Nodomy", "Noudomi", "must choose"),
        ("Given names", "M.", "M.", "Mitsuru K.", "mine"),
        ("Note", "of the town", "–", "of the town", "theirs"),
    ]
    assert client.post(page("sources_author", "change", author.pk), chosen(again, family="theirs")).status_code == 302
    author.refresh_from_db()
    assert (author.family, author.given, author.note) == ("Nodomy", "Mitsuru K.", "")


def test_the_same_word_typed_twice_is_no_conflict(client, curator, editor, author):
    client.force_login(curator)
    answer = stale(client, author, editor, {"given": "M."}, {"given": "M."})

    assert shown(answer) == [("Given names", "Mitsuru", "M.", "M.", "theirs")]
    assert client.post(page("sources_author", "change", author.pk), chosen(answer)).status_code == 302
    author.refresh_from_db()
    assert author.revision == 2


def test_a_choice_that_is_not_fit_shows_the_form_with_all_that_was_kept(client, curator, editor, author):
    client.force_login(curator)
    answer = stale(client, author, editor, {"note": "of the harbour"}, {"orcid": "nonsense"})

    refused = client.post(page("sources_author", "change", author.pk), chosen(answer))

    form = refused.context["adminform"].form
    assert (refused.status_code, form["orcid"].value(), form["note"].value()) == (200, "nonsense", "of the harbour")
    assert "orcid" in form.errors


def test_markup_in_either_version_is_shown_and_never_run(client, curator, editor, author):
    client.force_login(curator)
    attack = '"><script>alert(1)</script>'

    answer = stale(client, author, editor, {"note": attack}, {"note": f"mine {attack}", "change_reason": attack})

    assert attack not in answer.content.decode()
    assert shown(answer) == [("Note", "of the town", attack, f"mine {attack}", "must choose")]


def test_a_row_that_others_changed_makes_a_page_stale(client, curator, editor):
    client.force_login(curator)
    variant = NameVariantFactory(family="Nodoumi", author=AuthorFactory(family="Nodomi"))
    address = page("sources_author", "change", variant.author_id)
    opened = client.get(address)
    with recorded(by=editor):
        variant.family = "Noudomi"
        variant.save()

    answer = client.post(address, filled(opened, family="Nodomy"))

    (own, row) = shown(answer)
    assert own == ("Family name", "Nodomi", "Nodomi", "Nodomy", "mine")
    assert (row[0], row[2].splitlines()[-1], row[4]) == ("Name variant", "Family name: Noudomi", "theirs")
    assert client.post(address, chosen(answer)).status_code == 302
    assert Author.objects.values_list("family", "variants__family").get() == ("Nodomy", "Noudomi")


def test_a_record_that_was_deleted_meanwhile_gives_back_what_was_typed(client, curator, editor, author):
    client.force_login(curator)
    address = page("sources_author", "change", author.pk)
    opened = client.get(address)
    with recorded(by=editor, reason="twice here"):
        author.delete()

    answer = client.post(address, filled(opened, note="a long remark"))

    assert (answer.status_code, Author.objects.count()) == (409, 0)
    assert ("Note", "a long remark") in answer.context["typed"]
    assert "“twice here”" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_of_a_conflict_costs_as_much_however_many_rows_differ(client, curator, editor, author, number, django_assert_num_queries):
    client.force_login(curator)
    variants = NameVariantFactory.create_batch(number, author=author)
    address = page("sources_author", "change", author.pk)
    opened = client.get(address)
    for variant in variants:
        variant.family = f"{variant.family}!"
        variant.save()

    # Session, account and rights (4), who acts (4), the record and its rows locked (4), the record (2), both versions (5), the story (1), the page's own (7).
    with django_assert_num_queries(27):
        answer = client.post(address, filled(opened))

    assert len(shown(answer)) == number
