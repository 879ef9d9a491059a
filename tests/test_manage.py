"""The command line as a person meets it."""

from __future__ import annotations

import pytest
from django.core import management

import manage


def test_whoever_stops_a_command_reads_one_line(monkeypatch, capsys):
    def stopped(argv: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(management, "execute_from_command_line", stopped)
    with pytest.raises(SystemExit) as left:
        manage.main()

    assert (left.value.code, capsys.readouterr().err.strip()) == (130, "Stopped.")
