"""Placing quotes in texts. No Django in here."""

from sources.anchoring.quotes import context, find_exact

__all__ = ["context", "find_exact"]
