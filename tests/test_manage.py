"""The command line as a person meets it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import management

import manage

_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    """What a command does with signals is undone for the process of the tests."""
    hook = sys.unraisablehook
    before = {number: signal.getsignal(number) for number in _HEARD}
    yield
    sys.unraisablehook = hook
    for number, handler in before.items():
        signal.signal(number, handler)


def test_whoever_stops_a_command_reads_one_line(monkeypatch, capsys):
    def stopped(argv: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(management, "execute_from_command_line", stopped)
    with pytest.raises(SystemExit) as left:
        manage.main()

    assert (left.value.code, capsys.readouterr().err.strip()) == (130, "Stopped.")


def outcome_of(command: str, **given: Any) -> tuple[int, str]:
    """The exit code of the command line and what it says on standard error, where a command does this."""
    program = f"import sys\nimport manage\ndef does():\n    {command}\nmanage._execute = does\nmanage.main()"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(manage.__file__).parent,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
        **given,
    )
    return ended.returncode, ended.stderr


WRITES_MUCH = "[print('word ' * 100) for _ in range(10_000)]"


def test_whoever_has_read_enough_ends_a_command_without_a_word():
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        assert outcome_of(WRITES_MUCH, stdout=closed.fileno()) == (128 + signal.SIGPIPE, "")


@pytest.mark.parametrize("command", [WRITES_MUCH, "print('a word')", "print('a word'); sys.exit('CommandError: it failed')"])
def test_output_that_finds_no_room_is_said_in_a_line(command):
    with Path("/dev/full").open("w") as full:
        assert outcome_of(command, stdout=full.fileno()) == (1, "The output cannot be written: No space left on device.\n")


def test_a_file_that_fails_is_named():
    assert outcome_of("open('/nowhere/at all')") == (1, "/nowhere/at all: No such file or directory.\n")


def test_what_is_written_is_utf_8_whatever_the_terminal_takes(tmp_path):
    with (tmp_path / "written").open("w+b") as file:
        command = r"print('d\u00fcne \u6f6e \udcff')"

        assert outcome_of(command, stdout=file.fileno(), env={**os.environ, "PYTHONIOENCODING": "ascii"}) == (0, "")
        assert file.seek(0) or file.read() == b"d\xc3\xbcne \xe6\xbd\xae \\udcff\n"
