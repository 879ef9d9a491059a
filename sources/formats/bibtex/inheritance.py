"""What an entry takes from others: crossref and xdata, by BibLaTeX's default rules and by classic BibTeX's.

BibLaTeX's rules are those of its manual, appendix B; biber is their reference. Where they hand on nothing, a part of a
book takes the book's title as `booktitle` all the same, which is what classic BibTeX's parents repeat as a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sources.formats.bibtex.granular import Reference, filled, has_references, references_in
from sources.formats.bibtex.raw import RawEntry
from sources.formats.entries import Fault

#: Finds an entry by its key, without regard to case.
Find = Callable[[str], RawEntry | None]

_DEEPEST = 20
_MOST_PARENTS = 100
_BOOK_PARTS: Final = frozenset({"inbook", "bookinbook", "suppbook"})
_COLLECTION_PARTS: Final = frozenset({"incollection", "inreference", "suppcollection"})
_PAPERS: Final = frozenset({"inproceedings", "conference"})
_PARTS: Final = _BOOK_PARTS | _COLLECTION_PARTS | _PAPERS
_ARTICLES: Final = frozenset({"article", "suppperiodical", "review"})
_BOOKS: Final = frozenset({"book", "collection", "reference", "proceedings", "manual", "booklet"})
_MULTI_VOLUME: Final[Mapping[str, frozenset[str]]] = {
    "mvbook": _BOOK_PARTS | {"book"},
    "mvcollection": _COLLECTION_PARTS | {"collection", "reference"},
    "mvreference": _COLLECTION_PARTS | {"collection", "reference"},
    "mvproceedings": _PAPERS | {"proceedings"},
}
_SINGLE_VOLUME: Final[Mapping[str, frozenset[str]]] = {
    "book": _BOOK_PARTS,
    "collection": _COLLECTION_PARTS,
    "reference": _COLLECTION_PARTS,
    "proceedings": _PAPERS,
}
_TITLES: Final = ("title", "subtitle", "titleaddon")
#: Never handed on (`*` to `*` in the manual's table), nor what links an entry to its own parents.
_OWN_FIELDS = (
    "ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring relatedtype "
    "shorthand shorthandintro sortkey"
)
_OWN: Final = frozenset(_OWN_FIELDS.split())
#: Handed on neither where titles change their names on the way.
_OWN_TITLES: Final = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})
#: Fields that say one date: a child that has one of them has the date.
_DATE: Final = frozenset({"date", "year", "month", "day"})
_SAME: Final[Mapping[str, str]] = {"journal": "journaltitle", "journaltitle": "journal", "location": "address", "address": "location"}


def references(entry: RawEntry) -> Iterator[str]:
    """Yield the keys of the entries that this one takes something from or links to."""
    for name in ("crossref", "xdata", "xref"):
        if name in entry.fields:
            yield from _keys(entry.fields[name])
    if has_references(entry):
        yield from (reference.key for reference in references_in(entry))


def all_keys(entry: RawEntry) -> list[str]:
    """Return the key of an entry and its further ones (`ids`), in lower case."""
    return [entry.key.lower(), *(key.lower() for key in _keys(entry.fields.get("ids", "")))]


def resolve(entry: RawEntry, find: Find) -> RawEntry:
    """Return the entry with what it takes from its parents; warnings name a parent that is missing or a circle.

    `xdata`, and `crossref` where its parent is there, are gone from the fields, since they are carried out.
    """
    if _is_alone(entry):
        return entry
    return _Resolution(find).resolve(entry, ())


def _is_alone(entry: RawEntry) -> bool:
    return "crossref" not in entry.fields and "xdata" not in entry.fields and not has_references(entry)


class _Resolution:
    def __init__(self, find: Find) -> None:
        self._find = find
        self._left = _MOST_PARENTS

    def resolve(self, entry: RawEntry, path: tuple[str, ...]) -> RawEntry:
        if _is_alone(entry):
            return entry
        fields, lines, warnings = dict(entry.fields), dict(entry.lines), list(entry.warnings)
        child = RawEntry(entry.line, entry.type, entry.key, fields, lines, entry.repeated, entry.errors, warnings)
        path = (*path, entry.key.lower())
        self._fill(child, path)
        missing = [key for key in _keys(fields.pop("xdata", "")) if not self._take(child, "xdata", key, path)]
        if missing:
            fields["xdata"] = ", ".join(missing)
        if "crossref" in fields and self._take(child, "crossref", fields["crossref"].strip(), path):
            del fields["crossref"]
        return child

    def _fill(self, child: RawEntry, path: tuple[str, ...]) -> None:
        """Put into the fields of ``child`` what they take from data containers."""
        if not has_references(child):
            return
        containers: dict[str, RawEntry] = {}
        for key in dict.fromkeys(reference.key.lower() for reference in references_in(child)):
            self._left -= 1
            container = self._find(key) if self._left >= 0 and key not in path and len(path) <= _DEEPEST else None
            if container is not None and not container.errors:
                containers[key] = self.resolve(container, path)
        for name, value in child.fields.items():
            child.fields[name], missing = filled(name, value, containers)
            child.warnings.extend(_not_to_be_had(child.lines.get(name, child.line), name, reference) for reference in missing)

    def _take(self, child: RawEntry, link: str, key: str, path: tuple[str, ...]) -> bool:
        """Let ``child`` take from the entry ``key`` what it lacks; False where that cannot be done."""
        line = child.lines[link]
        if self._left < 0:
            return False
        if key.lower() in path or len(path) > _DEEPEST:
            self._left -= 1
            child.warnings.append(
                Fault(line, link, f"The references from entry to entry lead from {key!r} back to it, or too far. Cut one.")
            )
            return False
        self._left -= 1
        parent = self._find(key) if self._left >= 0 else None
        if parent is None or parent.errors:
            message = f"No entry {key!r} can be read in this file, so nothing is taken from it. Add it, or correct the key."
            child.warnings.append(Fault(line, link, message))
            return False
        parent = self.resolve(parent, path)
        child.warnings.extend(fault for fault in parent.warnings if fault.field in {"crossref", "xdata"} and fault not in child.warnings)
        # What a data container says replaces what the entry says, as biber has it.
        taken = _inherited(child, parent) if link == "crossref" else parent.fields
        for name, value in taken.items():
            if name not in _OWN and (link == "xdata" or _lacks(child, name)):
                child.fields[name] = value
                child.lines.setdefault(name, line)
        return True


def _not_to_be_had(line: int, name: str, reference: Reference) -> Fault:
    place = f" at place {reference.place}" if reference.place else ""
    message = (
        f"The entry {reference.key!r} has no {reference.field}{place} that {name} can take, or cannot be read in this file. "
        "Correct the reference; it stays as it is written."
    )
    return Fault(line, name, message)


def _inherited(child: RawEntry, parent: RawEntry) -> dict[str, str]:
    """Return what a child takes by crossref, by its names in the child."""
    taken = {name: value for name, value in parent.fields.items() if name not in _OWN}
    prefix, is_in_manual = _title_prefix(child.type, parent.type)
    if prefix:
        titles = {f"{prefix}{name}": taken.pop(name) for name in _TITLES if name in taken}
        others = {name: value for name, value in taken.items() if name not in _OWN_TITLES}
        # A classic parent repeats its title as booktitle.
        taken = others | titles if is_in_manual else titles | others
    if child.type in _BOOK_PARTS and parent.type in {"book", "mvbook"} and "author" in taken:
        taken["bookauthor"] = taken["author"]
    is_dated = any(name in child.fields for name in ("date", "year"))
    return {name: value for name, value in taken.items() if not (is_dated and name in _DATE)}


def _title_prefix(child: str, parent: str) -> tuple[str, bool]:
    """Return which title of the child the parent's becomes, and whether the manual says so.

    It is "main", "book" or "journal"; "" where the title stays the title.
    """
    if parent in _MULTI_VOLUME:
        is_in_manual = child in _MULTI_VOLUME[parent]
        return "main" if is_in_manual or child in _PARTS else "", is_in_manual
    if child in _PARTS and parent in _BOOKS:
        return "book", child in _SINGLE_VOLUME.get(parent, ())
    return ("journal", True) if parent == "periodical" and child in _ARTICLES else ("", False)


def _lacks(child: RawEntry, name: str) -> bool:
    return not child.fields.get(name) and not child.fields.get(_SAME.get(name, name))


def _keys(text: str) -> list[str]:
    return [key for key in map(str.strip, text.split(",")) if key][:_MOST_PARENTS]
