from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction

from history.models import Change
from history.past import as_of
from history.services import recorded
from sources.models import Author
from tests.factories.sources import AuthorFactory


@pytest.mark.django_db
def test_every_change_is_kept_with_who_when_why_and_the_whole_state(curator):
    with recorded(by=curator, reason="as the title page has it"):
        author = AuthorFactory(family="Nodomi", given="Mitsuru")
    with recorded(by=curator, reason="romanised anew"):
        author.family = "Noudomi"
        author.save()

    created, changed = Change.objects.of(author)

    assert (created.kind, created.revision, created.state["family"]) == ("create", 1, "Nodomi")
    assert (changed.kind, changed.revision, changed.changed) == ("update", 2, ["family"])
    assert (changed.user_id, changed.user, changed.reason) == (curator.pk, "carla", "romanised anew")
    assert changed.state["family"] == "Noudomi"
    assert changed.who == "carla"


@pytest.mark.django_db
def test_raw_sql_is_recorded_under_the_database_role():
    author = AuthorFactory(family="Nodomi")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_author SET note = 'by hand' WHERE id = %s", [author.pk])
        cursor.execute("SELECT session_user")
        (role,) = cursor.fetchone()

    change = Change.objects.of(author).last()
    assert (change.kind, change.changed, change.user_id, change.user) == ("update", ["note"], None, "")
    assert (change.role, change.who) == (role, f"database role {role}")


@pytest.mark.django_db
def test_a_deletion_keeps_the_last_state():
    author = AuthorFactory(family="Nodomi")
    pk = author.pk

    author.delete()

    change = Change.objects.get(table="sources_author", record_id=pk, kind="delete")
    assert change.state["family"] == "Nodomi"


@pytest.mark.django_db
def test_a_save_that_changes_nothing_leaves_revision_and_history_alone():
    author = AuthorFactory()

    author.save()
    author.refresh_from_db()

    assert author.revision == 1
    assert Change.objects.of(author).count() == 1


@pytest.mark.django_db
def test_nobody_writes_the_revision_or_the_dates():
    author = AuthorFactory()
    created_at = author.__class__.objects.get(pk=author.pk).created_at

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_author SET revision = 99, created_at = '1999-01-01' WHERE id = %s", [author.pk])

    author.refresh_from_db()
    assert (author.revision, author.created_at) == (1, created_at)


def test_a_record_is_read_as_of_a_moment(committed_db):
    author = AuthorFactory(family="Nodomi")
    before = Change.objects.of(author).last().at
    author.family = "Noudomi"
    author.save()
    after = Change.objects.of(author).last().at

    read = []
    for moment in (before, after, before.replace(year=2000)):
        with as_of(moment):
            read += [[one.family for one in Author.objects.filter(pk=author.pk)]]
    assert read == [["Nodomi"], ["Noudomi"], []]


@pytest.mark.django_db
def test_an_inner_act_gives_the_outer_actor_back(curator, editor):
    with recorded(by=curator, reason="outer"):
        with recorded(by=editor, reason="inner"):
            inner = AuthorFactory()
        outer = AuthorFactory()

    assert [(change.user, change.reason) for record in (inner, outer) for change in Change.objects.of(record)] == [
        ("edith", "inner"),
        ("carla", "outer"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_change SET reason = 'forged'",
        "DELETE FROM history_change",
        "TRUNCATE history_change",
        """INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction, "user", role, reason)
           VALUES ('sources_author', 1, '', 1, 'create', '{}', '{}', now(), 1, '', '', '')""",
    ],
)
@pytest.mark.django_db
def test_the_application_may_read_history_and_nothing_else(statement):
    AuthorFactory()

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE history_change SET reason = 'forged'", "DELETE FROM history_change", "TRUNCATE history_change"]
)
def test_even_the_owner_does_not_rewrite_history(committed_db, statement):
    AuthorFactory()

    with pytest.raises(IntegrityError, match="is refused"), connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_temporary_table_cannot_forge_history():
    with (
        pytest.raises(ProgrammingError, match="permission denied for function history_record"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TEMP TABLE sources_author (id bigint, public_id text, revision int)")
        cursor.execute("CREATE TRIGGER track AFTER INSERT ON pg_temp.sources_author FOR EACH ROW EXECUTE FUNCTION history_record('{}')")
