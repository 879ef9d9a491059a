"""An entry in the making: fields already encoded, and what is left over for the comment after it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sources.formats.babel_languages import babel_name
from sources.formats.bibtex.entry_types import read_as
from sources.formats.bibtex.fields import IDENTIFIERS, KNOWN, LONG, ROLES
from sources.formats.bibtex.labels import in_letters, is_cut_apart
from sources.formats.bibtex.left_fields import field_text, is_normal
from sources.formats.bibtex.names import is_read_back, write_names, write_plain_names
from sources.formats.bibtex.names_of_entries import OTHERS
from sources.formats.bibtex.plain_values import verbatim as read_verbatim
from sources.formats.draft import Draft
from sources.formats.latex.encoding import number_range, prose, verbatim
from sources.formats.leftovers import names_as_json
from sources.formats.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sources.formats.record import Record

#: Fields whose capitals a style may take away.
_TITLES = frozenset({"booktitle", "origtitle", "shorttitle", "title", "titleaddon"})
#: Fields that are read as lists joined with " and ".
_LISTS = frozenset({"address", "institution", "location", "organization", "origlocation", "origpublisher", "publisher", "school"})
_VERBATIM = frozenset({"doi", "eprint", "url"})
_RANGES = frozenset({"issue", "pages", "volume"})
_AND = re.compile(r"\band\b", re.IGNORECASE)
#: Text of which every reader makes the same text.
_SURE = re.compile(r"[A-Za-z0-9.,:;()/?!]++(?: [A-Za-z0-9.,:;()/?!]++)*+")
_SURE_RANGE = re.compile(r"[0-9]++-[0-9]++")
#: A field that no program gives a meaning to, and a value that none can misread.
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_+-]*")
_FIELD_VALUE = re.compile(r"(?:[^{}\x00-\x1f\x7f-\x9f\u2028\u2029]|\{[^{}\x00-\x1f\x7f-\x9f\u2028\u2029]*+\})++")
_ENTRY_HEAD = re.compile(r"@\s*\w+\s*[{(]")
_LONGEST_EXTRA = 10_000


@dataclass(slots=True)
class BibEntry:
    """One entry: its type, its fields in the order they were set, and its leftovers: what a reader would not get from the fields."""

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
        """Write the CSL variable as field `name`; keep it for the comment too where it would not be read back as it is."""
        encoded = self.encode(name, text)
        if encoded:
            self.fields[name] = encoded
        if not _is_read_back(name, variable, encoded, text):
            self.left_fields[variable] = text

    def set_names(self, name: str, role: str) -> None:
        """Write the names of a CSL role as field `name`; keep them where the notation loses parts."""
        names = self.record.names[role]
        plain = write_plain_names(names)
        written = write_names(names, extended=self.is_biblatex, ascii_only=self.ascii_only) if plain is None else plain
        self.fields[name] = f"{written} and others" if role in self._with_others() else written
        if plain is None and not is_read_back(names, written):
            self.leave_names(role)

    def leave_names(self, role: str) -> None:
        """Keep the names of a role for the comment."""
        self.left_names[role] = names_as_json(self.record.names[role])

    def derive(self, name: str, text: str) -> None:
        """Write a field that the record does not have, for a style's sake."""
        self.fields[name] = self.encode(name, text)
        self.derived.append(name)

    def set_arxiv(self, type_field: str, type_name: str) -> None:
        """Write the first arXiv identifier."""
        values = self.record.identifiers.get("arxiv", ())
        if values:
            self.fields["eprint"] = self.encode("eprint", values[0])
            self.fields[type_field] = type_name

    def set_extra(self) -> None:
        """Write what other programs carried in fields of their own as such fields, as it is."""
        for name, raw in sorted(self.record.extra.items()):
            if _is_plain_field(name, raw) and not (self.ascii_only and not raw.isascii()):
                self.fields[name] = raw

    def encode(self, name: str, text: str) -> str:
        """Return plain text as the value of field `name`, by the rule for that kind of field."""
        if name in _VERBATIM:
            return verbatim(text, ascii_only=self.ascii_only)
        if name in _RANGES or (name == "number" and self.entry_type in {"article", "periodical"}):
            return number_range(text, ascii_only=self.ascii_only)
        if name == "langid":
            return babel_name(text)
        encoded = prose(text, protect_capitals=name in _TITLES, ascii_only=self.ascii_only)
        braced = f"{{{encoded}}}" if name in _LISTS and _AND.search(encoded) else encoded
        if name == "organization" and not self.is_biblatex and is_cut_apart(braced.removeprefix("The ")):
            # The style alpha makes labels of organisations, and passes over their article.
            return in_letters(_AND.sub(r"{\g<0>}", encoded))
        return braced

    def leftovers(self) -> dict[str, Any]:
        """Return what the comment has to keep."""
        record = self.record
        return {
            "type": "" if read_as(self.entry_type) == record.type else record.type,
            "names": self.left_names,
            "dates": self.left_dates,
            "fields": self.left_fields,
            "identifiers": self._left_identifiers(),
            "titles": [_without_empty(asdict(title)) for title in record.titles],
            "part_of": record.part_of,
            "original": record.original,
            "extra": self._left_extra(),
            "derived": self.derived,
        }

    def _with_others(self) -> list[str]:
        return self.record.extra.get(OTHERS, "").split(" ")

    def _left_identifiers(self) -> dict[str, tuple[str, ...]]:
        """Return the identifiers of all schemes but those of which the one value is read back from `eprint`."""
        left = {scheme: values for scheme, values in sorted(self.record.identifiers.items()) if values}
        arxiv = left.get("arxiv", ())
        if len(arxiv) == 1 and "eprint" in self.fields and _reads_arxiv(self.fields["eprint"]) == arxiv[0]:
            del left["arxiv"]
        return left

    def _left_extra(self) -> dict[str, str]:
        extra = self.record.extra
        if not extra:
            return {}
        left = {name: extra[name] for name in sorted(extra) if extra[name] and self.fields.get(name) != extra[name]}
        left |= {name: extra[name] for name in sorted(KNOWN & extra.keys()) if extra[name]}
        read = [role for role in dict.fromkeys(ROLES.values()) if role in self._with_others() and self._is_read(role)]
        if left.get(OTHERS) == " ".join(read):
            del left[OTHERS]
        return left

    def _is_read(self, role: str) -> bool:
        """Whether a reader takes the names of a role from a field."""
        return role not in self.left_names and self.record.has_names(role)


def in_order(names: Iterable[str], order: Iterable[str]) -> list[str]:
    """Return `names` in the given order, those not in it after them by alphabet, so that bytes never depend on chance."""
    present = set(names)
    known = [name for name in order if name in present]
    return known + sorted(present.difference(known))


def _is_read_back(name: str, variable: str, encoded: str, text: str) -> bool:
    """Whether a reader makes `text` of the encoded value of a field."""
    if name in IDENTIFIERS:
        if encoded == text and is_normal(variable, text):
            return True
        draft = Draft("", 0)
        draft.set_text(variable, read_verbatim(encoded), field=name, line=0)
        return draft.fields.get(variable) == text
    if _is_sure(name, encoded, text):
        return True
    found = field_text(name, encoded)
    if name == "howpublished" and found.text.startswith("http"):
        return False
    return found.is_exact and (found.text.strip() if name in LONG else clean(found.text)) == text


def _is_sure(name: str, encoded: str, text: str) -> bool:
    """Whether it is plain that every reader makes the text of its encoding: most are words, of which some are in braces."""
    if name in {"type", "howpublished"}:
        return False
    if _SURE_RANGE.fullmatch(text):
        return encoded in {text, text.replace("-", "--")} and name in _RANGES
    return encoded.replace("{", "").replace("}", "") == text and bool(_SURE.fullmatch(text))


def _reads_arxiv(encoded: str) -> str:
    draft = Draft("", 0)
    draft.add_identifier("arxiv", read_verbatim(encoded), field="eprint", line=0)
    return next(iter(draft.identifiers.get("arxiv", ())), "")


def _is_plain_field(name: str, raw: str) -> bool:
    """Whether a raw value may stand in a field of its own, and is read back from there as it is."""
    is_name = bool(_FIELD_NAME.fullmatch(name)) and name not in KNOWN
    is_value = len(raw) <= _LONGEST_EXTRA and raw == raw.strip() and bool(_FIELD_VALUE.fullmatch(raw))
    return is_name and is_value and not _ENTRY_HEAD.search(raw)


def _without_empty(parts: dict[str, str]) -> dict[str, str]:
    return {part: text for part, text in parts.items() if text}
