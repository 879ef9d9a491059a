"""CSL-JSON files as entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from sources.formats.csl.items import read_item
from sources.formats.csl.scanning import Scanned, Scanner
from sources.formats.encodings import read_chunks, text_encoding
from sources.formats.entries import Entry, Fault, UnreadableFileError

#: A file with more is given up.
_MOST_BROKEN = 10_000
_OTHER_FILE = "This is no work in CSL-JSON but a record of an export of claims. Such a file comes in with import_claims."
_KEY = re.compile(r'"id"\s*:\s*(?:"([^"\\]{1,200})"|([0-9]{1,15}))')


def read_csl_json(source: BinaryIO) -> Iterator[Entry]:
    """Yield the items of a CSL-JSON file in its order: a list, one item alone, JSON Lines, or an object with a list `items`.

    An item that is no JSON is reported and the rest is read where the lines or brackets show where it goes on. Memory does
    not grow with the file.

    Args:
        source: The file: seekable, at its beginning, in any sane encoding.

    Raises:
        UnreadableFileError: The file is no text, or no JSON from its beginning on.
    """
    scanner = Scanner(read_chunks(source, text_encoding(source)))
    if scanner.first_character() not in {"[", "{", ""}:
        raise UnreadableFileError("The file is no CSL-JSON: it begins neither with [ nor with {. Export it again as CSL JSON.")
    broken = 0
    for scanned in scanner.items():
        entry = _entry(scanned)
        broken += bool(entry.errors)
        yield entry
        if broken == _MOST_BROKEN:
            yield Entry(
                entry.line, "", None, (Fault(entry.line, "", f"{_MOST_BROKEN:,} items are broken; the rest of the file is not read."),)
            )
            return


def _entry(scanned: Scanned) -> Entry:
    if scanned.fault:
        match = _KEY.search(scanned.text[:2000])
        key = (match[1] or match[2]) if match else ""
        return Entry(scanned.line, key, None, (Fault(scanned.fault_line, "", scanned.fault),))
    if not isinstance(scanned.value, dict):
        return Entry(scanned.line, "", None, (Fault(scanned.line, "", 'This is no item. An item is an object: {"id": ..., "type": ...}.'),))
    if isinstance(scanned.value.get("record"), str):
        # Whatever else it says: CSL has no such member, and files of this product's own records have it in each line.
        return Entry(scanned.line, str(scanned.value.get("id", "")), None, (Fault(scanned.line, "record", _OTHER_FILE),))
    entry = read_item(scanned.value, scanned.line)
    if not entry.warnings:
        return entry
    return replace(
        entry, warnings=tuple(replace(fault, line=fault.line + _lines_before(fault.field, scanned.text)) for fault in entry.warnings)
    )


def _lines_before(member: str, text: str) -> int:
    """Return how many lines below its first one an item has a member; 0 where that does not show."""
    match = re.search(rf'"{re.escape(member.partition(".")[0])}"\s*:', text)
    return text.count("\n", 0, match.start()) if match else 0
