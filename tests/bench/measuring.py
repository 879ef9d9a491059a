"""Time and memory of a piece of work, and lines that tell them."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return seconds, and by how many MiB the most that the process ever held has grown."""
    before, started = _peak(), time.perf_counter()
    action()
    return time.perf_counter() - started, _peak() - before


def _peak() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def line(name: str, mine: float, beside: str, theirs: float) -> None:
    """Print two times in seconds as milliseconds, and the first as so many times the second."""
    say(f"{name:<28} {mine * 1000:9.0f} ms  {beside} {theirs * 1000:9.0f} ms  ratio {mine / theirs:6.2f}")


def say(sentence: str) -> None:
    """Print a line."""
    print(sentence)  # noqa: T201 - a program for the terminal
