"""A place for uploads that wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.admin import held_uploads


@pytest.fixture(autouse=True)
def kept_here(monkeypatch, tmp_path) -> Path:
    """Where bibliographies wait to be imported: not in ``VAR_DIR``, which is also where the database is."""
    folder: Path = tmp_path / "imports"
    monkeypatch.setattr(held_uploads, "_place", lambda: folder)
    return folder
