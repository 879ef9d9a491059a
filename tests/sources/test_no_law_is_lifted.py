"""No law is lifted: by the application's role, by a setting, by a table of the same name, by the owner of the tables."""

from __future__ import annotations

import pytest
from django.db import Error, IntegrityError, connection, connections, transaction

from sources.models import Passage
from tests.factories.sources import PassageFactory, TextFactory
from tests.sources.test_law_of_pins import WORDS, run, sha256


@pytest.fixture
def passage(db) -> Passage:
    return PassageFactory(text=TextFactory(content=WORDS), start=4, end=16)


@pytest.mark.parametrize(
    "lifting",
    [
        "SET session_replication_role = replica",
        "SET LOCAL session_replication_role = replica",
        "ALTER TABLE sources_text DISABLE TRIGGER ALL",
        "ALTER TABLE sources_text DISABLE TRIGGER law_text",
        "DROP TRIGGER law_text ON sources_text",
        "DROP FUNCTION law_text() CASCADE",
        "CREATE OR REPLACE FUNCTION law_text() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER TABLE sources_text OWNER TO CURRENT_USER",
        "CREATE RULE quiet AS ON UPDATE TO sources_passage DO INSTEAD NOTHING",
        "ALTER ROLE CURRENT_USER SUPERUSER",
    ],
)
def test_the_application_cannot_lift_a_law(passage, lifting):
    with pytest.raises(Error, match=r"permission denied|must be owner|must have|not allowed|only"):
        run(lifting)


def test_the_application_cannot_give_itself_rights(passage):
    # PostgreSQL only warns of such a grant; what counts is that it gave nothing.
    run("GRANT TRUNCATE, TRIGGER ON sources_text TO CURRENT_USER")

    with pytest.raises(Error, match="permission denied"):
        run("TRUNCATE sources_text CASCADE")


@pytest.mark.parametrize(
    "setting",
    [
        "SET LOCAL pgtrigger.ignore = 'all'",
        "SET LOCAL pincite.actor = '1'",
        "SET LOCAL pincite.ignore = 'on'",
        "SET CONSTRAINTS ALL DEFERRED",
        "SET LOCAL search_path = pg_temp, public",
        "SET LOCAL check_function_bodies = off",
        "SET LOCAL row_security = off",
    ],
)
def test_no_session_setting_lifts_a_law(passage, setting):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(setting)
        cursor.execute("UPDATE public.sources_passage SET start = start + 1")


def test_a_temporary_table_cannot_stand_in_for_the_texts(passage):
    text = passage.text

    with pytest.raises(IntegrityError, match="is not the slice"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE sources_text AS SELECT * FROM public.sources_text")
        cursor.execute("UPDATE pg_temp.sources_text SET content = 'A forgery, long enough to be quoted from somewhere.'")
        cursor.execute(
            """INSERT INTO public.sources_passage (public_id, document_id, text_id, start, "end", quote, quote_sha256, status, origin, tool,
                   locator_label, locator_value, carried, is_published, revision, created_at, changed_at)
               VALUES ('forged-one', %s, %s, 2, 9, 'forgery', %s, 'exact', 'human', '', '', '', '', false, 1, now(), now())""",
            [text.document_id, text.pk, sha256("forgery")],
        )


def test_replication_role_lifts_nothing_even_for_a_superuser_of_the_server(committed_db):
    PassageFactory(text=TextFactory(content=WORDS), start=4, end=16)

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'A'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        assert cursor.fetchone()[0] > 40


@pytest.mark.parametrize("statement", ["TRUNCATE sources_passage CASCADE", "TRUNCATE sources_text CASCADE", "DELETE FROM sources_text"])
def test_the_laws_hold_against_the_owner_too(committed_db, statement):
    PassageFactory(text=TextFactory(content=WORDS), start=4, end=16)

    with pytest.raises(IntegrityError, match="law 1"), connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_the_application_role_owns_nothing_and_is_no_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = session_user)")
        owned = cursor.fetchone()[0]
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = session_user"
        )
        attributes = cursor.fetchone()
        cursor.execute("SELECT session_user = current_user")

    assert owned == 0
    assert attributes == (False, False, False, False, False)
