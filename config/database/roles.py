"""The database's two roles: made before the first migration, given their rights after each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from config.database.address import EMBEDDED
from config.embedded_postgres import ensure_running

#: Tables that the application only reads: history is written by triggers, migrations by the owner.
READ_ONLY = frozenset({"history_change", "django_migrations"})
#: Tables that the application adds to and never changes.
APPEND_ONLY = frozenset({"claims_review"})

_OLDEST = 150_000


def prepare(owner: dict[str, Any], application: dict[str, Any]) -> None:
    """Make the roles and, in the embedded server, the database. Repeated, changes nothing.

    Args:
        owner: Django's settings of the connection that migrates.
        application: Django's settings of the connection that the application uses.

    Raises:
        ImproperlyConfigured: The server is too old, or refuses; the message says what to do.
    """
    try:
        if owner["HOST"] == EMBEDDED:
            _prepare_embedded(owner, application)
        else:
            _prepare_external(owner, application)
    except psycopg.Error as error:
        raise ImproperlyConfigured(f"The database cannot be prepared: {str(error).strip()}") from error


def _prepare_embedded(owner: dict[str, Any], application: dict[str, Any]) -> None:
    with connected(owner | {"USER": "postgres", "NAME": "postgres"}) as connection:
        for role, attributes in ((owner["USER"], "LOGIN CREATEDB"), (application["USER"], "LOGIN")):
            if not _exists(connection, "pg_roles", "rolname", role):
                connection.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))
        if not _exists(connection, "pg_database", "datname", owner["NAME"]):
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(owner["NAME"]), sql.Identifier(owner["USER"])))


def _prepare_external(owner: dict[str, Any], application: dict[str, Any]) -> None:
    with connected(owner) as connection:
        if connection.info.server_version < _OLDEST:
            raise ImproperlyConfigured(f"PostgreSQL 15 or newer is needed; the server is {connection.info.server_version // 10000}.")
        if application["USER"] == owner["USER"]:
            return
        verb = "ALTER" if _exists(connection, "pg_roles", "rolname", application["USER"]) else "CREATE"
        try:
            connection.execute(
                sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    sql.Identifier(application["USER"]), sql.Literal(application["PASSWORD"])
                )
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise ImproperlyConfigured(
                f"The role {owner['USER']} of DATABASE_URL may not make the application's role. Give it CREATEROLE, "
                "or make a role yourself and name it in APP_DATABASE_URL."
            ) from error


def grant(owner: dict[str, Any], application: dict[str, Any]) -> None:
    """Give the application's role what it needs on every table, and nothing more: it owns none and truncates none."""
    role = sql.Identifier(application["USER"])
    with connected(owner) as connection:
        if application["USER"] == owner["USER"]:
            return
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(owner["NAME"]), role))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in rows:
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), role))
            connection.execute(sql.SQL("GRANT " + _rights(table) + " ON {} TO {}").format(sql.Identifier(table), role))


def _rights(table: str) -> str:
    if table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"


def _exists(connection: psycopg.Connection[Any], catalogue: str, column: str, name: str) -> bool:
    statement = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(sql.Identifier(catalogue), sql.Identifier(column))
    return connection.execute(statement, [name]).fetchone() is not None


@contextmanager
def connected(entry: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, outside transactions, to what one of Django's ``DATABASES`` names."""
    host, port = entry["HOST"], entry["PORT"]
    if host == EMBEDDED:
        cluster = ensure_running(settings.VAR_DIR)
        host, port = str(cluster.socket_dir), str(cluster.port)
    options = {key: value for key, value in entry.get("OPTIONS", {}).items() if key not in {"pool", "prepare_threshold"}}
    given = {"host": host, "port": port, "password": entry["PASSWORD"]}
    with psycopg.connect(
        dbname=entry["NAME"], user=entry["USER"], autocommit=True, **{k: v for k, v in given.items() if v}, **options
    ) as connection:
        yield connection
