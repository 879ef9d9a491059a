"""An orderly end on TERM, INT or HUP, at whatever moment one comes.

A signal becomes ``StopAskedError``, so that transactions are undone, locks are given back and the embedded database is stopped on
the way out. Python throws an exception away that arises inside a destructor or a callback of the interpreter, and imports run many;
the signal would be lost with it. So it is raised again, a moment later, until it is on its way.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_AGAIN_SECONDS = 0.2


class StopAskedError(KeyboardInterrupt):
    """This process was asked to end by a signal.

    A ``KeyboardInterrupt``, for which database drivers cancel what they wait for.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


class _State:
    asked: int | None = None
    holding = 0
    in_background = False
    interrupted = False


def stop_when_asked(*, in_background: bool = False) -> None:
    """Raise ``StopAskedError`` in the main thread when a signal asks this process to end.

    INT is raised once each time it comes: at the prompt of a shell it is caught, and means the line that was typed.

    Args:
        in_background: INT too means the end of the process, and is heard although whoever started it had it ignored, as scripts do
            for background jobs.
    """
    _State.in_background = in_background
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN or (in_background and number == signal.SIGINT):
            signal.signal(number, _ask)
    signal.signal(signal.SIGALRM, _ask_again)
    sys.unraisablehook = _say_unless_it_comes_again


@contextmanager
def held() -> Iterator[None]:
    """Let the body come to its end first: a signal that comes meanwhile is raised after it."""
    _State.holding += 1
    try:
        yield
    finally:
        _State.holding -= 1
    _raise_unless_on_its_way()
    if _State.interrupted and not _State.holding:
        _State.interrupted = False
        raise StopAskedError(signal.SIGINT)


def leave_in_peace() -> None:
    """Ignore further signals from here on: this process is ending, and what it does at its end is done once and whole."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number in _SIGNALS:
        if signal.getsignal(number) is _ask:
            # Python itself goes back to the default of a signal that has a handler, some time before it has ended.
            signal.signal(number, signal.SIG_IGN)


def hand_over() -> bool:
    """Stop raising, because somebody else handles the signals from now on.

    Returns:
        Whether one came before that, and was thrown away.
    """
    signal.setitimer(signal.ITIMER_REAL, 0)
    return _State.asked is not None


def _ask(number: int, _frame: object) -> None:
    if number == signal.SIGINT and not _State.in_background:
        _State.interrupted = _State.holding > 0
        if _State.interrupted or _is_on_its_way():
            return
        raise StopAskedError(number)
    _State.asked = _State.asked or number
    signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS, _AGAIN_SECONDS)
    _raise_unless_on_its_way()


def _ask_again(_number: int, _frame: object) -> None:
    _raise_unless_on_its_way()


def _say_unless_it_comes_again(thrown_away: sys.UnraisableHookArgs) -> None:
    if not isinstance(thrown_away.exc_value, StopAskedError):
        sys.__unraisablehook__(thrown_away)


def _raise_unless_on_its_way() -> None:
    if _State.asked is not None and not _State.holding and not _is_on_its_way():
        raise StopAskedError(_State.asked)


def _is_on_its_way() -> bool:
    # Raised a second time while the first undoes a transaction, it would leave that half undone.
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, StopAskedError):
        error = error.__context__
    return error is not None
