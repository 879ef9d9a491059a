"""History of statements that write many rows: the same rows as of statements that write one."""

from __future__ import annotations

import pytest
from django.db import connection

from history.models import Change
from history.services import recorded
from sources.models import Author, Text
from tests.factories.claims import ClaimFactory
from tests.factories.sources import AuthorFactory, TextFactory

pytestmark = pytest.mark.django_db


def test_every_row_of_a_bulk_write_has_the_history_that_a_single_write_has(curator):
    with recorded(by=curator, reason="at once"):
        alone = AuthorFactory(family="One", given="A")
        Author.objects.bulk_create([Author(family=f"Many{number}") for number in range(3)])

    changes = list(Change.objects.filter(table="sources_author").order_by("id"))

    assert [change.state["family"] for change in changes] == ["One", "Many0", "Many1", "Many2"]
    assert {(change.kind, change.revision, change.user, change.reason, tuple(change.changed)) for change in changes} == {
        ("create", 1, "carla", "at once", tuple(Change.objects.of(alone).get().changed))
    }
    assert [change.record_id for change in changes] == list(Author.objects.order_by("id").values_list("pk", flat=True))
    assert len({change.transaction for change in changes}) == 1


def test_copy_is_recorded():
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY sources_author (public_id, kind, family, given, particle, dropping_particle, suffix, literal, orcid, viaf, wikidata, note) FROM STDIN"
        ) as copied,
    ):
        for number in range(3):
            copied.write_row((f"copied-{number}", "person", f"F{number}", *[""] * 9))

    assert list(Change.objects.values_list("public_id", "kind", "revision")) == [(f"copied-{number}", "create", 1) for number in range(3)]


def test_a_bulk_update_records_the_rows_that_it_changed_and_no_others():
    kept, changed = AuthorFactory(note="same"), AuthorFactory(note="other")

    Author.objects.update(note="same")

    assert Change.objects.of(kept).count() == 1
    update = Change.objects.of(changed).last()
    assert (update.kind, update.revision, update.changed, update.state["note"]) == ("update", 2, ["note"], "same")


def test_a_bulk_deletion_keeps_every_last_state():
    keys = [AuthorFactory(family=f"F{number}").pk for number in range(3)]

    Author.objects.filter(pk__in=keys).delete()

    assert {(change.record_id, change.state["family"]) for change in Change.objects.filter(kind="delete")} == {
        (key, f"F{number}") for number, key in enumerate(keys)
    }


def test_an_upsert_records_what_it_made_and_what_it_changed():
    author = AuthorFactory(family="Old", given="")

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_author (public_id, kind, family, given, particle, dropping_particle, suffix, literal, orcid, viaf, wikidata, note)"
            " SELECT id, 'person', 'New', '', '', '', '', '', '', '', '', '' FROM unnest(%s::text[]) AS id"
            " ON CONFLICT (public_id) DO UPDATE SET family = excluded.family",
            [[author.public_id, "made-anew"]],
        )

    assert list(Change.objects.of(author).values_list("kind", "revision")) == [("create", 1), ("update", 2)]
    assert Change.objects.get(public_id="made-anew").kind == "create"


def test_long_words_stay_out_of_history_in_bulk_too():
    text = TextFactory()
    Text.objects.update(note="checked")

    assert ["content" in change.state for change in Change.objects.of(text)] == [False, False]
    assert Change.objects.of(text).last().changed == ["note"]


def test_words_that_arrive_are_named_and_not_kept():
    texts = [TextFactory(content=f"The dyke held in {year}.") for year in (1901, 1902)]
    awaited = TextFactory(content=None, words="It broke.")

    Text.objects.filter(pk=awaited.pk).update(content="It broke.", note="scanned")
    Text.objects.update(note="checked")
    Text.objects.filter(pk=texts[0].pk).delete()

    assert [(change.kind, change.changed) for change in Change.objects.of(awaited)][1:] == [
        ("update", ["content", "note"]),
        ("update", ["note"]),
    ]
    assert [change.kind for change in Change.objects.of(texts[0])] == ["create", "update", "delete"]
    kept = {field.column for field in Text._meta.concrete_fields} - {"content"}
    assert {frozenset(change.state) for change in Change.objects.filter(table="sources_text")} == {frozenset(kept)}
    assert {frozenset(change.changed) for change in Change.objects.filter(table="sources_text", kind="create")} == {
        frozenset(kept - {"revision", "changed_at"})
    }


def test_what_differs_only_in_its_digits_is_another_state():
    claim = ClaimFactory(type="quantitative", attributes={"measure": "closures", "value": 70})

    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_claim SET attributes = jsonb_set(attributes, '{value}', '70.000')")
        cursor.execute("UPDATE claims_claim SET attributes = attributes || '{}'")

    assert [(change.revision, change.changed) for change in Change.objects.of(claim)][1:] == [(2, ["attributes"])]


def test_a_statement_that_touches_no_row_leaves_no_history():
    Author.objects.filter(pk=-1).update(note="nobody")

    assert not Change.objects.exists()
