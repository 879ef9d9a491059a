"""What a comment of ours gives back to its entry. Anybody can write such a comment, so nothing in it is believed unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sources.formats.bibtex.comment import MARK, parse_object
from sources.formats.draft import Draft
from sources.formats.leftovers import FORMS, NAME_PARTS, is_date_or_none, is_storable
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Title
from sources.identifiers import SCHEMES, normalise

#: Variables whose values are checked as those of a field are.
_IDENTIFIERS = frozenset({"DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL"})


@dataclass(slots=True)
class Leftovers:
    """What an entry could not say, as far as it is fit."""

    line: int
    type: str = ""
    names: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: tuple[Title, ...] = ()
    part_of: str = ""
    original: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()

    @property
    def given(self) -> frozenset[str]:
        """Roles, variables and schemes that the entry's fields need not be asked for."""
        return frozenset({*self.names, *self.dates, *self.fields, *self.identifiers, *({"type"} if self.type else ())})

    def put_into(self, draft: Draft) -> None:
        """Put all of it into the draft."""
        draft.type = self.type or draft.type
        draft.names.update(self.names)
        draft.dates.update(self.dates)
        for variable, text in self.fields.items():
            if variable in _IDENTIFIERS:
                draft.set_text(variable, text, field=variable, line=self.line)
            else:
                draft.fields[variable] = text
        for scheme, values in self.identifiers.items():
            draft.identifiers[scheme] = list(values)
        draft.titles.extend(self.titles)
        draft.part_of = self.part_of or draft.part_of
        draft.original = self.original or draft.original
        draft.extra.update(self.extra)


def is_ours(comment: str) -> bool:
    """Whether what stands between a comment's braces claims to be ours."""
    return comment.startswith(MARK)


def read_leftovers(comment: str, line: int, draft: Draft) -> Leftovers | None:
    """Return what a comment gives to the entry that the draft is of; None, with a warning, where it is not for that entry.

    Args:
        comment: What stands between its braces.
        line: Its line.
        draft: Gets a warning for each thing in it that is not fit and therefore passed over.
    """
    try:
        given = parse_object(comment.removeprefix(MARK))
    except ValueError as error:
        draft.warn(MARK.strip(), line, f"The comment is not as this program writes it and is passed over: {error}")
        return None
    if given.get("key") != draft.key:
        draft.warn(
            MARK.strip(), line, f"The comment is for the entry {str(given.get('key'))[:100]!r}, not for this one, and is passed over."
        )
        return None
    found = Leftovers(line)
    for part, value in given.items():
        read = _PARTS.get(part)
        if read is not None and not read(found, value):
            draft.warn(MARK.strip(), line, f"Something in {part!r} of the comment is not as this program writes it; that is passed over.")
    return found


def _is_text(value: object) -> bool:
    return value != "" and is_storable(value)


def _items(value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((name, one) for name, one in value.items() if _is_text(name))


def _count(value: object) -> int:
    return len(value) if isinstance(value, dict) else -1


def _read_type(found: Leftovers, value: object) -> bool:
    found.type = value if isinstance(value, str) and value in CSL_TYPES else ""
    return bool(found.type)


def _read_names(found: Leftovers, value: object) -> bool:
    for role, listed in _items(value):
        names = [_name(one) for one in listed] if isinstance(listed, list) else []
        if role in CSL_ROLES and names and all(names):
            found.names[role] = tuple(name for name in names if name)
    return len(found.names) == _count(value)


def _name(value: object) -> Name | None:
    parts = {part: text for part, text in _items(value) if part in NAME_PARTS and _is_text(text)}
    return Name(**parts) if parts and len(parts) == _count(value) else None


def _read_dates(found: Leftovers, value: object) -> bool:
    for variable, text in _items(value):
        if variable in CSL_DATES and _is_text(text) and is_date_or_none(text):
            found.dates[variable] = text
    return len(found.dates) == _count(value)


def _read_texts(into: str, known: Mapping[str, None] | None) -> Callable[[Leftovers, object], bool]:
    def read(found: Leftovers, value: object) -> bool:
        texts = {name: text for name, text in _items(value) if _is_text(text) and (known is None or name in known)}
        setattr(found, into, texts)
        return len(texts) == _count(value)

    return read


def _read_identifiers(found: Leftovers, value: object) -> bool:
    for scheme, values in _items(value):
        if isinstance(values, list) and values and all(_is_identifier(scheme, one) for one in values):
            found.identifiers[scheme] = tuple(values)
    return len(found.identifiers) == _count(value)


def _is_identifier(scheme: str, value: object) -> bool:
    if not isinstance(value, str) or not _is_text(value):
        return False
    try:
        return scheme not in SCHEMES or normalise(scheme, value) == value
    except ValueError:
        return False


def _read_titles(found: Leftovers, value: object) -> bool:
    titles = [dict(_items(one)) for one in value] if isinstance(value, list) else []
    found.titles = tuple(
        Title(one["form"], one.get("language", ""), one["text"])
        for one in titles
        if one.get("form") in FORMS and _is_text(one.get("text")) and (one.get("language", "") == "" or _is_text(one["language"]))
    )
    return isinstance(value, list) and len(found.titles) == len(value)


def _read_key(into: str) -> Callable[[Leftovers, object], bool]:
    def read(found: Leftovers, value: object) -> bool:
        if _is_text(value):
            setattr(found, into, value)
        return _is_text(value)

    return read


def _read_derived(found: Leftovers, value: object) -> bool:
    found.derived = frozenset(name for name in value if isinstance(name, str)) if isinstance(value, list) else frozenset()
    return isinstance(value, list)


_PARTS: Mapping[str, Callable[[Leftovers, object], bool]] = {
    "type": _read_type,
    "names": _read_names,
    "dates": _read_dates,
    "fields": _read_texts("fields", dict.fromkeys(CSL_FIELDS)),
    "identifiers": _read_identifiers,
    "titles": _read_titles,
    "part_of": _read_key("part_of"),
    "original": _read_key("original"),
    "extra": _read_texts("extra", None),
    "derived": _read_derived,
}
