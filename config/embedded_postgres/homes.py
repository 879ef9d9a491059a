"""Where a cluster lives and as whom its server runs.

An ordinary user's cluster is ``var_dir/postgres``. PostgreSQL refuses to run as root, so for root the server runs as
an unprivileged account; where that account cannot enter ``var_dir``, the cluster lives below ``/var/lib/pincite`` and
``var_dir/postgres`` is a link to it. Permissions of folders made by others are never changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError
from config.embedded_postgres.processes import Account, can_enter

SHARED = Path("/var/lib/pincite")
_NAME = "postgres"
# In the root-owned folder around a home below SHARED: the path of the var_dir it belongs to.
_CLAIM = "var_dir"
_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Home:
    """The folder of one cluster, closed to all but ``account``, who owns it and runs its server."""

    folder: Path
    account: Account

    @property
    def data_dir(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "postgres.log"


def existing_home(var_dir: Path) -> Home | None:
    """Return the home of the cluster of ``var_dir``, None when it has none yet.

    Raises:
        EmbeddedPostgresError: The home belongs to someone else, or to another ``var_dir``.
    """
    link = var_dir / _NAME
    if not link.exists():
        return None
    folder = link.resolve()
    if link.is_symlink():
        _check_claim(folder, var_dir)
    return Home(folder, _account_of(folder, var_dir))


def make_home(var_dir: Path) -> Home:
    """Make the folder of a new cluster for ``var_dir``.

    Raises:
        EmbeddedPostgresError: There is no place or no account for it.
    """
    account = Account.current() if os.geteuid() else unprivileged_account(var_dir)
    folder = var_dir / _NAME
    if folder.is_symlink():
        _remove_dangling(folder)
    if not account.is_current and not can_enter(var_dir, account):
        return Home(_make_shared_home(var_dir, account), account)
    _make_closed_folder(folder, account)
    return Home(folder, account)


def unprivileged_account(var_dir: Path) -> Account:
    """Return the account root's server runs as: the owner of ``var_dir`` unless that is root, ``postgres``, ``nobody``.

    The owner comes first so that the cluster stays usable for them without root.
    """
    owner = var_dir.stat().st_uid
    found = [partial(pwd.getpwuid, owner)] if owner else []
    for find in (*found, *(partial(pwd.getpwnam, name) for name in _UNPRIVILEGED)):
        with suppress(KeyError):
            entry = find()
            return Account(entry.pw_uid, entry.pw_gid)
    message = f"PostgreSQL does not run as root and there is no user `postgres` or `nobody`: add one, or {WAY_OUT}."
    raise EmbeddedPostgresError(message)


def make_shared_folder() -> Path:
    """Make the folder below ``/var/lib`` that everyone can enter, and return it."""
    if not SHARED.is_dir():
        try:
            SHARED.mkdir(exist_ok=True)
            SHARED.chmod(0o755)  # whatever the umask
        except OSError as error:
            message = (
                f"The user who runs PostgreSQL cannot enter this folder, and {SHARED} cannot be made instead "
                f"({error.strerror}): work in a folder that others can enter, or {WAY_OUT}."
            )
            raise EmbeddedPostgresError(message) from error
    return SHARED


def _remove_dangling(link: Path) -> None:
    target = link.readlink()
    if not target.is_relative_to(SHARED):
        message = (
            f"{link} leads to {target}, which is not there: bring it back (a disk not mounted?), "
            f"remove the link to begin empty, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    link.unlink()


def _make_shared_home(var_dir: Path, account: Account) -> Path:
    name = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]
    around = _make_numbered_folder(make_shared_folder(), name)
    if not can_enter(around, account):
        message = f"User {account.uid}, who runs PostgreSQL, cannot enter {around}: open {SHARED}, or {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    (around / _CLAIM).write_bytes(os.fsencode(var_dir))
    folder = around / _NAME
    _make_closed_folder(folder, account)
    (var_dir / _NAME).symlink_to(folder)
    return folder


def _make_numbered_folder(parent: Path, name: str) -> Path:
    # An older cluster of a var_dir that was deleted and made anew keeps its folder: a clean start is clean,
    # and nobody's data are thrown away.
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            continue
        folder.chmod(0o755)
        return folder


def _make_closed_folder(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700)
    if not account.is_current:
        os.chown(folder, account.uid, account.gid)


def _account_of(folder: Path, var_dir: Path) -> Account:
    status = folder.stat()
    account = Account(status.st_uid, status.st_gid)
    if os.geteuid() and not account.is_current:
        message = (
            f"The PostgreSQL cluster in {folder} belongs to user {account.uid}: "
            f"run this as that user or as root, move the folder away to begin empty, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    # Being shut out of here is all that keeps others from the data, and PostgreSQL insists on it too.
    for closed in (folder, folder / "data"):
        if closed.exists() and closed.stat().st_mode & 0o077:
            closed.chmod(0o700)
    return account if account.uid else _take_from_root(folder, var_dir)


def _take_from_root(folder: Path, var_dir: Path) -> Account:
    account = unprivileged_account(var_dir)
    if any(folder.iterdir()):
        message = (
            f"{folder} belongs to root, and PostgreSQL does not run as root: "
            f"give it away with `chown -R {account.uid}:{account.gid} {folder}`, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    os.chown(folder, account.uid, account.gid)
    return account


def _check_claim(folder: Path, var_dir: Path) -> None:
    claim = folder.parent / _CLAIM
    if not claim.is_file():
        return  # a link made by hand
    other = Path(os.fsdecode(claim.read_bytes()))
    if other == var_dir:
        return
    if (other / _NAME).resolve() == folder:
        message = (
            f"{var_dir / _NAME} leads to the cluster of {other}, of which this folder seems to be a copy: "
            f"remove the link to begin empty, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    claim.write_bytes(os.fsencode(var_dir))  # the folder was moved
