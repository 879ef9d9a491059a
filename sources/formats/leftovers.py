"""What a format has no place for, beside a record that was written in it: found by reading the record back.

As JSON: an object with any of ``key``, ``type``, ``part_of``, ``original`` (texts), ``dates``, ``fields``, ``extra`` (name ->
text), ``names`` (role -> list of objects with the parts of `Name`), ``identifiers`` (scheme -> list) and ``titles`` (list of
objects with the parts of `Title`). What it gives replaces what the format says; an empty text or list takes that away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from sources.formats import dates
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record, Title
from sources.identifiers import SCHEMES, normalise

_KEYS = ("key", "part_of", "original")
#: Parts of a name in JSON.
NAME_PARTS = frozenset(part.name for part in fields(Name))
#: Forms of a title.
FORMS = frozenset({"original", "reading", "romanisation", "translation"})
#: What no database holds.
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def whole(record: Record) -> Record:
    """Return a record without its empty parts, which mean the same as their absence."""
    return replace(
        record,
        names={role: present for role, names in record.names.items() if (present := tuple(name for name in names if name))},
        dates={name: text for name, text in record.dates.items() if text},
        fields={name: text for name, text in record.fields.items() if text},
        identifiers={scheme: tuple(values) for scheme, values in record.identifiers.items() if values},
        extra={name: text for name, text in record.extra.items() if text},
    )


def leftovers(record: Record, said: Record) -> dict[str, Any]:
    """Return what makes ``record`` of ``said``, as JSON; an empty object where they are the same.

    Args:
        record: What was to be written, without empty parts.
        said: What the format gives back.
    """
    left: dict[str, Any] = {}
    for part in (*_KEYS, "type"):
        if getattr(record, part) != getattr(said, part):
            left[part] = getattr(record, part)
    for part in ("dates", "fields", "extra"):
        left[part] = _changes(getattr(record, part), getattr(said, part), absent="")
    left["identifiers"] = {scheme: list(values) for scheme, values in _changes(record.identifiers, said.identifiers, absent=()).items()}
    left["names"] = {role: names_as_json(names) for role, names in _changes(record.names, said.names, absent=()).items()}
    if record.titles != said.titles:
        left["titles"] = [asdict(title) for title in record.titles]
    return {part: value for part, value in left.items() if value or part in {*_KEYS, "titles"}}


def complete(said: Record, left: object) -> tuple[Record, list[str]]:
    """Return the record of which ``left`` is what the format could not say, and a sentence for each part that is not fit.

    Anybody can write such an object, so what is not as `leftovers` writes it, or no valid date or identifier, is passed over.
    """
    if not isinstance(left, dict):
        return said, ["What is left over is no JSON object and is passed over."]
    changed: dict[str, Any] = {}
    faults: list[str] = []
    for part, value in left.items():
        read = _PARTS.get(part)
        if read is None:
            faults.append(f"{part[:40]!r} is no part of a record and is passed over.")
        else:
            new, is_whole = read(value, getattr(said, part))
            changed[part] = new
            faults.extend([] if is_whole else [f"Something in {part!r} is not as this program writes it; that is passed over."])
    return whole(replace(said, **changed)), faults


def names_as_json(names: tuple[Name, ...]) -> list[dict[str, str]]:
    """Return names as JSON objects without their empty parts."""
    return [{part: text for part, text in asdict(name).items() if text} for name in names]


def _changes(wanted: Mapping[str, Any], said: Mapping[str, Any], *, absent: Any) -> dict[str, Any]:
    """Return what is to be set, and what is to be taken away as ``absent``; in the order of the names."""
    if wanted == said:
        return {}
    return {name: wanted.get(name, absent) for name in sorted({*wanted, *said}) if wanted.get(name) != said.get(name)}


def is_storable(value: object) -> bool:
    """Whether a value is a text, be it empty, that a database holds."""
    return isinstance(value, str) and not _UNFIT.search(value)


def _read_text(value: object, said: str) -> tuple[str, bool]:
    return (value, True) if isinstance(value, str) and is_storable(value) else (said, False)


def _read_type(value: object, said: str) -> tuple[str, bool]:
    return (value, True) if isinstance(value, str) and value in CSL_TYPES else (said, False)


def _merged(value: object, said: Mapping[str, Any], read: Any) -> tuple[dict[str, Any], bool]:
    """Return ``said`` with the members of ``value`` that ``read`` does not refuse by None, and whether it refused none."""
    if not isinstance(value, dict):
        return dict(said), False
    found = {name: read(name, one) if is_storable(name) and name else None for name, one in value.items()}
    fit = {name: one for name, one in found.items() if one is not None}
    return {**said, **fit}, len(fit) == len(found)


def _read_texts(value: object, said: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    return _merged(value, said, lambda _, text: text if is_storable(text) else None)


def _read_fields(value: object, said: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    return _merged(value, said, lambda name, text: text if name in CSL_FIELDS and is_storable(text) else None)


def _read_dates(value: object, said: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    return _merged(value, said, lambda name, text: text if name in CSL_DATES and is_date_or_none(text) else None)


def is_date_or_none(value: object) -> bool:
    """Whether a value is a date in EDTF as it is kept here, or an empty text."""
    if value == "":
        return True
    try:
        return isinstance(value, str) and dates.validate(value) == value
    except ValueError:
        return False


def _read_identifiers(value: object, said: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, tuple[str, ...]], bool]:
    return _merged(value, said, _identifiers)


def _identifiers(scheme: str, values: object) -> tuple[str, ...] | None:
    if not isinstance(values, list) or scheme not in SCHEMES:
        return None
    try:
        return tuple(values) if all(isinstance(value, str) and normalise(scheme, value) == value for value in values) else None
    except ValueError:
        return None


def _read_names(value: object, said: Mapping[str, tuple[Name, ...]]) -> tuple[dict[str, tuple[Name, ...]], bool]:
    return _merged(value, said, _names)


def _names(role: str, values: object) -> tuple[Name, ...] | None:
    if role not in CSL_ROLES or not isinstance(values, list):
        return None
    are_names = all(isinstance(one, dict) and one.keys() <= NAME_PARTS and all(map(is_storable, one.values())) for one in values)
    return tuple(Name(**one) for one in values) if are_names else None


def _read_titles(value: object, said: tuple[Title, ...]) -> tuple[tuple[Title, ...], bool]:
    if not isinstance(value, list):
        return said, False
    fit = [
        one for one in value if isinstance(one, dict) and one.keys() == {"form", "language", "text"} and all(map(is_storable, one.values()))
    ]
    titles = tuple(Title(**one) for one in fit if one["form"] in FORMS)
    return titles, len(titles) == len(value)


_PARTS: Mapping[str, Any] = {
    "key": _read_text,
    "type": _read_type,
    "part_of": _read_text,
    "original": _read_text,
    "dates": _read_dates,
    "fields": _read_fields,
    "extra": _read_texts,
    "identifiers": _read_identifiers,
    "names": _read_names,
    "titles": _read_titles,
}
