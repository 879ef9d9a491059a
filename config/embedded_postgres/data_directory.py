"""The data directory of a cluster: made whole or not at all, and of the right version."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from config.embedded_postgres.binaries import major_version, programs_for
from config.embedded_postgres.cluster import SUPERUSER
from config.embedded_postgres.errors import WAY_OUT, EmbeddedPostgresError, telling_line
from config.embedded_postgres.processes import run

if TYPE_CHECKING:
    from config.embedded_postgres.homes import Home

_INITDB = (
    *("--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C", "--data-checksums", "--no-instructions"),
    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
    # Whoever can enter the socket's folder owns the data anyway; nobody is let in over TCP.
    *("--auth-local", "trust", "--auth-host", "reject"),
)


def ensure_data(home: Home) -> None:
    """Make the data directory of ``home`` if it has none, and refuse one that this PostgreSQL cannot read.

    Raises:
        EmbeddedPostgresError: The directory cannot be made, or holds something else.
    """
    if not home.data_dir.exists() or not any(home.data_dir.iterdir()):
        _make_data(home)
    _check_version(home)


def _make_data(home: Home) -> None:
    # Under a temporary name first: whatever has the final name is whole.
    half = home.folder / "data.new"
    if half.exists():
        shutil.rmtree(half)
    outcome = run([programs_for(home) / "initdb", "--pgdata", half, *_INITDB], home.account)
    if outcome.returncode:
        reason = telling_line(outcome.stdout + outcome.stderr)
        message = f"PostgreSQL could not make a cluster in {home.folder}: {reason}. Cure that, or {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    half.rename(home.data_dir)


def _check_version(home: Home) -> None:
    marker = home.data_dir / "PG_VERSION"
    if not marker.exists():
        message = f"{home.data_dir} is not a PostgreSQL data directory: move it away to begin empty, or {WAY_OUT}."
        raise EmbeddedPostgresError(message)
    found, expected = marker.read_text().strip(), major_version()
    if found != expected:
        message = (
            f"The data in {home.data_dir} are of PostgreSQL {found}, and this is PostgreSQL {expected}: dump them with "
            f"the version that made them, move the folder away to begin empty, or {WAY_OUT}."
        )
        raise EmbeddedPostgresError(message)
