"""Which processes use the cluster of a folder, and the lock that lets one of them at a time change anything."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from config.embedded_postgres.errors import EmbeddedPostgresError
from config.embedded_postgres.processes import identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 300.0
_STEP = 0.02


@contextmanager
def locked(var_dir: Path) -> Iterator[None]:
    """Hold the lock of ``var_dir`` during the body; threads of one process exclude each other too."""
    path = var_dir / "postgres.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _give_to_owner_of(var_dir, path)
        _wait_for_lock(descriptor, path)
        yield
    finally:
        # Said aloud: a child forked meanwhile has the descriptor too and would keep the lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def register(var_dir: Path) -> None:
    """Note that this process uses the cluster."""
    folder = _folder(var_dir)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        _give_to_owner_of(var_dir, folder)
    path = folder / str(os.getpid())
    path.write_text(identity(os.getpid()) or "")
    _give_to_owner_of(var_dir, path)


def unregister(var_dir: Path) -> bool:
    """Forget this process; False when it was not registered."""
    try:
        (_folder(var_dir) / str(os.getpid())).unlink()
    except FileNotFoundError:
        return False
    return True


def has_live_users(var_dir: Path) -> bool:
    """Whether any registered process is still alive; the dead are forgotten."""
    folder = _folder(var_dir)
    alive = False
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.isdecimal() and identity(int(path.name)) == path.read_text():
            alive = True
        else:
            path.unlink()
    return alive


def _folder(var_dir: Path) -> Path:
    return var_dir / "postgres-users"


def _wait_for_lock(descriptor: int, path: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                message = f"Another process has held {path} for {_PATIENCE:.0f} seconds: end it (`fuser {path}`)."
                raise EmbeddedPostgresError(message) from None
            time.sleep(_STEP)
        else:
            return


def _give_to_owner_of(var_dir: Path, path: Path) -> None:
    # What root leaves in a user's folder must not shut that user out.
    if os.geteuid() == 0:
        owner = var_dir.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
