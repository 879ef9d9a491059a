from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from config.database.address import EMBEDDED, application_address, parse_url
from config.embedded_postgres import ensure_running, stop
from tests.config.test_demo import manage, place

ROOT = Path(__file__).parent.parent.parent
# Four processes that wait for each other, on a machine that may have other work: a minute or two when it is busy.
PATIENCE = 400
__all__ = ["place"]


def test_processes_that_prepare_one_new_server_at_once_wait_for_each_other(place):
    commands = [["migrate", "-v0"], ["migrate", "-v0"], ["load_fixtures"], ["verify"]]

    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for command in commands
    ]
    try:
        printed = [process.communicate(timeout=PATIENCE)[0] for process in running]
    finally:
        # One that hangs would hold the server of the next test.
        for process in running:
            process.kill()

    # In one string: pytest cuts the middle out of a list, and a traceback tells at its end what happened.
    assert [process.returncode for process in running] == [0] * len(commands), "\n".join(printed)
    assert manage(place, "verify").returncode == 0


def test_a_server_out_of_reach_is_said_in_one_line(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/nothing"}

    result = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert result.returncode == 1
    assert "CommandError: The database cannot be reached: connection failed: " in result.stderr
    assert "Traceback" not in result.stderr
    stop(tmp_path / "var")


@pytest.mark.parametrize("command", ["verify", "load_fixtures", "export_sources"])
def test_our_commands_say_so_too(tmp_path, command):
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/nothing"}

    result = subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert result.returncode == 1
    assert "CommandError: The database cannot be reached: " in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def external(tmp_path, worker_id):
    """A database on a server of its own right, whose owner may make roles but is no superuser; reached by DATABASE_URL."""
    cluster = ensure_running(settings.VAR_DIR)
    name = f"external_{os.getpid()}_{worker_id}"
    with psycopg.connect(**cluster.connection_parameters(), dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN CREATEROLE")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")
    url = f"postgresql:///{name}?host={quote(str(cluster.socket_dir), safe='')}&port={cluster.port}&user={name}"
    yield {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": url, "CORPUS_DIR": str(tmp_path)}
    application = application_address(parse_url("DATABASE_URL", url)).user
    with psycopg.connect(**cluster.connection_parameters(), dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE IF EXISTS {application}")
        connection.execute(f"DROP ROLE {name}")


@pytest.mark.skipif(settings.DATABASES["default"]["HOST"] != EMBEDDED, reason="DATABASE_URL names another server")
def test_a_database_of_ones_own_is_prepared_twice_and_holds_the_same_laws(external):
    first, second, loaded, verified = (manage(external, *command) for command in (["migrate"], ["migrate"], ["load_fixtures"], ["verify"]))

    assert [result.returncode for result in (first, second, loaded, verified)] == [0] * 4, second.stderr + loaded.stderr + verified.stdout
    assert "no fault" in verified.stdout
    refused = manage(external, "shell", "-c", "from django.db import connection as c; c.cursor().execute('TRUNCATE sources_text CASCADE')")
    assert "permission denied for table sources_text" in refused.stderr
