"""Starting and stopping the server of one cluster. Callers hold the lock of its ``var_dir``."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from config.embedded_postgres.binaries import programs_for
from config.embedded_postgres.cluster import Cluster
from config.embedded_postgres.data_directory import ensure_data
from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError, telling_line
from config.embedded_postgres.pid_file import READY, live_postmaster, pid_file
from config.embedded_postgres.processes import identity, run
from config.embedded_postgres.sockets import PORT, answers, remove_stale_socket, socket_folder, socket_path
from config.stopping import held

if TYPE_CHECKING:
    from pathlib import Path

    from config.embedded_postgres.homes import Home

# Given at every start, so that a cluster made by an older version of this file has them too.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Paths come as arguments, where no character is special. The shell ends at once, so the server is nobody's child and
# leaves no zombie; its session is its own, so Ctrl-C in the terminal does not reach it.
_LAUNCH = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null & echo $!'

_STEP = 0.02
_PATIENCE = 120.0  # a server that was killed first replays up to max_wal_size
_SOCKET_PATIENCE = 3.0
_WORKERS_PATIENCE = 30.0
_WORKERS_REMAIN = "pre-existing shared memory block"
_LARGEST_LOG = 10 * 1024 * 1024


def ensure_server(home: Home) -> Cluster:
    """Return the running cluster of ``home``, made and started if need be."""
    ensure_data(home)
    return _settled_cluster(home) or _start(home)


def ready_cluster(data_dir: Path) -> Cluster | None:
    """Return the cluster when its server runs and accepts connections at this moment, else None."""
    postmaster = live_postmaster(data_dir)
    if postmaster is None or postmaster.status != READY or postmaster.socket_dir is None:
        return None
    if not answers(socket_path(postmaster.socket_dir, postmaster.port)):
        return None
    return Cluster(data_dir, postmaster.socket_dir, postmaster.port)


def stop_server(data_dir: Path) -> bool:
    """Stop the server in fast mode and wait for its end; False when none was running.

    Raises:
        EmbeddedPostgresError: It did not end in time; a later start waits for it.
    """
    postmaster = live_postmaster(data_dir)
    if postmaster is None:
        return False
    process = identity(postmaster.pid)
    os.kill(postmaster.pid, signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE
    while process is not None and identity(postmaster.pid) == process:
        _sleep(deadline, f"The PostgreSQL server (process {postmaster.pid}) on {data_dir} does not stop")
    return True


def _settled_cluster(home: Home) -> Cluster | None:
    """Wait while a server starts or stops; return the ready one, None when there is none."""
    deadline = time.monotonic() + _PATIENCE
    socket_deadline = time.monotonic() + _SOCKET_PATIENCE
    while postmaster := live_postmaster(home.data_dir):
        if cluster := ready_cluster(home.data_dir):
            return cluster
        if postmaster.status != READY:
            socket_deadline = time.monotonic() + _SOCKET_PATIENCE
        elif time.monotonic() > socket_deadline:
            # The socket was deleted or the folder was moved: this server cannot be reached any more.
            stop_server(home.data_dir)
            return None
        _sleep(deadline, f"The PostgreSQL server (process {postmaster.pid}) on {home.data_dir} is not ready")
    return None


def _start(home: Home) -> Cluster:
    folder = socket_folder(home)
    remove_stale_socket(folder)
    _rotate(home.log)
    deadline = time.monotonic() + _WORKERS_PATIENCE
    while True:
        # No server of ours is alive, yet some other program may have the number in a stale file by now, and
        # PostgreSQL would take it for a server. That workers of a killed server are gone it sees by other means.
        pid_file(home.data_dir).unlink(missing_ok=True)
        position = home.log.stat().st_size if home.log.exists() else 0
        if cluster := _launch(home, folder):
            return cluster
        said = _read_from(home.log, position)
        if _WORKERS_REMAIN not in said or time.monotonic() > deadline:
            message = f"PostgreSQL did not start: {telling_line(said)} (from {home.log}). Cure that, or {WAY_OUT}."
            raise EmbeddedPostgresError(message)
        time.sleep(10 * _STEP)


def _launch(home: Home, folder: Path) -> Cluster | None:
    """Start the server and wait until it is ready; None when it gave up."""
    settings = _SETTINGS | {"unix_socket_directories": str(folder), "port": str(PORT)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server: list[str | Path] = [programs_for(home) / "postgres", "-D", home.data_dir, *options]
    pid = None
    try:
        with held():
            pid = _spawn(server, home)
        return _ready_cluster_of(pid, home)
    except (KeyboardInterrupt, SystemExit):
        if pid is not None:
            _abandon(pid)
        raise


def _spawn(server: list[str | Path], home: Home) -> int:
    outcome = run(["/bin/sh", "-c", _LAUNCH, "sh", home.log, *server], home.account)
    if outcome.returncode:
        message = f"PostgreSQL did not start: {telling_line(outcome.stderr)}. Cure that, or {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    return int(outcome.stdout)


def _ready_cluster_of(pid: int, home: Home) -> Cluster | None:
    deadline = time.monotonic() + _PATIENCE
    while identity(pid):
        if cluster := ready_cluster(home.data_dir):
            return cluster
        _sleep(deadline, f"The PostgreSQL server (process {pid}) on {home.data_dir} is not ready")
    return None


def _abandon(pid: int) -> None:
    """End a server that nobody has used yet; it may not have said yet in its pid file that it runs."""
    process = identity(pid)
    deadline = time.monotonic() + _PATIENCE
    asking = signal.SIGTERM
    while process is not None and identity(pid) == process and time.monotonic() < deadline:
        os.kill(pid, asking)
        # Deaf to it until it has set up its signals, and ended faster by it from then on.
        asking = signal.SIGINT
        time.sleep(_STEP)


def _sleep(deadline: float, complaint: str) -> None:
    if time.monotonic() > deadline:
        message = f"{complaint} within {_PATIENCE:.0f} seconds: look at its log and try again, or {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    time.sleep(_STEP)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def _read_from(log: Path, position: int) -> str:
    if not log.exists():
        return ""
    with log.open(encoding="utf-8", errors="replace") as file:
        file.seek(position)
        return file.read()
