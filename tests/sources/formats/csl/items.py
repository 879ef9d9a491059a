"""Items of CSL-JSON as they are read."""

from __future__ import annotations

import io
import json

from sources.formats.csl.reading import read_csl_json
from sources.formats.entries import Entry
from sources.formats.record import Record


def read(text: str | bytes) -> list[Entry]:
    return list(read_csl_json(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def item(**members) -> Entry:
    (entry,) = read(json.dumps([{"id": "a", "type": "book", **members}]))
    return entry


def record(**members) -> Record:
    entry = item(**members)
    assert entry.warnings == entry.errors == ()
    assert entry.record is not None
    return entry.record
