"""A bundle in memory, for tests that look into it."""

from __future__ import annotations

from io import BytesIO

from claims.bundles.making import write_bundle
from claims.bundles.selection import Asked


def make_bundle(asked: Asked, *, site: str) -> bytes:
    out = BytesIO()
    write_bundle(asked, out, site=site)
    return out.getvalue()
