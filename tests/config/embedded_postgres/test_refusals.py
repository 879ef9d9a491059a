"""What the embedded server refuses to touch, and what it says."""

from __future__ import annotations

import os
import socket

from config.embedded_postgres import ensure_running
from tests.config.embedded_postgres.servers import IS_ROOT, NOBODY, WAY_OUT, ask, refusal_of


def test_foreign_server_on_the_socket_is_refused(var):
    home = var / "postgres"
    (home / ".s.PGSQL.5432.lock").write_text("4711\n")
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.bind(str(home / ".s.PGSQL.5432"))
        foreign.listen()

        assert refusal_of(var) == (
            f"Another PostgreSQL server (process 4711, perhaps in another container) already answers in {home}: stop it, or {WAY_OUT}"
        )


def test_data_of_another_major_version_are_refused(var):
    data = var / "postgres/data"
    (data / "PG_VERSION").write_text("15\n")

    assert refusal_of(var) == (
        f"The data in {data} are of PostgreSQL 15, and this is PostgreSQL 18: dump them with the version that made "
        f"them, move the folder away to begin empty, or {WAY_OUT}"
    )
    (data / "PG_VERSION").write_text("18\n")


def test_refusal_to_start_quotes_the_log(var):
    (var / "postgres/data/postgresql.auto.conf").write_text("colour = 'blue'\n")

    assert refusal_of(var) == (
        f'PostgreSQL did not start: configuration file "{var}/postgres/data/postgresql.auto.conf" contains errors '
        f"(from {var}/postgres/postgres.log). Cure that, or {WAY_OUT}"
    )
    assert not any((var / "postgres-users").iterdir())
    (var / "postgres/data/postgresql.auto.conf").write_text("")


def test_folder_that_is_no_data_directory_is_refused(make_place):
    data = make_place() / "var/postgres/data"
    data.mkdir(parents=True)
    (data / "notes.txt").write_text("mine")
    if IS_ROOT:
        os.chown(data.parent, NOBODY.uid, NOBODY.gid)

    assert refusal_of(data.parents[1]) == (f"{data} is not a PostgreSQL data directory: move it away to begin empty, or {WAY_OUT}")


def test_link_that_leads_nowhere_is_refused(make_place):
    var = make_place()
    (var / "postgres").symlink_to(var / "unmounted")

    assert refusal_of(var) == (
        f"{var}/postgres leads to {var}/unmounted, which is not there: bring it back (a disk not mounted?), "
        f"remove the link to begin empty, or {WAY_OUT}"
    )


def test_half_made_data_are_made_anew(make_place):
    half = make_place() / "var/postgres/data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    if IS_ROOT:
        os.chown(half.parent, NOBODY.uid, NOBODY.gid)

    assert ask(ensure_running(half.parents[1]), "SELECT 1") == 1
    assert not half.exists()
