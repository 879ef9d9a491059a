"""Pieces of bibliography files, for tests that look at less than whole entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sources.formats.bibtex.blocks import BlockReader
from sources.formats.bibtex.comment import MARK, parse_object
from sources.formats.bibtex.plain_values import flat
from sources.formats.bibtex.raw import RawEntry
from sources.formats.bibtex.values import Macros
from sources.formats.encodings import read_chunks, text_encoding


def read_comment(line: str) -> dict[str, Any]:
    """What `write_comment` wrote on a line."""
    body = line.strip()
    opening = f"@comment{{{MARK}"
    assert (body[: len(opening)], body[-1]) == (opening, "}")
    return parse_object(body[len(opening) : -1])


def read_raw(source: BinaryIO) -> Iterator[RawEntry]:
    """The entries of a file as bibtex itself takes them: macros and `#` resolved, white space runs one space, nothing else."""
    for block in BlockReader(read_chunks(source, text_encoding(source)), Macros()).blocks():
        if isinstance(block, RawEntry):
            block.fields = {name: flat(value) for name, value in block.fields.items()}
            yield block
