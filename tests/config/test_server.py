"""The web server's processes and signals, at the moments where one could get lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from granian.constants import Interfaces

from config import server
from config.embedded_postgres.processes import identity
from config.server import PortTakenError, refuse_taken_port

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
import os, signal, sys, threading, time
from config import server

def application(environ, start_response):
    start_response("200 OK", [])
    return [b"here"]

def load(name):
    os.write(1, f"\\nloading {os.getpid()}\\n".encode())  # in one piece, between the lines of the others
    time.sleep(float(sys.argv[2]))
    return application

def hear_elsewhere():
    os.read(0, 1)
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

threading.Thread(target=hear_elsewhere, daemon=True).start()
server.import_string = load
server.serve("127.0.0.1", int(sys.argv[1]), workers=2)
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(port) -> Iterator[Callable[[float], tuple[subprocess.Popen[str], list[int]]]]:
    """Start a server whose application takes so many seconds to load, in a group of its own; give it and its workers."""
    started = []

    def begin(seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(port), str(seconds)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        lines = iter(process.stdout.readline, "")
        return process, [int(line.split()[1]) for line in islice((line for line in lines if line.startswith("loading")), 2)]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, bool]:
    """The exit code, and whether a worker had to be killed or ended by itself."""
    said, _ = process.communicate(timeout=60)
    return process.returncode, "refused to gracefully stop" in said or "Unexpected exit" in said


@pytest.mark.parametrize("whole_group", [False, True], ids=["the server", "its group"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_workers_that_still_load_end_when_they_are_told_to(start, number, whole_group):
    process, _ = start(60)

    (os.killpg if whole_group else os.kill)(process.pid, number)

    assert ended(process) == (0, False)


def test_a_signal_that_does_not_wake_the_main_thread_is_heard(start):
    process, _ = start(0)

    process.stdin.write("now\n")
    process.stdin.flush()

    assert ended(process) == (0, False)


def test_workers_end_with_a_server_that_was_killed_and_the_next_start_has_the_port(start, port):
    process, workers = start(0)

    process.kill()

    refuse_taken_port("127.0.0.1", port)
    process.communicate(timeout=60)  # the pipe closes with the last of them
    assert [identity(worker) for worker in workers] == [None, None]


def test_a_port_that_stays_taken_is_refused(port, monkeypatch):
    monkeypatch.setattr(server, "_TAKEN_SECONDS", 0.2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortTakenError, match=f"127.0.0.1:{port} cannot be used"):
            refuse_taken_port("127.0.0.1", port)


def test_a_signal_ends_the_server_whatever_the_main_thread_holds():
    made = server._Server("nothing", interface=Interfaces.WSGI)
    with made.main_loop_interrupt._cond:
        caller = threading.Thread(target=made.signal_handler_interrupt, daemon=True)
        caller.start()
        caller.join(20)
        assert not caller.is_alive()

    assert made.main_loop_interrupt.wait(20)
    assert made.interrupt_signal
