"""Processes of this machine: telling them apart, and running programs as the server's account."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROC = Path("/proc")
# The server must not see PGDATA, PGPORT and their like, nor secrets of the program that starts it.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Account:
    """The system user a server runs as."""

    uid: int
    gid: int

    @classmethod
    def current(cls) -> Account:
        """Return the account this process runs as."""
        return cls(os.geteuid(), os.getegid())

    @property
    def is_current(self) -> bool:
        """Whether this process already runs as this account."""
        return self.uid == os.geteuid()


def run(command: Sequence[str | Path], account: Account) -> subprocess.CompletedProcess[str]:
    """Run ``command`` as ``account`` in a session of its own, so that Ctrl-C in the terminal does not reach it.

    Raises:
        OSError: The program cannot be run, or this process may not become ``account``.
    """
    other = not account.is_current
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return subprocess.run(  # noqa: S603 - a fixed program; paths are arguments, never shell text
        [str(part) for part in command],
        cwd="/",  # the account may be unable to enter the folder this process is in
        env=environment | {"LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        start_new_session=True,
        umask=0o077,
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
    )


def can_enter(folder: Path, account: Account) -> bool:
    """Whether ``account`` can reach ``folder`` through all folders above it; asked of the system, as ACLs count too.

    Raises:
        EmbeddedPostgresError: This process may not act as ``account``.
    """
    try:
        return run(["/bin/sh", "-c", 'test -x "$1"', "sh", folder], account).returncode == 0
    except OSError as error:
        message = (
            f"PostgreSQL does not run as root, and root may not act as user {account.uid} here ({error.strerror}): "
            f"run this as an ordinary user, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message) from error


def identity(pid: int) -> str | None:
    """Return what tells this process from a later one of the same number; None when it is dead or a zombie."""
    if not (_PROC / "self" / "stat").exists():
        return _identity_by_ps(pid)
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    # proc(5): the name, in brackets, may itself hold brackets and spaces; state is field 3, start time field 22.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in {"Z", "X"} else f"{boot} {fields[19]}"


def command_line(pid: int) -> str:
    """Return the program and arguments of a process, joined by spaces; empty when it is dead or a zombie."""
    if not (_PROC / "self" / "stat").exists():
        return _ps(pid, "command=")
    try:
        return os.fsdecode((_PROC / str(pid) / "cmdline").read_bytes()).replace("\0", " ").strip()
    except OSError:
        return ""


def working_folder(pid: int) -> Path | None:
    """Return the folder a process works in, None where the system does not tell."""
    try:
        return (_PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def _identity_by_ps(pid: int) -> str | None:
    state, _, started = _ps(pid, "stat=,lstart=").partition(" ")
    return None if not started or state.startswith("Z") else started.strip()


def _ps(pid: int, columns: str) -> str:
    return run(["ps", "-ww", "-o", columns, "-p", str(pid)], Account.current()).stdout.strip()
