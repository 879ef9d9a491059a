"""Numbers as forms send them, or as anybody else does."""

from __future__ import annotations

import re

_NUMBER = re.compile("[0-9]{1,18}")


def number_in(text: str | None) -> int:
    """Return the number that a form sent; 0, which no key or revision is, where it is none or larger than any."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0
