"""How much one file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may have, and what reading it may take; more is refused with a sentence that says which.

    Attributes:
        bytes: Size of the file, and of its words in UTF-8.
        pages: Pages of a PDF.
        seconds: Time to read a PDF, HTML or Word file, both of the processor and by the clock.
        memory: Bytes of address space of the process that reads them, its program included (about 300 MB).
    """

    bytes: int = 50_000_000
    pages: int = 5_000
    seconds: int = 120
    memory: int = 1_500_000_000


def failed(limits: Limits) -> str:
    """Return what is said of a file that its reader failed on: libraries do not always say that memory was what they lacked."""
    return (
        "Reading the file made its reader fail, so nothing of it was taken. It may be damaged, or need more memory than the "
        f"{limits.memory // 1_000_000:,} MB that are allowed: open it, save it anew, and give that copy."
    )
