"""The fields of an entry while they are read: what is taken is gone, and what is left in the end is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sources.formats.babel_languages import language_tag
from sources.formats.bibtex.fields import GENRES, IDENTIFIERS, LONG, PROSE, RANGES
from sources.formats.bibtex.plain_values import decoded, decoded_paragraphs, number_range, verbatim
from sources.formats.bibtex.raw import RawEntry
from sources.formats.draft import Draft
from sources.formats.latex.decoding import Decoded
from sources.formats.plain_text import clean

#: Most addresses and DOIs are in normal form already, which takes longer to find out by making it.
_NORMAL = {
    "DOI": re.compile(r"10\.[0-9]{4,9}/(?:[a-z0-9]++[._-]?)++(?<![._-])"),
    "URL": re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2}){0,200}(?:\?[A-Za-z0-9._~&=/-]{1,200})?"),
}
#: The address of any program that resolves DOIs.
_RESOLVER = re.compile(r"\Ahttps?://[^/\s]+/(?:doi/(?:abs/|full/|pdf/)?)?(?=10\.)", re.IGNORECASE)


def is_normal(variable: str, value: str) -> bool:
    """Whether a value of a checked variable is in its normal form for certain."""
    return variable in _NORMAL and bool(_NORMAL[variable].fullmatch(value))


def field_text(name: str, value: str) -> Decoded:
    """Return the plain text of a field's raw value, by the rule for that field. The writers ask it what a reader gets."""
    if name in RANGES:
        return number_range(value)
    if name in LONG:
        found = decoded_paragraphs(value)
        return Decoded(found.text.strip(), found.is_exact)
    if name == "type" and (genre := GENRES.get(value.strip().lower())):
        return Decoded(genre, is_exact=True)
    if name in IDENTIFIERS:
        return Decoded(verbatim(value), is_exact=True)
    if name == "langid":
        return Decoded(language_tag(value), is_exact=True)
    return decoded(value)


class LeftFields:
    """The fields of one entry that have not been read yet, and the draft that takes what they say."""

    def __init__(self, raw: RawEntry, draft: Draft, given: Collection[str], derived: Collection[str]) -> None:
        self.draft = draft
        self.entry_type = raw.type
        #: CSL variables, roles and schemes that are known from elsewhere.
        self.given = frozenset(given)
        self._raw = raw
        self._present = raw.fields.keys()
        self._left = {name: value for name, value in raw.fields.items() if name not in derived and value.strip()}

    def has(self, name: str) -> bool:
        """Whether the entry has the field at all, be it derived."""
        return name in self._present

    def among(self, names: Iterable[str]) -> list[str]:
        """Return those of the names that are left, in the order given."""
        return [name for name in names if name in self._left]

    def get(self, name: str) -> str:
        """Return the raw value of a field that is left, or ""."""
        return self._left.get(name, "")

    def take(self, name: str) -> str:
        """Return the raw value of a field that is left, or "", and count it as read."""
        return self._left.pop(name, "")

    def line(self, name: str) -> int:
        """Return the line of a field."""
        return self._raw.lines.get(name, self._raw.line)

    def set_text(self, name: str, variable: str) -> None:
        """Set a CSL variable from a field of prose or numbers."""
        raw = self._left.pop(name, "")
        if raw and variable not in self.given:
            self._set(name, variable, raw, field_text(name, raw))

    def set_joined_text(self, name: str, subname: str, variable: str) -> None:
        """Set a CSL variable from a title and its subtitle, a colon between them."""
        if not self.get(name):
            return
        raw = self.take(name)
        subtitle = self.take(subname)
        if variable in self.given:
            return
        if variable in self.draft.fields:
            self.draft.keep(name, raw.strip())
            if subtitle:
                self.draft.keep(subname, subtitle.strip())
            return
        self._set(name, variable, raw, field_text(name, raw))
        if subtitle and variable in self.draft.fields:
            found = decoded(subtitle)
            self.draft.fields[variable] += f"{'' if self.draft.fields[variable].endswith(':') else ':'} {clean(found.text)}"
            if not found.is_exact:
                self.draft.keep(f"{subname} (LaTeX)", subtitle.strip())

    def set_identifier(self, name: str, variable: str) -> None:
        """Set a CSL variable that is checked, from a field that is not decoded."""
        raw = self._left.pop(name, "")
        if raw and variable not in self.given:
            value = verbatim(raw)
            if variable not in self.draft.fields and is_normal(variable, value):
                self.draft.fields[variable] = value
                return
            if variable == "DOI":
                value = _RESOLVER.sub("", value)
            self.draft.set_text(variable, value, field=name, line=self.line(name), raw=raw.strip())

    def set_prose(self) -> None:
        """Set the CSL variables of all fields that say one whatever the entry type, in the order of the file."""
        for name in [name for name in self._left if name in PROSE]:
            self.set_text(name, PROSE[name])

    def keep_all(self) -> None:
        """Keep the fields that nothing has read, and those that repeat."""
        for name, raw in self._left.items():
            self.draft.keep(name, raw.strip())
        for name, raw in self._raw.repeated:
            if raw.strip():
                self.draft.keep(name, raw.strip())

    def _set(self, name: str, variable: str, raw: str, found: Decoded) -> None:
        is_free = variable not in self.draft.fields
        self.draft.set_text(variable, found.text, field=name, line=self.line(name), raw=raw.strip())
        if is_free and not found.is_exact:
            self.draft.keep(f"{name} (LaTeX)", raw.strip())
