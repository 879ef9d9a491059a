"""A place for uploads that wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from history.admin.uploads import held


@pytest.fixture(autouse=True)
def kept_here(monkeypatch, tmp_path) -> Path:
    """Where files wait to be imported: not in ``VAR_DIR``, which is also where the database is."""
    folder: Path = tmp_path / "imports"
    monkeypatch.setattr(held, "_place", lambda: folder)
    return folder
