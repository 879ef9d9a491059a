"""From a file's name and bytes to its words and marks: one entry of ``READERS`` for each ending of a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from sources.ingestion import markdown, plain_text
from sources.ingestion.extraction import Extraction, ExtractionError

Reader = Callable[[bytes, str | None], Extraction]

MOST_BYTES = 50_000_000
READERS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".text": plain_text.read,
    ".txt": plain_text.read,
}


def read_file(name: str, data: bytes, *, encoding: str | None = None, most_bytes: int = MOST_BYTES) -> Extraction:
    """Read a file by the ending of its name.

    Args:
        name: Name or path of the file; nothing is opened, only the ending counts.
        data: The whole file.
        encoding: Encoding of a text file where it is neither UTF-8 nor signed by a byte-order mark.
        most_bytes: Larger files are refused.

    Raises:
        ExtractionError: The ending is not understood, or the file is too large, empty or cannot be decoded.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        understood = ", ".join(sorted(READERS))
        message = f'"{PurePath(name).name}" has an ending that is not understood. Understood are: {understood}.'
        raise ExtractionError(message)
    if len(data) > most_bytes:
        message = f"The file has {len(data):,} bytes, more than the {most_bytes:,} that are read at once. Split it."
        raise ExtractionError(message)
    return reader(data, encoding)
