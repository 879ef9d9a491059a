from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded_postgres import stop
from tests.config.test_demo import manage, place

ROOT = Path(__file__).parent.parent.parent
__all__ = ["place"]


def test_processes_that_prepare_one_new_server_at_once_wait_for_each_other(place):
    commands = [["migrate", "-v0"], ["migrate", "-v0"], ["load_fixtures"], ["verify"]]

    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for command in commands
    ]
    printed = [process.communicate(timeout=120)[0] for process in running]

    assert [process.returncode for process in running] == [0] * len(commands), printed
    assert manage(place, "verify").returncode == 0


def test_a_server_out_of_reach_is_said_in_one_line(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/nothing"}

    result = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: The database cannot be reached: connection failed: ")
    assert "Traceback" not in result.stderr
    stop(tmp_path / "var")


@pytest.mark.parametrize("command", ["verify", "load_fixtures", "export_sources"])
def test_our_commands_say_so_too(tmp_path, command):
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": "postgres://nobody:none@127.0.0.1:9/nothing"}

    result = subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert (result.returncode, result.stderr.startswith("CommandError: The database cannot be reached: ")) == (1, True)
