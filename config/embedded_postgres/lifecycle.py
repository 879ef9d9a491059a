"""Joining and leaving the shared server of a folder."""

from __future__ import annotations

import logging
import os
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from config.embedded_postgres import server, users
from config.embedded_postgres.errors import EmbeddedPostgresError, explained
from config.embedded_postgres.homes import existing_home, make_home

if TYPE_CHECKING:
    from pathlib import Path

    from config.embedded_postgres.cluster import Cluster

_log = logging.getLogger(__name__)

# Both by folder and process, because a forked child is a user of its own.
_joined: dict[tuple[Path, int], Cluster] = {}
_released_at_exit: set[tuple[Path, int]] = set()


def ensure_running(var_dir: Path, *, check: bool = False) -> Cluster:
    """Return the running cluster of ``var_dir``, made and started if need be, and register this process as its user.

    Waits for a server that is starting or stopping and recovers from one that was killed. The registration ends with
    the process; a process ended by a signal without clean-up is forgotten by the others.

    Args:
        var_dir: Folder of the installation; made if absent.
        check: Ask again whether the server still runs, although this process has joined it before.

    Raises:
        EmbeddedPostgresError: The server cannot be used; the message says why and what to do.
    """
    key = (var_dir.absolute(), os.getpid())
    joined = _joined.get(key)
    if joined is None or (check and server.ready_cluster(joined.data_dir) != joined):
        _joined.pop(key, None)
        with explained(var_dir):
            joined = _joined[key] = _join(key[0])
    return joined


def release(var_dir: Path) -> bool:
    """Unregister this process, and stop the server when no live process is left that uses it.

    Does nothing in a process that is not registered, such as a forked child of one that is.

    Returns:
        Whether the server was stopped.

    Raises:
        EmbeddedPostgresError: The server cannot be stopped.
    """
    joined = _joined.pop((var_dir.absolute(), os.getpid()), None)
    with explained(var_dir):
        if not var_dir.is_dir():
            # Deleted while in use: nobody else can come to join this server.
            return joined is not None and server.stop_server(joined.data_dir)
        place = var_dir.resolve()
        with users.locked(place):
            was_user = users.unregister(place) or joined is not None
            return was_user and not users.has_live_users(place) and _stop(place)


def stop(var_dir: Path) -> bool:
    """Stop the server of ``var_dir``, whoever uses it, and wait for its end.

    Returns:
        Whether a server was running.

    Raises:
        EmbeddedPostgresError: The server cannot be stopped.
    """
    _joined.pop((var_dir.absolute(), os.getpid()), None)
    if not var_dir.is_dir():
        return False
    place = var_dir.resolve()
    with explained(var_dir), users.locked(place):
        return _stop(place)


def _join(var_dir: Path) -> Cluster:
    var_dir.mkdir(parents=True, exist_ok=True)
    place = var_dir.resolve()
    with users.locked(place):
        # Registered before the start: a process interrupted during it stops at its end what it began.
        users.register(place)
        _release_when_this_process_ends(var_dir)
        try:
            return server.ensure_server(existing_home(place) or make_home(place))
        except (EmbeddedPostgresError, OSError):
            users.unregister(place)
            raise


def _stop(place: Path) -> bool:
    home = existing_home(place)
    return home is not None and server.stop_server(home.data_dir)


def _release_when_this_process_ends(var_dir: Path) -> None:
    key = (var_dir, os.getpid())
    if key not in _released_at_exit:
        _released_at_exit.add(key)
        # Not by atexit, which the processes of multiprocessing pass by.
        Finalize(None, _release_at_exit, args=key, exitpriority=0)


def _release_at_exit(var_dir: Path, pid: int) -> None:
    if os.getpid() != pid:
        return  # a forked child inherits what its parent has to do
    try:
        release(var_dir)
    except EmbeddedPostgresError as error:
        _log.warning("%s", error)
