"""A place for uploads that wait."""

from __future__ import annotations

from tests.history.admin.uploads import kept_here

__all__ = ["kept_here"]
