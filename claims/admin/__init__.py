"""The admin of claims, of the passages they stand on, and of accounts."""

from __future__ import annotations

from claims.admin import accounts, bundles, claims, evidence, overview, passages, relations, remarks, reviews, ties, topics

__all__ = ["accounts", "bundles", "claims", "evidence", "overview", "passages", "relations", "remarks", "reviews", "ties", "topics"]
