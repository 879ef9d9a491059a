"""``postmaster.pid``: which server, if any, runs on a data directory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from config.embedded_postgres.processes import command_line, working_folder

READY = "ready"


@dataclass(frozen=True)
class Postmaster:
    """A live server as its pid file describes it (PostgreSQL's ``pidfile.h``).

    ``status`` is ``starting``, ``stopping``, ``ready`` or, while the file is being written, empty.
    """

    pid: int
    port: int
    socket_dir: Path | None
    status: str


def pid_file(data_dir: Path) -> Path:
    """Return the path of the pid file."""
    return data_dir / "postmaster.pid"


def live_postmaster(data_dir: Path) -> Postmaster | None:
    """Return the server that runs on ``data_dir``, None when none does, whatever a stale file says."""
    try:
        lines = os.fsdecode(pid_file(data_dir).read_bytes()).split("\n")
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _is_postmaster_of(pid, data_dir):
        return None
    _, _, _, port, socket_dir, _, _, status = [*lines, *[""] * 8][:8]
    return Postmaster(pid, int(port or 0), Path(socket_dir) if socket_dir else None, status.strip())


def _is_postmaster_of(pid: int, data_dir: Path) -> bool:
    # After a crash the number may belong to any other program, even to the server of a copied folder's original.
    command = command_line(pid)
    return "postgres" in command and (f" -D {data_dir} " in f"{command} " or working_folder(pid) == data_dir)
