"""Granular xdata: a field, or one item of a list, that is taken from a data container (BibLaTeX manual, section 3.13.6).

`author = {xdata=key-author-2 and Own, Olga}` takes the second author of the container `key`, `title = {xdata=key-title}` its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sources.formats.bibtex.fields import PLACES, PUBLISHERS, ROLES
from sources.formats.bibtex.raw import RawEntry
from sources.formats.bibtex.reading_names import split_names

#: Lists that are joined with " and " and hold no names.
_LISTS: Final = frozenset({*PUBLISHERS, *PLACES, "origlocation", "origpublisher"})
_NAMES: Final = frozenset(ROLES)
_REFERENCE = re.compile(r"xdata=(?P<key>[^\s,{}=]+?)-(?P<field>[a-z]+)(?:-(?P<place>[0-9]{1,4}))?", re.IGNORECASE)
_MOST_ITEMS = 10_000


class Reference(NamedTuple):
    """One place in a data container."""

    key: str
    field: str
    #: From 1; 0 for the whole field.
    place: int


def references_in(entry: RawEntry) -> Iterator[Reference]:
    """Yield what the fields of an entry refer to."""
    for name, value in entry.fields.items():
        yield from (reference for item in _items(name, value) if (reference := _reference(item)))


def has_references(entry: RawEntry) -> bool:
    """Whether any field of an entry takes something from a data container."""
    return any("=" in value and "xdata=" in value.lower() for value in entry.fields.values()) and any(references_in(entry))


def filled(name: str, value: str, containers: dict[str, RawEntry]) -> tuple[str, list[Reference]]:
    """Return a field with what it takes, and what of that is not to be had: that stands as it was.

    Args:
        name: The field.
        value: Its raw value.
        containers: Those that can be read, by their keys in lower case.
    """
    found, missing = [], []
    items = _items(name, value)
    for item in items:
        reference = _reference(item)
        taken = _taken(name, reference, containers) if reference else item
        if taken is None and reference:
            missing.append(reference)
        found.append(item if taken is None else taken)
    return (value if len(missing) == len(items) else " and ".join(found)), missing


def _items(name: str, value: str) -> list[str]:
    if name not in _NAMES and name not in _LISTS:
        return [value.strip()]
    return split_names(value)[:_MOST_ITEMS] if "xdata=" in value.lower() else [value]


def _reference(item: str) -> Reference | None:
    match = _REFERENCE.fullmatch(item)
    return Reference(match["key"], match["field"].lower(), int(match["place"] or 0)) if match else None


def _taken(name: str, reference: Reference, containers: dict[str, RawEntry]) -> str | None:
    """Return what stands at a place; None where there is nothing, or something of another kind than the field."""
    container = containers.get(reference.key.lower())
    value = container.fields.get(reference.field, "") if container else ""
    if not value or any((name in kind) != (reference.field in kind) for kind in (_NAMES, _LISTS)):
        return None
    items = [value] if not reference.place else split_names(value) if name in _NAMES or name in _LISTS else []
    item = items[max(reference.place, 1) - 1] if reference.place <= len(items) else ""
    # What a container could not take itself is nothing to hand on.
    return item if item and not _reference(item) else None
