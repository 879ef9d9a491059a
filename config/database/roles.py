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
from config.database.rights import rights_on
from config.embedded_postgres import ensure_running
from history.locks import Lock

_OLDEST = 150_000


@contextmanager
def alone(owner: dict[str, Any]) -> Iterator[None]:
    """Wait until no other process prepares or migrates on this server, and keep others waiting meanwhile.

    Raises:
        ImproperlyConfigured: The server cannot be reached; the message is its own.
    """
    maintenance = owner | {"USER": "postgres", "NAME": "postgres"} if owner["HOST"] == EMBEDDED else owner
    try:
        with connected(maintenance) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [Lock.PREPARING])
            yield
    except psycopg.OperationalError as error:
        raise ImproperlyConfigured(f"The database cannot be reached: {str(error).strip()}") from error


def prepare(owner: dict[str, Any], application: dict[str, Any]) -> None:
    """Make the roles and, in the embedded server, the database. Repeated, changes nothing. To be called ``alone``.

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
        is_here = _exists(connection, "pg_roles", "rolname", application["USER"])
        # Only a superuser may name SUPERUSER of a role that is there, even to deny it; `verify` reports one that has it.
        statement = "ALTER ROLE {} LOGIN PASSWORD {}" if is_here else "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}"
        try:
            connection.execute(sql.SQL(statement).format(sql.Identifier(application["USER"]), sql.Literal(application["PASSWORD"])))
        except psycopg.errors.InsufficientPrivilege as error:
            if is_here and _can_connect(application):
                return
            raise ImproperlyConfigured(
                f"The role {owner['USER']} of DATABASE_URL may not make the application's role. Give it CREATEROLE, "
                "or make a role yourself and name it, with its password, in APP_DATABASE_URL."
            ) from error


def _can_connect(entry: dict[str, Any]) -> bool:
    try:
        with connected(entry):
            return True
    except psycopg.OperationalError:
        return False


def grant(owner: dict[str, Any], application: dict[str, Any]) -> None:
    """Give the application's role what it needs on every table, and nothing more: it owns none and truncates none."""
    role = sql.Identifier(application["USER"])
    with connected(owner) as connection:
        if application["USER"] == owner["USER"]:
            return
        # At once or not at all: whoever may read the migrations knows that the rest is granted too.
        with connection.transaction():
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(owner["NAME"]), role))
            # A function there could stand in for one of PostgreSQL's own; older servers let everybody make some.
            connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
            connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in rows:
                connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), role))
                connection.execute(sql.SQL("GRANT " + rights_on(table) + " ON {} TO {}").format(sql.Identifier(table), role))


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
