"""Records as CSL-JSON, valid against the official schema (csl-data.json, version 1.0)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sources.formats.csl.items import read_item
from sources.formats.csl.rich_text import plain
from sources.formats.csl.variables import LEFTOVERS, NAME_PARTS, NOT_IN_SCHEMA, RICH, RICH_MARK, SCHEMA_NAMES
from sources.formats.dates import to_csl
from sources.formats.leftovers import leftovers, whole
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, Name, Record


def to_item(record: Record) -> dict[str, Any]:
    """Return `record` as a CSL-JSON item for a processor: all that CSL-JSON has a place for, in plain words."""
    present = whole(record)
    item: dict[str, Any] = {"id": present.key, "type": present.type}
    texts = {name: present.fields[name] for name in sorted(present.fields) if name in CSL_FIELDS and name not in NOT_IN_SCHEMA}
    item |= {SCHEMA_NAMES.get(name, name): text for name, text in texts.items()}
    item |= {role: _names(present.names[role]) for role in sorted(present.names) if role in CSL_ROLES}
    dates = {name: to_csl(present.dates[name]) for name in sorted(present.dates) if name in CSL_DATES}
    return item | {name: date for name, date in dates.items() if date}


def to_csl_json(record: Record) -> dict[str, Any]:
    """Return `record` as a CSL-JSON item from which `read_csl_json` makes the same record.

    Titles that were read with markup have it again. What CSL-JSON has no place for stands in `custom`, under `pincite-extra`,
    as `sources.formats.leftovers` describes.
    """
    present = whole(record)
    item = to_item(present) | _rich_texts(present)
    said = read_item(item, 1).record
    left = leftovers(present, said or Record(present.key, present.type))
    return item | ({"custom": {LEFTOVERS: left}} if left else {})


def write_csl_json(records: Iterable[Record], *, presorted: bool = False) -> Iterator[str]:
    r"""Yield a CSL-JSON file, one item a line, all lines ending in \n; lone surrogates become question marks.

    Args:
        records: The works.
        presorted: The records come in the order wanted, and are written as they come without being held in memory.
            Else they are sorted by key.
    """
    yield from join_items(map(write_item, records if presorted else sorted(records, key=lambda record: record.key)))


def write_item(record: Record) -> str:
    """Return the item of `to_csl_json` on one line; lone surrogates become question marks."""
    text = json.dumps(to_csl_json(record), ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "replace").decode()


def join_items(items: Iterable[str]) -> Iterator[str]:
    """Yield a CSL-JSON file of items that `write_item` gave."""
    separator = "[\n"
    for item in items:
        yield separator + item
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _rich_texts(record: Record) -> dict[str, str]:
    """Return the texts that were read with markup and have not been changed since."""
    kept = {name: record.extra.get(f"{name}{RICH_MARK}", "") for name in sorted(RICH & record.fields.keys())}
    return {name: text for name, text in kept.items() if text and plain(text) != text and plain(text) == record.fields[name]}


def _names(names: Iterable[Name]) -> list[dict[str, str]]:
    """Return CSL-JSON names without their empty parts."""
    return [{csl: getattr(name, part) for part, csl in NAME_PARTS.items() if getattr(name, part)} for name in names if name]
