"""The folder of a server's Unix socket, and whether anyone answers there."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError

if TYPE_CHECKING:
    from config.embedded_postgres.homes import Home

# Every cluster has a socket folder of its own and no TCP, so they can all have the same number.
PORT = 5432
# Linux takes 107 bytes, macOS 103.
_LONGEST = 103
_CONNECT_SECONDS = 5.0


def socket_path(folder: Path, port: int = PORT) -> Path:
    """Return the path of the socket PostgreSQL makes in ``folder``."""
    return folder / f".s.PGSQL.{port}"


def answers(path: Path) -> bool:
    """Whether a server accepts connections on the socket at ``path``."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_CONNECT_SECONDS)
        try:
            connection.connect(str(path))
        except (BlockingIOError, TimeoutError):
            return True  # a server is there, and busy
        except OSError:
            return False
    return True


def socket_folder(home: Home) -> Path:
    """Return the folder for the socket: the home, or a closed runtime folder when the home's path does not do.

    Raises:
        EmbeddedPostgresError: The runtime folder belongs to someone else or is open to others.
    """
    if _fits(home.folder):
        return home.folder
    folder = _runtime_folder(home)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if not home.account.is_current:
            os.chown(folder, home.account.uid, home.account.gid)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != home.account.uid or status.st_mode & 0o077:
        message = (
            f"The folder {folder}, meant for PostgreSQL's socket, belongs to someone else or is open to others: "
            f"remove it, work in a folder with a shorter path, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    return folder


def remove_stale_socket(folder: Path) -> None:
    """Remove what a killed server left in its socket folder.

    Its lock file would stop the next server if another program has the dead server's process number by now.

    Raises:
        EmbeddedPostgresError: A server answers there, so it is none of ours.
    """
    path = socket_path(folder)
    lock = path.with_name(f"{path.name}.lock")
    if answers(path):
        pid = lock.read_text().partition("\n")[0] if lock.exists() else "unknown"
        message = (
            f"Another PostgreSQL server (process {pid}, perhaps in another container) already answers in {folder}: stop it, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    path.unlink(missing_ok=True)
    lock.unlink(missing_ok=True)


def _fits(folder: Path) -> bool:
    # PostgreSQL and libpq read a comma as the border between two folders.
    return len(os.fsencode(socket_path(folder))) <= _LONGEST and not {",", '"'} & set(str(folder))


def _runtime_folder(home: Home) -> Path:
    name = hashlib.sha256(os.fsencode(home.folder)).hexdigest()[:12]
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    if home.account.is_current and own:
        folder = Path(own) / f"pincite-{name}"
        if folder.parent.is_dir() and _fits(folder):
            return folder
    return Path("/tmp") / f"pincite-{home.account.uid}-{name}"  # noqa: S108 - made closed, and its owner is checked
