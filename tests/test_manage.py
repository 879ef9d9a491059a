"""The command line as a person meets it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from django.core import management

import manage

_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    """What a command does with signals is undone for the process of the tests."""
    before = {number: signal.getsignal(number) for number in _HEARD}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_whoever_stops_a_command_reads_one_line(monkeypatch, capsys):
    def stopped(argv: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(management, "execute_from_command_line", stopped)
    with pytest.raises(SystemExit) as left:
        manage.main()

    assert (left.value.code, capsys.readouterr().err.strip()) == (130, "Stopped.")
