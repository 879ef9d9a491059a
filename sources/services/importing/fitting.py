"""From a record of any format to one that the database can hold: what it cannot is kept in ``extra``, with a warning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from sources.formats.entries import Entry, Fault
from sources.formats.plain_text import clean
from sources.formats.record import CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record, Title
from sources.identifiers import SCHEMES
from sources.models import Contribution, Document, Identifier, TitleVariant
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS, IDENTIFIER_VARIABLES

#: CSL variable -> how many characters its column holds; variables without a column have no limit.
_LONGEST: Mapping[str, int] = {
    variable: length
    for column, variable in {**FIELD_COLUMNS, **DATE_COLUMNS}.items()
    if (length := getattr(Document._meta.get_field(column), "max_length", None)) is not None
}
_NAME_PARTS: Mapping[str, int] = {
    part: getattr(Contribution._meta.get_field(part), "max_length", 0)
    for part in ("family", "given", "particle", "dropping_particle", "suffix", "literal")
}
_LONGEST_IDENTIFIER: int = getattr(Identifier._meta.get_field("value"), "max_length", 0)
_LONGEST_LANGUAGE: int = getattr(TitleVariant._meta.get_field("language"), "max_length", 0)
#: Of the names in one role: the column counts them in a smallint.
_MOST_NAMES = 32_000
_LONG = frozenset({"abstract", "annote", "note"})
_KNOWN = frozenset(CSL_FIELDS)
#: PostgreSQL holds no NUL and no half of a surrogate pair; other controls nobody can see or type.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_KEPT = "It is kept as it is under extra."

_is_url = URLValidator(schemes=["http", "https", "ftp", "ftps"])


class Fitting:
    """One entry's record while what the database cannot hold is taken out of it."""

    def __init__(self, entry: Entry, record: Record) -> None:
        self._line = entry.line
        self._record = record
        self._extra = dict(record.extra)
        self.warnings: list[Fault] = []

    def fitted(self) -> Record:
        """Return the record as it will be stored and described."""
        record = self._with_addresses()
        identifiers = {scheme: self._values(scheme, values) for scheme, values in record.identifiers.items()}
        return replace(
            record,
            type=self._type(),
            names={role: names for role, given in record.names.items() if (names := self._names(role, given))},
            dates={name: date for name, date in record.dates.items() if self._fits(name, date)},
            fields={name: fit for name, text in record.fields.items() if (fit := self._text(name, text))},
            identifiers={scheme: values for scheme, values in identifiers.items() if values},
            titles=self._titles() if record.titles else (),
            extra=self._extra_texts(),
        )

    def warn(self, field: str, message: str) -> None:
        """Say what does not prevent the entry from being taken."""
        self.warnings.append(Fault(self._line, field, message))

    def keep(self, field: str, raw: str) -> None:
        """Keep a value that no column holds; several of one name become ``name``, ``name 2``, ..."""
        name, number = field, 1
        while self._extra.get(name, raw) != raw:
            number += 1
            name = f"{field} {number}"
        self._extra[name] = raw

    def _type(self) -> str:
        kind = self._record.type
        if kind in CSL_TYPES:
            return kind
        self.keep("type", kind)
        self.warn("type", f"{kind!r} is no type of CSL 1.0.2: the document is of no particular type. {_KEPT}")
        return "document"

    def _text(self, name: str, text: str) -> str:
        fit = text if text.isascii() and text.isprintable() else self._without_controls(name, text)
        if name not in _KNOWN:
            self.keep(name, fit)
            self.warn(name, f"CSL 1.0.2 has no variable {name}. {_KEPT}")
            return ""
        if name in IDENTIFIER_VARIABLES.values() and name != "URL":
            scheme = name.lower()
            return " ".join(self._values(scheme, fit.split() if name in {"ISBN", "ISSN"} else [fit]))
        return fit if self._fits(name, fit) else ""

    def _without_controls(self, name: str, text: str) -> str:
        if _UNFIT.search(text):
            self.keep(name, _visible(text))
            self.warn(name, "It holds control characters. They are left out; under extra it is kept with them written as \\u....")
        return _by_line(_UNFIT.sub("", text)) if name in _LONG else clean(text)

    def _fits(self, name: str, text: str) -> bool:
        longest = _LONGEST.get(name)
        if longest is None or len(text) <= longest:
            return True
        self.keep(name, text)
        self.warn(name, f"It has {len(text)} characters and at most {longest} are held. {_KEPT}")
        return False

    def _with_addresses(self) -> Record:
        """The record with those of its web addresses that are some: one as its URL, the others as identifiers."""
        record = self._record
        others = record.identifiers.get("url", ())
        if not others and "URL" not in record.fields:
            return record
        given = [record.text("URL"), *sorted(others)]
        first, *rest = [*dict.fromkeys(url for url in given if url and self._fits("URL", url) and self._is_address(url)), ""]
        fields = {**record.fields, "URL": first}
        return replace(record, fields=fields, identifiers={**record.identifiers, "url": tuple(url for url in rest if url)})

    def _is_address(self, url: str) -> bool:
        try:
            _is_url(url)
        except ValidationError:
            self.keep("URL", url)
            self.warn("URL", f"{url[:100]!r} is no web address that can be opened. {_KEPT}")
            return False
        return True

    def _values(self, scheme: str, values: Iterable[str]) -> tuple[str, ...]:
        fit = []
        for value in values:
            bare = clean(value)
            if scheme not in SCHEMES:
                self.keep(scheme, bare)
                self.warn(scheme, f"{scheme} is no scheme of identifiers that is known here. {_KEPT}")
            elif len(bare) > _LONGEST_IDENTIFIER:
                self.keep(scheme, bare)
                self.warn(scheme, f"It has {len(bare)} characters and at most {_LONGEST_IDENTIFIER} are held. {_KEPT}")
            elif bare and bare not in fit:
                fit.append(bare)
        return tuple(fit)

    def _names(self, role: str, given: tuple[Name, ...]) -> tuple[Name, ...]:
        if role not in CSL_ROLES:
            self.keep(role, "; ".join(map(_whole_name, given)))
            self.warn(role, f"CSL 1.0.2 has no role {role}. {_KEPT}")
            return ()
        names = [fit for name in given if (fit := self._name(role, name))]
        if len(names) > _MOST_NAMES:
            self.keep(role, "; ".join(map(_whole_name, names[_MOST_NAMES:])))
            self.warn(role, f"Of {len(names)} names the first {_MOST_NAMES} are taken. The others are kept under extra.")
        return tuple(names[:_MOST_NAMES])

    def _name(self, role: str, name: Name) -> Name | None:
        if not name.literal and name.family and _is_plain(name):
            return name
        fit = _cleaned(name)
        if all(len(getattr(fit, part)) <= longest for part, longest in _NAME_PARTS.items()):
            return fit if fit else None
        whole = _whole_name(fit)
        self.keep(role, whole)
        self.warn(role, f"The name {whole[:60]!r}... is longer than a name here can be. {_KEPT}")
        return None

    def _titles(self) -> tuple[Title, ...]:
        fit: dict[tuple[str, str], Title] = {}
        for title in self._record.titles:
            text = clean(title.text)
            place = (title.form, title.language)
            if title.form in TitleVariant.Form.values and len(title.language) <= _LONGEST_LANGUAGE and text and place not in fit:
                fit[place] = Title(title.form, title.language, text)
            elif text and fit.get(place) != Title(title.form, title.language, text):
                self.keep(f"title ({title.form} {title.language})".replace(" )", ")"), text)
                self.warn("title", f"A second title of form {title.form!r} and language {title.language!r}, or an unknown form. {_KEPT}")
        return tuple(fit.values())

    def _extra_texts(self) -> dict[str, str]:
        return {_visible(str(name)): _visible(str(text)) for name, text in self._extra.items()}


def _is_plain(name: Name) -> bool:
    parts = (name.family, name.given, name.particle, name.dropping_particle, name.suffix)
    return all(len(part) <= 60 and part.isprintable() for part in parts)


def _cleaned(name: Name) -> Name:
    """Return a name without controls, in parts with a family name or whole: what the authority records can be."""
    parts = {part: clean(getattr(name, part)) for part in _NAME_PARTS}
    if parts["literal"]:
        return Name(literal=parts["literal"])
    if parts["family"]:
        return Name(**parts)
    return Name(literal=_whole_name(Name(**parts)))


def _whole_name(name: Name) -> str:
    parts = (name.given, name.dropping_particle, name.particle, name.family, name.suffix)
    return name.literal or " ".join(part for part in parts if part)


def _by_line(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _visible(text: str) -> str:
    """Return the text with what a database cannot hold written as an escape."""
    if text.isprintable():
        return text
    escape: Callable[[re.Match[str]], str] = lambda found: f"\\u{ord(found[0]):04x}"  # noqa: E731 - one use, typed
    return _UNFIT.sub(escape, text)
