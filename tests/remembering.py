"""What pandoc makes of a citation, remembered: nearly every page of a debate shows the same few, and pandoc would be started for each test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sources.formats.csl.pandoc import run_lua

_ANSWERS: dict[str, dict[str, Any]] = {}


@pytest.fixture
def _citations_remembered(monkeypatch) -> None:
    """Ask pandoc itself once for each citation; what it says is the matter of ``tests/sources/formats/csl``, where nothing is remembered."""
    monkeypatch.setattr("sources.formats.csl.engine.run_lua", _remembered)


def _remembered(script: Path, jobs: Iterable[dict[str, Any]], *, timeout: float) -> list[dict[str, Any]]:
    asked = {number: (_everything(script, job), job) for number, job in enumerate(jobs)}
    new = {known: job for known, job in asked.values() if known not in _ANSWERS}
    if new:
        _ANSWERS.update(zip(new, run_lua(script, new.values(), timeout=timeout), strict=True))
    return [_ANSWERS[known] for known, _ in asked.values()]


def _everything(script: Path, job: dict[str, Any]) -> str:
    """All that the answer depends on: the files by what is in them, not by their names."""
    files = [path.read_text(encoding="utf-8") for path in (script, Path(job["csl"]), Path(job["bibliography"]))]
    return json.dumps([*files, job["locale"], job["cites"]])
