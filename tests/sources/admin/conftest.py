"""The browser that drives the admin, here too; a place for uploads that wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources.admin import held_uploads
from tests.claims.admin.conftest import browser, signed_in, site

__all__ = ["browser", "signed_in", "site"]


@pytest.fixture(autouse=True)
def kept_here(monkeypatch, tmp_path) -> Path:
    """Where bibliographies wait to be imported: not in ``VAR_DIR``, which is also where the database is."""
    folder: Path = tmp_path / "imports"
    monkeypatch.setattr(held_uploads, "_place", lambda: folder)
    return folder
