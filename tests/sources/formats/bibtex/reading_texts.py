"""Files made of text, read."""

from __future__ import annotations

import io

from sources.formats.bibtex.reading import read_bibtex
from sources.formats.entries import Entry
from sources.formats.record import Record


def read(text):
    """Return the entries of a file that holds `text`, which is text or bytes."""
    return list(read_bibtex(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def read_one(text: str) -> Record:
    """Return the record of a file with one entry, which must not be at fault."""
    (entry,) = read(text)
    assert entry.record is not None
    assert (entry.errors, entry.warnings) == ((), ())
    record: Record = entry.record
    return record


def said(entry: Entry) -> list[str]:
    """Return what is wrong with an entry, in words."""
    return [str(fault) for fault in (*entry.errors, *entry.warnings)]
