"""Clusters for a test, gone after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.embedded_postgres import ensure_running, release, stop
from config.embedded_postgres.processes import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

from tests.config.embedded_postgres.servers import NOBODY, clear, make_folder


@pytest.fixture
def make_place() -> Iterator[Callable[[int], Path]]:
    """Make folders of a given mode whose clusters go with them."""
    places: list[Path] = []

    def make(mode: int = 0o755) -> Path:
        places.append(make_folder(mode))
        return places[-1]

    yield make
    for place in places:
        clear(place)


@pytest.fixture(scope="module")
def shared_place() -> Iterator[Path]:
    place = make_folder(0o755)
    yield place
    clear(place)


@pytest.fixture
def var(shared_place: Path) -> Iterator[Path]:
    """Give one stopped cluster to test after test, since making one takes ten times as long as starting it."""
    ensure_running(shared_place / "var")
    release(shared_place / "var")
    yield shared_place / "var"
    stop(shared_place / "var")
    release(shared_place / "var")


@pytest.fixture
def ordinary_user() -> dict[str, object]:
    """Return how to run Python as a user without rights."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            probe = run([python, "-c", "import datetime; datetime.UTC"], NOBODY)
        except OSError:
            continue
        if probe.returncode == 0:
            return {"python": python, "user": NOBODY.uid, "group": NOBODY.gid, "extra_groups": [], "cwd": "/"}
    pytest.skip("no Python 3.11 that an ordinary user can run")
