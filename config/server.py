"""The web server: granian, several processes of several threads, until TERM or INT."""

from __future__ import annotations

import _thread
import errno
import multiprocessing
import os
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.server import MPServer

from config.stopping import hand_over

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Workers whose server was killed need a moment to see that.
_TAKEN_SECONDS = 3.0
_STEP = 0.1
_WORKER_SECONDS = 10
_AWAKE_SECONDS = 0.5


class PortTakenError(Exception):
    """Another program listens where the server should; the message says what to do."""


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything is started.

    Raises:
        PortTakenError: Something goes on listening there, or the port may not be used.
    """
    deadline = time.monotonic() + _TAKEN_SECONDS
    while (error := _fault_of(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise PortTakenError(
                f"{host}:{port} cannot be used ({error.strerror}): is Pincite running there already? Choose another port: PORT={port + 1}."
            ) from error
        time.sleep(_STEP)


def _fault_of(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


class _Watchful(threading.Event):
    """An event whose waiting thread wakes now and then.

    Python hears a signal that comes right before its main thread falls asleep when that wakes: on a busy machine there is time for one.
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the event is set, or ``timeout`` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while not super().wait(_AWAKE_SECONDS):
            if end is not None and time.monotonic() > end:
                return False
        return True


class _Server(MPServer):
    """Granian, which loses no signal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.main_loop_interrupt = _Watchful()

    def take_over(self) -> None:
        """End at once when a signal came before this server listened to any."""
        if hand_over():
            self.signal_handler_interrupt()

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Note that the server has to end, and wake the main thread.

        From another thread: the signal may interrupt the main thread, or this handler, while it holds the lock of that event.
        """
        self.interrupt_signal = True
        _thread.start_new_thread(self.main_loop_interrupt.set, ())


#: The server of this process, which its workers inherit.
_serving: list[_Server] = []


def serve(host: str, port: int, *, workers: int, threads: int = 4) -> None:
    """Serve the application until TERM or INT; returns when every worker has ended.

    Args:
        host: Address to listen on.
        port: TCP port.
        workers: Processes.
        threads: Threads of each process; one connection to the database for each.

    Raises:
        SystemExit: A worker ended by itself.
    """
    os.environ.setdefault("DATABASE_POOL", str(threads))
    server = _Server(
        "config.wsgi.application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_enabled=True,
        log_access=False,
        workers_kill_timeout=_WORKER_SECONDS,
    )

    server.on_startup(server.take_over)
    _serving.append(server)
    try:
        server.serve(target_loader=load_in_worker)
    except SystemExit:
        # Where a signal reaches the workers too, some may end before they are told to.
        if not server.interrupt_signal:
            raise


def load_in_worker(application: str) -> WSGIApplication:
    """Return the application of a new worker, which ends when it is told to, or when the server is gone, loaded or not.

    Args:
        application: Dotted path.
    """
    # Until the application is loaded, which takes a second or more, granian listens to no signal in here.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if any(server.interrupt_signal for server in _serving):
        os._exit(0)  # it came between the fork and this line, to a handler that is the server's
    if multiprocessing.parent_process() is not None:
        # Ctrl-C in the terminal is for the server, which ends its workers.
        os.setsid()
        threading.Thread(target=_end_with_server, daemon=True).start()
    loaded: WSGIApplication = import_string(application)
    return loaded


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_WORKER_SECONDS)
        os._exit(1)
