"""RIS files as entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

from sources.formats.encodings import read_chunks, text_encoding
from sources.formats.entries import Entry, Fault, UnreadableFileError
from sources.formats.leftovers import complete
from sources.formats.ris.describing import describe
from sources.formats.ris.lines import RawRecord, Tagged, raw_records, split_lines
from sources.formats.ris.tags import LEFTOVERS_TAG

#: Without any of these, lines with tags outside a record are the notice of a database, not a work.
_TELLING = frozenset({"TI", "T1", "CT", "BT", "AU", "A1"})


def read_ris(source: BinaryIO) -> Iterator[Entry]:
    """Yield the records of a RIS file in its order, also those that do not end with ER.

    Lines that belong to no record are named in a warning on the record after them; tagged lines without TY are an entry
    that cannot be taken, with the reason. Memory does not grow with the file.

    Args:
        source: The file: seekable, at its beginning, in any sane encoding.

    Raises:
        UnreadableFileError: The file is no text, or holds text and no RIS record.
    """
    lines = split_lines(read_chunks(source, text_encoding(source)))
    waiting: list[Fault] = []
    has_records = False
    for raw in raw_records(lines):
        waiting += [Fault(number, "", f"{text!r} belongs to no record and is left out.") for number, text in raw.strays]
        if not raw.is_begun and not any(tagged.tag in _TELLING for tagged in raw.tags):
            waiting += [Fault(tagged.line, tagged.tag, "The line belongs to no record and is left out.") for tagged in raw.tags]
            continue
        has_records = True
        entry = read_record(raw)
        yield replace(entry, warnings=(*waiting, *entry.warnings)) if waiting else entry
        waiting = []
    if waiting and not has_records:
        raise UnreadableFileError(
            'The file holds no RIS record: none of its lines begins with "TY  - ". Export it again in the format RIS '
            "(not as plain text, nor in the format of a single database)."
        )
    if waiting:
        yield Entry(waiting[0].line, "", None, tuple(chain(waiting)))


def read_record(raw: RawRecord) -> Entry:
    """Return the entry that one record makes."""
    identifiers = [tagged for tagged in raw.tags if tagged.tag == "ID" and tagged.text()]
    key = identifiers[0].text() if identifiers else ""
    draft, leftovers = describe(key, raw.line, [tagged for tagged in raw.tags if tagged not in identifiers[:1]])
    if not raw.is_begun:
        draft.fail("TY", raw.line, 'The record does not say of what type it is. Begin it with a line "TY  - JOUR" (or BOOK, CHAP, ...).')
    if raw.is_cut:
        draft.fail("", raw.line, "The record is longer than a work's can be: an ER line or a line end is missing.")
    entry = draft.finish()
    return entry if leftovers is None else _completed(entry, leftovers, raw.tags)


def _completed(entry: Entry, leftovers: object, tags: list[Tagged]) -> Entry:
    if entry.record is None:
        return entry
    record, faults = complete(entry.record, leftovers)
    line = next(tagged.line for tagged in reversed(tags) if tagged.tag == LEFTOVERS_TAG)
    given = leftovers if isinstance(leftovers, dict) else {}
    # What is replaced need not be right.
    replaced = given.get("extra", {})
    warnings = [fault for fault in entry.warnings if not isinstance(replaced, dict) or replaced.get(fault.field) != ""]
    warnings += [Fault(line, LEFTOVERS_TAG, fault) for fault in faults]
    return Entry(entry.line, record.key, record, entry.errors, tuple(warnings))
