"""Records as CSL-JSON, valid against the official schema (csl-data.json, version 1.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sources.formats.dates import csl_is_exact, to_csl
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sources.formats.record import Name, Record

#: CSL variables that the schema still has under their names of CSL 1.0.1.
_SCHEMA_NAMES: Mapping[str, str] = {
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
#: CSL variables that the schema does not have at all.
_NOT_IN_SCHEMA = frozenset({"license"})
_NAME_PARTS: Mapping[str, str] = {
    "family": "family",
    "given": "given",
    "particle": "non-dropping-particle",
    "dropping_particle": "dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
}


def to_csl_json(record: Record) -> dict[str, Any]:
    """Return `record` as a CSL-JSON item.

    What CSL-JSON has no place for stands in `custom`: `edtf` (dates that a CSL date cannot say exactly), `fields`,
    `names` and `dates` (of variables the schema does not have) and `extra`.
    """
    item: dict[str, Any] = {"id": record.key, "type": record.type}
    texts = {name: record.fields[name] for name in sorted(record.fields) if record.fields[name]}
    item |= {_SCHEMA_NAMES.get(name, name): text for name, text in texts.items() if _is_known(name)}
    names = {role: _names(record.names[role]) for role in sorted(record.names) if record.has_names(role)}
    item |= {role: who for role, who in names.items() if role in CSL_ROLES}
    dates = {name: record.dates[name] for name in sorted(record.dates) if record.dates[name]}
    said = {name: to_csl(date) for name, date in dates.items() if name in CSL_DATES}
    item |= {name: date for name, date in said.items() if date}
    custom = {
        "dates": {name: date for name, date in dates.items() if name not in CSL_DATES},
        "edtf": {name: dates[name] for name in said if not csl_is_exact(dates[name])},
        "extra": {name: record.extra[name] for name in sorted(record.extra) if record.extra[name]},
        "fields": {name: text for name, text in texts.items() if not _is_known(name)},
        "names": {role: who for role, who in names.items() if role not in CSL_ROLES},
    }
    kept = {part: value for part, value in custom.items() if value}
    return item | ({"custom": kept} if kept else {})


def write_csl_json(records: Iterable[Record], *, presorted: bool = False) -> Iterator[str]:
    r"""Yield a CSL-JSON file, one item a line, all lines ending in \n; lone surrogates become question marks.

    Args:
        records: The works.
        presorted: The records come in the order wanted, and are written as they come without being held in memory.
            Else they are sorted by key.
    """
    separator = "[\n"
    for record in records if presorted else sorted(records, key=lambda record: record.key):
        text = json.dumps(to_csl_json(record), ensure_ascii=False, sort_keys=True)
        yield separator + text.encode("utf-8", "replace").decode()
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _is_known(name: str) -> bool:
    return name in CSL_FIELDS and name not in _NOT_IN_SCHEMA


def _names(names: Iterable[Name]) -> list[dict[str, str]]:
    """Return CSL-JSON names without their empty parts."""
    return [{csl: getattr(name, part) for part, csl in _NAME_PARTS.items() if getattr(name, part)} for name in names if name]
