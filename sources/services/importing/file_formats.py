"""Which format a file is in: by its name, else by what it begins with."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import BinaryIO

from sources.formats.entries import UnreadableFileError

#: Formats that are read. BibTeX and BibLaTeX are one syntax and have one reader.
FORMATS: tuple[str, ...] = ("bibtex", "biblatex", "ris", "csl-json")

_BY_EXTENSION = MappingProxyType({".bib": "biblatex", ".bibtex": "bibtex", ".ris": "ris", ".json": "csl-json", ".csljson": "csl-json"})
_LOOKED_AT = 64 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def format_of(file_name: str) -> str:
    """Return the format that a file's extension says, "" where it says none."""
    return _BY_EXTENSION.get(PurePath(file_name).suffix.lower(), "")


def sniffed_format(source: BinaryIO) -> str:
    """Return the format that a file's beginning shows; the file is at its beginning again afterwards.

    Raises:
        UnreadableFileError: It looks like none of the formats.
    """
    source.seek(0)
    beginning = source.read(_LOOKED_AT)
    source.seek(0)
    text = _decoded(beginning).lstrip("\ufeff \t\r\n")
    if text[:1] in {"[", "{"}:
        return "csl-json"
    if any(_is_ris_line(line) for line in text.splitlines()):
        return "ris"
    if "@" in text:
        return "biblatex"
    raise UnreadableFileError(f"The file is in none of the formats that are read. Say which it is: {', '.join(FORMATS)}.")


def _decoded(beginning: bytes) -> str:
    return beginning.decode("utf-16" if beginning[:2] in _UTF16 else "utf-8", errors="replace")


def _is_ris_line(line: str) -> bool:
    return line.startswith("TY") and line[2:].lstrip().startswith("-")
