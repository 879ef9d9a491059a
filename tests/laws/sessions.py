"""Two sessions of the application at once, step by step: what one does while the other's transaction is open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
# What waits longer than this has met a deadlock that PostgreSQL does not see.
_LONGEST = 20
_SETTINGS = "SET lock_timeout = '3s'; SET statement_timeout = '15s'"


class Session:
    """One connection of the application's role, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self.pid: int = self.run(_opened)

    def start(self, task: Callable[[], T]) -> Future[T]:
        """Begin a task; it may come to wait for another session."""
        return self._thread.submit(task)

    def run(self, task: Callable[[], T]) -> T:
        """Do a task to its end."""
        return self.start(task).result(_LONGEST)

    def close(self) -> None:
        """Give the connection back."""
        self.run(lambda: connection.close())  # noqa: PLW0108 - the connection of that thread, not of this one
        self._thread.shutdown()


def _opened() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@contextmanager
def two_sessions() -> Iterator[tuple[Session, Session]]:
    """Two sessions of the application."""
    sessions = Session(), Session()
    try:
        yield sessions
    finally:
        for session in sessions:
            session.close()


def at_once(
    sessions: tuple[Session, Session], first: Callable[[], None], second: Callable[[], None], *, isolation: str, swapped: bool
) -> tuple[BaseException | None, BaseException | None]:
    """Do two things in transactions that are open together; return what each was refused with.

    Both transactions see the database before either did anything. The first acts; then the second does, and waits if it must; then
    they commit, the first before the second, or ``swapped`` where nothing waits.
    """
    leave = [_Left(), _Left()]
    for session, left in zip(sessions, leave, strict=True):
        session.run(lambda left=left: left.enter(isolation))  # type: ignore[misc]
    errors: list[BaseException | None] = [_outcome(sessions[0].start(first)), None]
    waiting = sessions[1].start(second)
    if not _settled(waiting, sessions[1].pid) or not swapped:
        errors[0] = _finish(sessions[0], leave[0], errors[0])
        errors[1] = _finish(sessions[1], leave[1], _outcome(waiting))
    else:
        errors[1] = _finish(sessions[1], leave[1], _outcome(waiting))
        errors[0] = _finish(sessions[0], leave[0], errors[0])
    return errors[0], errors[1]


def stepwise(
    sessions: tuple[Session, Session], first: Callable[[], None], whole: Callable[[], None], second: Callable[[], None]
) -> tuple[BaseException | None, BaseException | None]:
    """Let one session do something, another come to wait for it, and the one do something more; return what each was refused with."""
    leave = [_Left(), _Left()]
    for session, left in zip(sessions, leave, strict=True):
        session.run(lambda left=left: left.enter("READ COMMITTED"))  # type: ignore[misc]
    error = _outcome(sessions[0].start(first))
    waiting = sessions[1].start(whole)
    assert not _settled(waiting, sessions[1].pid), "It does not wait for what the other has."
    error = _finish(sessions[0], leave[0], error or _outcome(sessions[0].start(second)))
    return error, _finish(sessions[1], leave[1], _outcome(waiting))


class _Left:
    """A transaction that is entered in one task and left in another, of the same thread."""

    def enter(self, isolation: str) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
            cursor.execute("SELECT count(*) FROM claims_claim")

    def leave(self, error: BaseException | None) -> None:
        self.atomic.__exit__(type(error) if error else None, error, None)


def _outcome(task: Future[None]) -> BaseException | None:
    return task.exception(_LONGEST)


def _finish(session: Session, left: _Left, error: BaseException | None) -> BaseException | None:
    """Commit, or roll back what failed; return why, if the commit itself was refused why that was."""
    return error or _outcome(session.start(lambda: left.leave(None))) if error is None else _rolled_back(session, left, error)


def _rolled_back(session: Session, left: _Left, error: BaseException) -> BaseException:
    _outcome(session.start(lambda: left.leave(error)))
    return error


def _settled(task: Future[None], pid: int) -> bool:
    """Wait until a task is done, or waits for a lock; return whether it is done."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until and not task.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
            if cursor.fetchone()[0]:
                return task.done()
        time.sleep(0.001)
    return True
