"""The web server: granian, several processes of several threads, until TERM or INT."""

from __future__ import annotations

import os
import socket

from granian import Granian
from granian.constants import Interfaces


class PortTakenError(Exception):
    """Another program listens where the server should; the message says what to do."""


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything is started.

    Raises:
        PortTakenError: Something listens there already, or the port may not be used.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"{host}:{port} cannot be used ({error.strerror}): is Pincite running there already? Choose another port: PORT={port + 1}."
            ) from error


def serve(host: str, port: int, *, workers: int, threads: int = 4) -> None:
    """Serve the application until TERM or INT; returns when every worker has ended.

    Args:
        host: Address to listen on.
        port: TCP port.
        workers: Processes.
        threads: Threads of each process; one connection to the database for each.
    """
    os.environ.setdefault("DATABASE_POOL", str(threads))
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_enabled=True,
        log_access=False,
        workers_kill_timeout=10,
    ).serve()
