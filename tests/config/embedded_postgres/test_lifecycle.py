"""The embedded server starts, is shared, adopted, stopped and recovers."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import closing

import psycopg

from config.embedded_postgres import ensure_running, release, stop
from config.embedded_postgres.pid_file import live_postmaster
from config.embedded_postgres.processes import identity
from tests.config.embedded_postgres.servers import (
    IS_ROOT,
    JOIN,
    JOIN_AND_STAY,
    JOIN_BY_A_CHILD,
    JOIN_FORK_AND_STAY,
    TOLD_TO_END_AT_THE_START,
    ask,
    finish,
    kill,
    server_of,
    spawn,
    wait_until,
)


def test_second_process_shares_the_server_and_leaves_it_running(var):
    ensure_running(var)
    server = server_of(var)

    joined = finish(spawn(JOIN, var))

    assert (int(joined), server_of(var)) == (server, server)


def test_last_release_stops_the_server_and_data_survive(var):
    ask(ensure_running(var), "CREATE TABLE released AS SELECT 42 AS n")

    assert release(var) is True
    assert server_of(var) is None
    assert release(var) is False
    assert ask(ensure_running(var), "SELECT n FROM released") == 42


def test_server_stays_until_the_last_process_ends(var):
    ensure_running(var)
    other = spawn(JOIN_AND_STAY, var)
    other.stdout.readline()

    assert release(var) is False
    assert server_of(var) is not None
    finish(other)
    assert server_of(var) is None


def test_server_of_a_killed_process_is_adopted_and_the_dead_do_not_count(var):
    killed = spawn(JOIN_AND_STAY, var)
    server = int(killed.stdout.readline())
    killed.terminate()
    killed.communicate()

    ensure_running(var)

    assert server_of(var) == server
    assert release(var) is True


def test_registration_of_a_reused_process_number_does_not_count(var):
    ensure_running(var)
    (var / "postgres-users" / str(os.getppid())).write_text("another boot 1")

    assert release(var) is True


def test_forked_child_does_not_release_for_its_parent(var):
    parent = spawn(JOIN_FORK_AND_STAY, var)
    server, status_of_child = int(parent.stdout.readline()), parent.stdout.readline()

    assert (server_of(var), status_of_child) == (server, "0\n")
    finish(parent)
    assert server_of(var) is None


def test_four_processes_at_once_make_one_cluster_and_one_server(make_place):
    var = make_place() / "var"

    processes = [spawn(JOIN_AND_STAY, var) for _ in range(4)]

    assert {process.stdout.readline() for process in processes} == {f"{server_of(var)}\n"}
    for process in processes:
        finish(process)
    assert server_of(var) is None


def test_stop_ends_the_server_whoever_uses_it(var):
    cluster = ensure_running(var)
    first = server_of(var)

    assert stop(var) is True
    assert identity(first) is None
    assert stop(var) is False
    assert stop(var.parent / "absent") is False
    assert ensure_running(var) == cluster
    assert server_of(var) not in {None, first}


def test_check_notices_a_killed_server_and_committed_data_survive(var):
    cluster = ensure_running(var)
    ask(cluster, "CREATE TABLE committed AS SELECT 42 AS n")
    kill(server_of(var))

    assert ensure_running(var) is cluster
    assert ask(ensure_running(var, check=True), "SELECT n FROM committed") == 42


def test_start_waits_for_workers_of_a_killed_server(var):
    parameters = ensure_running(var).connection_parameters()
    with closing(psycopg.connect(**parameters, dbname="postgres")) as connection:
        connection.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000)")
        time.sleep(0.2)
        kill(server_of(var))

        assert ask(ensure_running(var, check=True), "SELECT 1") == 1
    assert "pre-existing shared memory block" in (var / "postgres/postgres.log").read_text()


def test_stale_files_that_name_a_live_program_are_no_obstacle(var):
    home = var / "postgres"
    user = {"user": home.stat().st_uid, "group": home.stat().st_gid} if IS_ROOT else {}
    bystander = subprocess.Popen(["/bin/sleep", "60"], cwd="/", **user)
    stale = f"{bystander.pid}\n{home}/data\n1\n5432\n{home}\n\n  1 2\nready   \n"
    (home / "data" / "postmaster.pid").write_text(stale)
    (home / ".s.PGSQL.5432.lock").write_text(stale)

    assert ask(ensure_running(var), "SELECT 1") == 1
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_empty_pid_file_is_no_obstacle(var):
    (var / "postgres/data/postmaster.pid").touch()

    assert ask(ensure_running(var), "SELECT 1") == 1


def test_start_waits_for_a_stopping_server(var):
    cluster = ensure_running(var)
    first = server_of(var)
    with psycopg.connect(**cluster.connection_parameters(), dbname="postgres"):
        os.kill(first, signal.SIGTERM)  # a smart shutdown waits for this connection
        wait_until(lambda: live_postmaster(cluster.data_dir).status == "stopping")
        waiting = spawn(JOIN, var)
        time.sleep(0.5)
        assert waiting.poll() is None

    assert int(finish(waiting)) != first


def test_server_without_its_socket_is_started_again(var):
    cluster = ensure_running(var)
    first = server_of(var)
    (cluster.socket_dir / ".s.PGSQL.5432").unlink()

    assert ask(ensure_running(var, check=True), "SELECT 1") == 1
    assert server_of(var) != first


def test_process_told_to_end_while_its_server_starts_leaves_none(var):
    finish(spawn(TOLD_TO_END_AT_THE_START, var))

    assert server_of(var) is None


def test_process_of_multiprocessing_releases_at_its_end(var):
    finish(spawn(JOIN_BY_A_CHILD, var))

    assert server_of(var) is None
