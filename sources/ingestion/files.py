"""From a file's name and bytes to its words and marks: one entry of ``READERS`` for each ending of a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from sources.ingestion import markdown, plain_text
from sources.ingestion.extraction import Extraction, ExtractionError
from sources.ingestion.limits import Limits
from sources.ingestion.sniffing import refuse_other_content
from sources.ingestion.tools import Kind, tool_of
from sources.ingestion.worker import read_in_worker

MOST_BYTES = 50_000_000


class Reader(NamedTuple):
    """How files of one kind are read.

    Attributes:
        kind: What the file's content must be.
        read: From the bytes, the encoding if it is known, and the limits.
        tool: The tool and version that read it today.
    """

    kind: str
    read: Callable[[bytes, str | None, Limits], Extraction]
    tool: Callable[[], tuple[str, str]]


def _apart(kind: Kind) -> Reader:
    """A reader whose libraries, and faults, stay in a process of their own."""
    return Reader(kind, partial(read_in_worker, kind), partial(tool_of, kind))


_MARKDOWN = Reader("markdown", lambda data, encoding, _: markdown.read(data, encoding), lambda: markdown.TOOL)
_TEXT = Reader("text", lambda data, encoding, _: plain_text.read(data, encoding), lambda: (plain_text.TOOL, plain_text.TOOL_VERSION))
READERS: dict[str, Reader] = {
    ".docx": _apart("docx"),
    ".htm": _apart("html"),
    ".html": _apart("html"),
    ".markdown": _MARKDOWN,
    ".md": _MARKDOWN,
    ".pdf": _apart("pdf"),
    ".text": _TEXT,
    ".txt": _TEXT,
    ".xhtml": _apart("html"),
}


def read_file(
    name: str, data: bytes, *, encoding: str | None = None, most_bytes: int = MOST_BYTES, limits: Limits | None = None
) -> Extraction:
    """Read a file by the ending of its name.

    Args:
        name: Name or path of the file; nothing is opened, only the ending counts.
        data: The whole file.
        encoding: Encoding of a text or HTML file where it is neither UTF-8 nor said in the file.
        most_bytes: Larger files are refused.
        limits: On all that reading takes, ``most_bytes`` among it; without them the usual ones.

    Raises:
        ExtractionError: The ending is not understood, the content is not what the ending says, or the file is too large, empty,
            damaged or cannot be decoded.
    """
    reader = reader_of(name)
    limits = limits or Limits(bytes=most_bytes)
    if len(data) > limits.bytes:
        message = f"The file has {len(data):,} bytes, more than the {limits.bytes:,} that are read at once. Split it."
        raise ExtractionError(message)
    refuse_other_content(reader.kind, data)
    return reader.read(data, encoding, limits)


def reader_of(name: str) -> Reader:
    """Return what reads files whose name ends like this one.

    Raises:
        ExtractionError: Nothing does.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        understood = ", ".join(sorted(READERS))
        message = f'"{PurePath(name).name}" has an ending that is not understood. Understood are: {understood}.'
        raise ExtractionError(message)
    return reader
