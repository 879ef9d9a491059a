"""What a file says otherwise than a document here, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sources.formats.record import Name, Record
from sources.models.documents import IDENTIFIER_VARIABLES
from sources.services.importing.incoming import identifiers_of
from sources.services.importing.outcome import Difference

_IDENTIFIERS = frozenset(IDENTIFIER_VARIABLES.values()) - {"URL"}


def differences(file: Record, here: Record) -> tuple[Difference, ...]:
    """Return what the file gives and the document has not, or has otherwise; what the file is silent about is no difference.

    The key is the document's own affair, and a work of no particular type says nothing of the type.
    """
    return tuple(_differences(file, here))


def _differences(file: Record, here: Record) -> Iterator[Difference]:
    if file.type not in {here.type, "document"}:
        yield Difference("type", here.type, file.type)
    yield from _texts("", file.fields, here.fields, leave_out=_IDENTIFIERS)
    yield from _texts("", file.dates, here.dates)
    for role, names in file.names.items():
        if names and names != here.names.get(role, ()):
            yield Difference(role, shown_names(here.names.get(role, ())), shown_names(names))
    yield from _identifiers(file, here)
    held = {(title.form, title.language): title.text for title in here.titles}
    for title in file.titles:
        if held.get((title.form, title.language)) != title.text:
            yield Difference(f"titles.{title.form}", held.get((title.form, title.language), ""), title.text)
    for link in ("part_of", "original"):
        if getattr(file, link) and getattr(file, link) != getattr(here, link):
            yield Difference(link, getattr(here, link), getattr(file, link))
    yield from _texts("extra.", file.extra, here.extra)


def _texts(prefix: str, file: Mapping[str, str], here: Mapping[str, str], leave_out: frozenset[str] = frozenset()) -> Iterator[Difference]:
    for name, text in file.items():
        if text and name not in leave_out and here.get(name, "") != text:
            yield Difference(prefix + name, here.get(name, ""), text)


def _identifiers(file: Record, here: Record) -> Iterator[Difference]:
    """Several identifiers of one scheme are a set: one that is not here is a difference, one that is not in the file is none."""
    if file.identifiers == here.identifiers and all(file.fields.get(name, "") == here.fields.get(name, "") for name in _IDENTIFIERS):
        return
    mine, theirs = identifiers_of(file), identifiers_of(here)
    for scheme in dict.fromkeys(scheme for scheme, _ in mine):
        values, held = _values(scheme, mine), _values(scheme, theirs)
        if not set(values) <= set(held):
            yield Difference(IDENTIFIER_VARIABLES.get(scheme, f"identifiers.{scheme}"), " ".join(held), " ".join(values))


def _values(scheme: str, identifiers: Iterable[tuple[str, str]]) -> list[str]:
    return [value for one, value in identifiers if one == scheme]


def shown_names(names: Iterable[Name]) -> str:
    """Return names for a reader: "Nodomi, Mitsuru; Institute of Peace"."""
    return "; ".join(map(_shown, names))


def _shown(name: Name) -> str:
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family) if part)
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return ", ".join(part for part in (family, given, name.suffix) if part)
