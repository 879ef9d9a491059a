"""The admin of history, and what the admins of all other apps stand on."""

from __future__ import annotations

from history.admin import changes

__all__ = ["changes"]
