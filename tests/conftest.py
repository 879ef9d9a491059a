"""The database of the tests: a template made once by the owner, and the cast.

Migrations run as the owner and tests as the application's role, as in production. The laws refuse TRUNCATE, so a test that
commits (``transactional_db``) cannot be flushed: it gets a database cloned from the template instead.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from claims.collections.loading import load_fixtures
from claims.services.accounts import ADMINISTRATORS, CURATORS, EDITORS
from config.database import roles
from config.database.address import EMBEDDED
from config.embedded_postgres import ensure_running

pytest_plugins = ["tests.debate", "tests.remembering", "tests.rights", "tests.browser"]

# A busy machine is no fault of the code: how long an example takes is never judged.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# The database in which others are made; no test works in it.
OWNER = dict(settings.DATABASES["owner"])

# The hasher of production takes half a second for each account of the cast, which would be most of the time of all tests.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Django's own refusal to work inside an event loop would hit the browser tests, which keep one in their thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Let the first process join the embedded server, so that it is the last to leave it."""
    if settings.DATABASES["owner"]["HOST"] == EMBEDDED and not hasattr(config, "workerinput"):
        ensure_running(settings.VAR_DIR)


def pytest_collection_finish() -> None:
    """Spare the garbage collector a walk through all tests and their modules at every round: they stay to the end."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes that are no plain text by their number: some hold the moment they were made, as gzip's do, and workers would disagree."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and not val.isascii() else None


def recreate(name: str, template: str = "template0") -> None:
    """Make a database anew, as a copy of another."""
    drop(name)
    with roles.connected(OWNER) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop(name: str) -> None:
    """Drop a database that nobody here is connected to any more."""
    # Not WITH (FORCE): that is refused to the owner while the server's own autovacuum is at work there.
    with roles.connected(OWNER) as connection:
        for patience in range(50):
            try:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            except psycopg.errors.ObjectInUse:
                time.sleep(0.1 * (patience < 49))
            else:
                return
    raise AssertionError(f"The database {name} is still in use: which test left a connection open?")


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """Point both connections at another database."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
    try:
        yield
    finally:
        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = before[alias]
            settings.DATABASES[alias]["NAME"] = before[alias]


@pytest.fixture(scope="session")
def template_database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated database of this worker with the groups in it; others are cloned from it."""
    name = f"test_pincite_{os.getpid()}_{worker_id}"
    with roles.alone(OWNER):
        roles.prepare(OWNER, settings.DATABASES["default"])
    recreate(name)
    with using_database(name), django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
    yield name
    drop(name)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Run the session's tests in a clone of the template."""
    name = f"{template_database}_run"
    recreate(name, template_database)
    with using_database(name):
        yield
    drop(name)


@pytest.fixture
def committed_db(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own for a test whose transactions really commit; gone afterwards."""
    name = f"{template_database}_own"
    recreate(name, template_database)
    with using_database(name), django_db_blocker.unblock():
        yield name
    drop(name)


@pytest.fixture(scope="session")
def fixtures_database(template_database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A committed database into which the fixtures of the project were loaded, once for all; nobody leaves anything in it."""
    name = f"{template_database}_fixtures"
    recreate(name, template_database)
    with using_database(name), django_db_blocker.unblock():
        load_fixtures(settings.FIXTURES_DIR)
    yield name
    drop(name)


@pytest.fixture
def _among_fixtures(fixtures_database: str) -> Iterator[None]:
    assert not connection.in_atomic_block, "Ask for the fixtures before anything else of the database, and without the mark django_db."
    with using_database(fixtures_database):
        yield


@pytest.fixture
def fixtures(_among_fixtures: None, db: None) -> None:
    """The fixtures of the project, as ``load_fixtures`` leaves them; what a test changes of them is undone."""


def _account(username: str, group: str) -> User:
    user = get_user_model().objects.create_user(username, password=f"{username}-password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def curator(db: None) -> User:
    """Writes and submits."""
    return _account("carla", CURATORS)


@pytest.fixture
def editor(db: None) -> User:
    """Also reviews."""
    return _account("edith", EDITORS)


@pytest.fixture
def administrator(db: None) -> User:
    """Also administers."""
    return _account("ada", ADMINISTRATORS)


@pytest.fixture
def api() -> APIClient:
    """An anonymous reader of the API."""
    return APIClient()


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The folder with the corpus texts; tests that need it are skipped, and say so, where it is absent."""
    folder = settings.CORPUS_DIR
    if not folder.is_dir():
        pytest.skip(f"the corpus texts are absent ({folder}); set CORPUS_DIR to the folder that holds them")
    return Path(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where every judge was asked for (REQUIRE_JUDGES=1), a judge that is absent is a failure, not a skip."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_JUDGES") == "1" and "not here" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped a judge: {report.longrepr}"
    return report
