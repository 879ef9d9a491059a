"""What a part takes from the whole it stands in, and a reprint from its original; and the same undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sources.formats.record import Name, Record

#: Variables that a part takes from its whole as they are.
_INHERITED = (
    "collection-title",
    "collection-number",
    "volume",
    "edition",
    "number-of-volumes",
    "publisher",
    "publisher-place",
    "event-title",
    "event-place",
    "ISBN",
    "ISSN",
)

_Said = tuple[Mapping[str, str], Mapping[str, str], Mapping[str, tuple[Name, ...]]]


def with_inherited(own: Record, whole: Record | None, original: Record | None) -> Record:
    """Return ``own`` with what it does not say itself and takes from its whole and its original.

    Args:
        own: What a work says itself.
        whole: What the work says itself in which it stands.
        original: What the work says itself that it reprints.
    """
    if whole is None and original is None:
        return own
    fields, dates, names = _taken(own, whole, original)
    return replace(
        own,
        fields={**fields, **own.fields},
        dates={**dates, **own.dates},
        names={**names, **own.names},
        part_of=whole.key if whole else "",
        original=original.key if original else "",
    )


def without_inherited(record: Record, whole: Record | None, original: Record | None) -> Record:
    """Return ``record`` without what it would take from its whole and its original anyway: what is stored of it."""
    if whole is None and original is None:
        return record
    fields, dates, names = _taken(record, whole, original)
    return replace(
        record,
        fields={name: text for name, text in record.fields.items() if fields.get(name) != text},
        dates={name: date for name, date in record.dates.items() if dates.get(name) != date},
        names={role: credited for role, credited in record.names.items() if names.get(role) != credited},
    )


def _taken(own: Record, whole: Record | None, original: Record | None) -> _Said:
    fields: dict[str, str] = {}
    dates: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    if whole:
        fields |= {variable: whole.fields[variable] for variable in _INHERITED if whole.text(variable)}
        if whole.text("title"):
            fields["container-title"] = whole.text("title")
        names = {"container-author" if role == "author" else role: credited for role, credited in whole.names.items()}
        if whole.dates.get("issued"):
            dates["issued"] = whole.dates["issued"]
    if original:
        fields |= _of_original(own, original)
        if original.dates.get("issued"):
            dates["original-date"] = original.dates["issued"]
    return fields, dates, names


def _of_original(own: Record, original: Record) -> dict[str, str]:
    said = {
        "original-title": original.text("title") if original.text("title") != own.text("title") else "",
        "original-publisher": original.text("publisher") or original.text("container-title"),
        "original-publisher-place": original.text("publisher-place"),
    }
    return {variable: text for variable, text in said.items() if text}
