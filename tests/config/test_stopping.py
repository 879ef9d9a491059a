"""A signal that asks a process to end is never lost, and what is done on the way out is done once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HEAD = """
import os, signal, sys, time
from config.stopping import *
from config import stopping

def ask(number=signal.SIGTERM):
    os.kill(os.getpid(), number)

"""


def outcome_of(code: str) -> tuple[str, int]:
    """What a program prints, and its exit code; 9 when it came to its end as if nobody had asked."""
    program = f"{HEAD}stop_when_asked()\ntry:\n" + "".join(f"    {line}\n" for line in code.strip().splitlines())
    program += "    sys.exit(9)\nexcept StopAskedError as stop:\n    leave_in_peace(); print(stop); ask(); sys.exit(stop.exit_code)\n"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stderr == ""
    return ended.stdout.replace("\n", " ").strip(), ended.returncode


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("SIGHUP", 129)])
def test_each_signal_ends_what_runs_and_a_second_one_disturbs_nothing(name, code):
    assert outcome_of(f"ask(signal.{name})\ntime.sleep(30)") == (name, code)


def test_a_signal_that_is_thrown_away_with_a_destructor_comes_again():
    forgotten = """
class Forgotten:
    def __del__(self):
        ask()
Forgotten()
print("thrown away")
time.sleep(30)
"""
    assert outcome_of(forgotten) == ("thrown away SIGTERM", 143)


def test_a_signal_that_somebody_swallows_comes_again():
    swallowed = """
try:
    ask()
    time.sleep(30)
except BaseException:
    print("swallowed")
time.sleep(30)
"""
    assert outcome_of(swallowed) == ("swallowed SIGTERM", 143)


def test_what_is_undone_on_the_way_out_is_undone_whole():
    undone = """
try:
    ask()
    time.sleep(30)
finally:
    ask(signal.SIGINT)
    time.sleep(0.5)
    print("undone")
"""
    assert outcome_of(undone) == ("undone SIGTERM", 143)


def test_what_is_held_comes_to_its_end_first():
    held = """
with held():
    with held():
        ask()
    time.sleep(0.5)
    print("whole")
time.sleep(30)
"""
    assert outcome_of(held) == ("whole SIGTERM", 143)


def test_a_held_signal_outlives_the_error_that_ends_the_body():
    failed = """
try:
    with held():
        ask()
        raise ValueError
except ValueError:
    print("failed")
time.sleep(30)
"""
    said, code = outcome_of(failed)

    assert (said.removeprefix("failed "), code) == ("SIGTERM", 143)


def test_who_takes_over_hears_of_a_signal_that_was_thrown_away():
    handed = """
print(hand_over())
with held():
    ask()
    print(hand_over())
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    stopping._State.holding += 1
"""
    assert outcome_of(handed) == ("False True", 9)


def test_a_background_job_ignores_ctrl_c_unless_it_says_otherwise():
    ignoring = "signal.signal(signal.SIGINT, signal.SIG_IGN)\nstop_when_asked()\nask(signal.SIGINT)\nprint('on')\n"
    assert outcome_of(ignoring) == ("on", 9)
    assert outcome_of(f"{ignoring}stop_when_asked(in_background=True)\nask(signal.SIGINT)\ntime.sleep(30)") == ("on SIGINT", 130)


def test_a_second_signal_while_python_itself_ends_changes_no_exit_code():
    ending = """
class Last:
    def __del__(self, kill=os.kill, me=os.getpid()):
        kill(me, 15)
sys.modules["last of all"] = Last()
ask()
time.sleep(30)
"""
    assert outcome_of(ending) == ("SIGTERM", 143)


def test_ctrl_c_at_the_prompt_of_a_shell_is_said_once():
    prompt = """
try:
    ask(signal.SIGINT)
    time.sleep(30)
except KeyboardInterrupt:
    print("caught")
time.sleep(0.6)
try:
    with held():
        ask(signal.SIGINT)
        print("whole")
except KeyboardInterrupt:
    print("caught")
with held():
    print("on")
"""
    assert outcome_of(prompt) == ("caught whole caught on", 9)
