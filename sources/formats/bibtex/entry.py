"""An entry in the making: fields already encoded, and what is left over for the comment after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sources.formats.bibtex.babel_languages import babel_name, says_exactly
from sources.formats.bibtex.comment import names_as_json
from sources.formats.bibtex.entry_types import read_as
from sources.formats.bibtex.names import names_are_exact, write_names
from sources.formats.latex.encoding import number_range, prose, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sources.formats.record import Record

#: Fields whose capitals a style may take away.
_TITLES = frozenset({"booktitle", "origtitle", "shorttitle", "title", "titleaddon"})
#: Fields that are read as lists joined with " and ".
_LISTS = frozenset({"address", "institution", "location", "organization", "origlocation", "origpublisher", "publisher", "school"})
_VERBATIM = frozenset({"doi", "url"})
_RANGES = frozenset({"issue", "pages", "volume"})
_AND = re.compile(r"\band\b", re.IGNORECASE)


@dataclass(slots=True)
class BibEntry:
    """One entry: its type, its fields in the order they were set, and its leftovers."""

    record: Record
    entry_type: str
    #: Whether BibLaTeX reads it: its notation for names may be used.
    is_biblatex: bool
    ascii_only: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    #: Fields written for a style's sake, which an import has to pass over.
    derived: list[str] = field(default_factory=list)
    left_fields: dict[str, str] = field(default_factory=dict)
    left_dates: dict[str, str] = field(default_factory=dict)
    left_names: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def set_text(self, name: str, variable: str, text: str) -> None:
        """Write the CSL variable as field `name`; keep it for the comment where nothing would be seen of it."""
        encoded = self.encode(name, text)
        if encoded:
            self.fields[name] = encoded
        if not encoded or (name == "langid" and not says_exactly(text)):
            self.left_fields[variable] = text

    def set_names(self, name: str, role: str) -> None:
        """Write the names of a CSL role as field `name`; keep them where the notation loses parts."""
        names = self.record.names[role]
        self.fields[name] = write_names(names, extended=self.is_biblatex, ascii_only=self.ascii_only)
        if not names_are_exact(names, extended=self.is_biblatex):
            self.leave_names(role)

    def leave_names(self, role: str) -> None:
        """Keep the names of a role for the comment."""
        self.left_names[role] = names_as_json(self.record.names[role])

    def derive(self, name: str, text: str) -> None:
        """Write a field that the record does not have, for a style's sake."""
        self.fields[name] = self.encode(name, text)
        self.derived.append(name)

    def encode(self, name: str, text: str) -> str:
        """Return plain text as the value of field `name`, by the rule for that kind of field."""
        if name in _VERBATIM:
            return verbatim(text, ascii_only=self.ascii_only)
        if name in _RANGES or (name == "number" and self.entry_type in {"article", "periodical"}):
            return number_range(text, ascii_only=self.ascii_only)
        if name == "langid":
            return babel_name(text)
        encoded = prose(text, protect_capitals=name in _TITLES, ascii_only=self.ascii_only)
        return f"{{{encoded}}}" if name in _LISTS and _AND.search(encoded) else encoded

    def leftovers(self) -> dict[str, Any]:
        """Return what the comment has to keep."""
        record = self.record
        return {
            "type": "" if read_as(self.entry_type) == record.type else record.type,
            "names": self.left_names,
            "dates": self.left_dates,
            "fields": self.left_fields,
            "extra": {name: record.extra[name] for name in sorted(record.extra) if record.extra[name]},
            "derived": self.derived,
        }


def in_order(names: Iterable[str], order: Iterable[str]) -> list[str]:
    """Return `names` in the given order, those not in it after them by alphabet, so that bytes never depend on chance."""
    present = set(names)
    known = [name for name in order if name in present]
    return known + sorted(present.difference(known))
