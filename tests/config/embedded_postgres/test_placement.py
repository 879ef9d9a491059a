"""Where the embedded server puts its files, and who may read them."""

from __future__ import annotations

import os
import shutil

import pytest

from config.embedded_postgres import Cluster, ensure_running, release, stop
from config.embedded_postgres.binaries import copy_programs
from config.embedded_postgres.processes import run
from tests.config.embedded_postgres.servers import (
    JOIN,
    JOIN_AND_STAY,
    NOBODY,
    SHARED,
    WAY_OUT,
    WHEEL,
    as_root,
    ask,
    finish,
    refusal_of,
    server_of,
    spawn,
)


def test_first_start_makes_a_closed_utf8_cluster_without_tcp(make_place):
    var = make_place() / "var"

    cluster = ensure_running(var)

    home = var / "postgres"
    assert cluster == Cluster(home / "data", home, 5432)
    assert cluster.connection_parameters() == {"host": str(home), "port": 5432, "user": "postgres"}
    assert home.stat().st_mode & 0o777 == 0o700
    locale = "SELECT concat_ws(' ', datlocprovider, datlocale, pg_encoding_to_char(encoding)) FROM pg_database LIMIT 1"
    assert ask(cluster, locale) == "b C.UTF-8 UTF8"
    names = ("listen_addresses", "TimeZone", "fsync", "synchronous_commit", "jit", "max_connections", "data_checksums")
    assert [ask(cluster, f"SHOW {name}") for name in names] == ["", "UTC", "on", "on", "off", "60", "on"]
    assert os.getsid(server_of(var)) != os.getsid(0)  # Ctrl-C in the terminal must not reach it


def test_folders_that_a_careless_chmod_opened_are_closed_again(var):
    home = var / "postgres"
    for folder in (home, home / "data"):
        folder.chmod(0o755)

    assert ask(ensure_running(var), "SELECT 1") == 1
    assert [folder.stat().st_mode & 0o777 for folder in (home, home / "data")] == [0o700, 0o700]


@pytest.mark.parametrize("name", ["d" * 100, "a, $b `c` 'd\" é"])
def test_path_too_long_or_odd_for_a_socket_gets_a_closed_runtime_folder(make_place, name):
    var = make_place() / name

    cluster = ensure_running(var)

    folder, home = cluster.socket_dir, var / "postgres"
    assert ask(cluster, "SELECT 1") == 1
    assert cluster.data_dir == home / "data"
    assert folder.name.startswith("pincite-")
    assert (folder.stat().st_uid, folder.stat().st_mode & 0o777) == (home.stat().st_uid, 0o700)
    stop(var)
    folder.chmod(0o755)
    assert refusal_of(var) == (
        f"The folder {folder}, meant for PostgreSQL's socket, belongs to someone else or is open to others: "
        f"remove it, work in a folder with a shorter path, or {WAY_OUT}"
    )
    shutil.rmtree(folder)


@as_root
def test_closed_folder_of_root_keeps_its_mode_and_its_data(make_place):
    place = make_place(0o700)
    var = place / "var"

    cluster = ensure_running(var)

    assert place.stat().st_mode & 0o777 == 0o700
    assert cluster.data_dir == (var / "postgres").readlink() / "data"
    assert cluster.data_dir.is_relative_to(SHARED)
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS n")
    assert release(var) is True
    assert ask(ensure_running(var), "SELECT n FROM kept") == 42


@as_root
def test_folder_deleted_and_made_anew_begins_empty_and_keeps_the_old_data(make_place):
    var = make_place(0o700) / "var"
    old = ensure_running(var)
    shutil.rmtree(var)
    assert release(var) is True

    new = ensure_running(var)

    assert new.data_dir != old.data_dir
    assert (old.data_dir / "PG_VERSION").read_text() == "18\n"


@as_root
def test_moved_folder_keeps_its_cluster_and_a_copy_is_refused(make_place):
    place = make_place(0o700)
    cluster = ensure_running(place / "var")
    release(place / "var")
    (place / "var").rename(place / "moved")

    assert ensure_running(place / "moved") == cluster
    shutil.copytree(place / "moved", place / "copy", symlinks=True)
    assert refusal_of(place / "copy") == (
        f"{place}/copy/postgres leads to the cluster of {place}/moved, of which this folder seems to be a copy: "
        f"remove the link to begin empty, or {WAY_OUT}"
    )


@as_root
def test_copied_programs_run_for_anyone(make_place):
    copy = make_place() / "postgres-18"

    copy_programs(WHEEL, copy)

    assert run([copy / "embedded_postgres/pginstall/bin/initdb", "--version"], NOBODY).returncode == 0


@as_root
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_ordinary_user_has_all_in_their_folder_and_shares_it_with_root(make_place, ordinary_user, mode):
    place = make_place(mode)
    os.chown(place, NOBODY.uid, NOBODY.gid)
    var = place / "var"

    process = spawn(JOIN_AND_STAY, var, **ordinary_user)
    server = int(process.stdout.readline())

    assert ensure_running(var).data_dir == var / "postgres/data"
    assert (server_of(var), (var / "postgres/data").stat().st_uid) == (server, NOBODY.uid)
    finish(process)
    assert release(var) is True
    assert finish(spawn(JOIN, var, **ordinary_user)) != str(server)


@as_root
def test_ordinary_user_is_told_what_is_closed_to_them_and_whose_it_is(var, ordinary_user):
    closed = spawn(JOIN, var, **ordinary_user).communicate()[1].splitlines()[-1]
    for path in (var, var / "postgres.lock", var / "postgres-users"):
        os.chown(path, NOBODY.uid, NOBODY.gid)
    foreign = spawn(JOIN, var, **ordinary_user).communicate()[1].splitlines()[-1]

    prefix = "config.embedded_postgres.errors.EmbeddedPostgresError: "
    assert closed == (
        f"{prefix}The embedded PostgreSQL failed at {var}/postgres.lock: Permission denied. Make room or give access there, or {WAY_OUT}"
    )
    assert foreign == (
        f"{prefix}The PostgreSQL cluster in {var}/postgres belongs to user {(var / 'postgres').stat().st_uid}: "
        f"run this as that user or as root, move the folder away to begin empty, or {WAY_OUT}"
    )
