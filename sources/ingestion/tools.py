"""What reads each kind of file that has a process of its own, and its version: known without loading it."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Literal

Kind = Literal["docx", "html", "pdf"]

#: Raised when the rules of a reader change what it gives for the same file.
RULES = {"docx": 1, "html": 1, "pdf": 1}
_LIBRARIES = {"docx": ("lxml",), "html": ("trafilatura", "lxml"), "pdf": ("pypdfium2",)}


@lru_cache
def tool_of(kind: Kind) -> tuple[str, str]:
    """Return the library that reads ``kind``, and its version with those of what it stands on and of the rules here."""
    first, *others = _LIBRARIES[kind]
    further = "".join(f", {name} {version(name)}" for name in others)
    return first, f"{version(first)}{further}, rules {RULES[kind]}"
