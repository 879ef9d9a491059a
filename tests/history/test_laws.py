"""``verify`` compares what the laws say with what they were made to say, and finds what could bend them without touching one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, connections, transaction

from history.laws import broken_laws, declared_laws
from tests.conftest import drop, recreate, using_database


class UndoneError(Exception):
    """Ends a transaction whose every change is to be forgotten."""


@pytest.fixture(scope="module")
def owner(template_database, django_db_setup, django_db_blocker) -> Iterator[None]:
    """An empty database, in which the owner of the tables works."""
    name = f"{template_database}_definitions"
    recreate(name, template_database)
    with using_database(name), django_db_blocker.unblock():
        ours = connections["default"]
        connections["default"] = connections["owner"]
        try:
            yield
        finally:
            connections["default"] = ours
    drop(name)


@contextmanager
def done(*statements: str) -> Iterator[None]:
    """Within it the statements were run; after it they were not."""
    with suppress(UndoneError), transaction.atomic():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        yield
        raise UndoneError


def remade(trigger: str, table: str, said: str) -> tuple[str, ...]:
    """A trigger of the same name, always enabled, that runs the same function."""
    return f"DROP TRIGGER {trigger} ON {table}", f"CREATE {said}", f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"


def test_what_the_migrations_made_is_what_they_say(owner):
    assert broken_laws() == (len(declared_laws().triggers), [])


@pytest.mark.parametrize(
    ("trigger", "table", "said"),
    [
        # On another condition: never.
        (
            "law_ground",
            "claims_claim",
            "TRIGGER law_ground BEFORE UPDATE ON claims_claim FOR EACH ROW WHEN (false) EXECUTE FUNCTION law_ground()",
        ),
        # On none.
        ("law_ground", "claims_claim", "TRIGGER law_ground BEFORE UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION law_ground()"),
        # At fewer events.
        ("law_text", "sources_text", "TRIGGER law_text BEFORE INSERT ON sources_text FOR EACH ROW EXECUTE FUNCTION law_text()"),
        # At changes of another column only.
        (
            "law_passage",
            "sources_passage",
            "TRIGGER law_passage BEFORE INSERT OR UPDATE OF tool ON sources_passage FOR EACH ROW EXECUTE FUNCTION law_passage()",
        ),
        # Afterwards instead of before.
        ("law_text", "sources_text", "TRIGGER law_text AFTER INSERT OR UPDATE ON sources_text FOR EACH ROW EXECUTE FUNCTION law_text()"),
        # Once for a statement instead of for each row.
        (
            "law_append_only",
            "claims_review",
            "TRIGGER law_append_only BEFORE DELETE ON claims_review FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_change()",
        ),
        # With other arguments.
        ("law_fixed", "sources_author", "TRIGGER law_fixed BEFORE UPDATE ON sources_author FOR EACH ROW EXECUTE FUNCTION law_fixed('id')"),
        # Not deferred.
        (
            "law_all_carried",
            "sources_text",
            "CONSTRAINT TRIGGER law_all_carried AFTER INSERT ON sources_text FOR EACH ROW"
            " WHEN (NEW.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_all_carried()",
        ),
        # Leaving more out of history.
        (
            "track_insert",
            "claims_topic",
            "TRIGGER track_insert AFTER INSERT ON claims_topic REFERENCING NEW TABLE AS history_after"
            " FOR EACH STATEMENT EXECUTE FUNCTION history_record('{slug}')",
        ),
    ],
)
def test_a_trigger_that_says_something_else_is_reported(owner, trigger, table, said):
    with done(*remade(trigger, table, said)):
        assert broken_laws()[1] == [f"Law: the trigger {trigger} on {table} does not say what the migrations made it say."]


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (
            [
                "ALTER TABLE claims_claim DROP CONSTRAINT claims_claim_status_known",
                "ALTER TABLE claims_claim ADD CONSTRAINT claims_claim_status_known CHECK (status <> '')",
            ],
            "Law: the constraint claims_claim_status_known does not say what was declared.",
        ),
        (
            [
                "ALTER TABLE claims_claim DROP CONSTRAINT claims_claim_attributes_are_object",
                "ALTER TABLE claims_claim ADD CONSTRAINT claims_claim_attributes_are_object CHECK (jsonb_typeof(attributes) = 'object') NOT VALID",
            ],
            "Law: the constraint claims_claim_attributes_are_object does not say what was declared.",
        ),
        (
            [
                "DROP INDEX claims_evidence_once",
                "CREATE UNIQUE INDEX claims_evidence_once ON claims_evidence (claim_id, passage_id, stance) WHERE status = 'draft'",
            ],
            "Law: the constraint claims_evidence_once does not say what was declared.",
        ),
        (
            ["DROP INDEX claims_evidence_once", "CREATE INDEX claims_evidence_once ON claims_evidence (claim_id, passage_id, stance)"],
            "Law: the constraint claims_evidence_once is missing.",
        ),
        (
            ["ALTER TABLE sources_mark DROP CONSTRAINT sources_mark_pages_apart"],
            "Law: the constraint sources_mark_pages_apart is missing.",
        ),
        (
            [
                "DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE claims_evidence DROP CONSTRAINT %I', conname) FROM pg_constraint"
                " WHERE conrelid = 'claims_evidence'::regclass AND confrelid = 'sources_passage'::regclass); END $$"
            ],
            "Law: no foreign key holds passage_id of claims_evidence.",
        ),
        (
            [
                "CREATE FUNCTION bends() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER zz BEFORE UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION bends()",
            ],
            "Law: the trigger zz on claims_claim is none that the migrations made.",
        ),
        (
            ["CREATE FUNCTION bends() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
            "Law: the function bends is none that the migrations made.",
        ),
        (
            ["CREATE FUNCTION sources_sha256(words varchar) RETURNS text LANGUAGE sql AS $$ SELECT '' $$"],
            "Law: there are 2 functions sources_sha256; the migrations made one.",
        ),
        (
            ["CREATE RULE quiet AS ON DELETE TO claims_review DO INSTEAD NOTHING"],
            "Law: the rule quiet on claims_review is none that the migrations made.",
        ),
        (["ALTER TABLE claims_review ALTER at DROP NOT NULL"], "Law: at of claims_review may be NULL."),
        (
            ["ALTER TABLE claims_comment DROP CONSTRAINT claims_comment_revision_check"],
            "Law: no constraint keeps revision of claims_comment from going below zero.",
        ),
        (["ALTER TABLE claims_review ENABLE ROW LEVEL SECURITY"], "Law: rows of claims_review are hidden by row security."),
        (["CREATE TABLE heir () INHERITS (claims_review)"], "Law: claims_review has rows of heir, on which no law is."),
        (["ALTER FUNCTION history_record() SECURITY INVOKER"], "Law: the function history_record is not the one that the migrations made."),
        (["ALTER FUNCTION law_review() RESET search_path"], "Law: the function law_review is not the one that the migrations made."),
        (
            ["GRANT EXECUTE ON FUNCTION history_record() TO PUBLIC"],
            "Law: the function history_record works as the owner, and everybody may call it.",
        ),
    ],
)
def test_what_bends_a_law_beside_its_triggers_is_reported(owner, statements, fault):
    with done(*statements):
        assert fault in broken_laws()[1]


def test_comparing_leaves_nothing_behind(owner):
    broken_laws()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()")
        assert cursor.fetchone() == (0,)
