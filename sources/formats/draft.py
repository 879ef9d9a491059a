"""A record in the making: what a reader finds goes in, and what is faulty is kept as it was written, with a warning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from sources.formats import dates
from sources.formats.entries import Entry, Fault
from sources.formats.plain_text import clean
from sources.formats.record import Name, Record, Title
from sources.identifiers import SCHEMES, normalise

#: CSL variable -> scheme by whose rule its values are checked.
_CHECKED = {"DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid", "URL": "url"}
#: Variables that hold several identifiers, one space between them.
_SEVERAL = frozenset({"ISBN", "ISSN"})
_BETWEEN = re.compile(r"\s*[;,]\s*|\s+(?=97[89]|[0-9]{4}-[0-9]{3}[0-9Xx]\b)")
#: What no database holds: NUL, and halves of characters.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
#: Variables whose line breaks mean something.
_LONG = frozenset({"abstract", "annote", "note"})


class Draft:
    """One entry of a file while its fields are read.

    Every method that takes ``field`` and ``line`` names with them where in the file the value stands; a value that is not fit goes
    raw into ``extra`` under ``field``, and a warning says so.
    """

    def __init__(self, key: str, line: int) -> None:
        self.key = _fit(key)
        self.line = line
        self.type = "document"
        self.part_of = ""
        self.original = ""
        self.fields: dict[str, str] = {}
        self.dates: dict[str, str] = {}
        self.names: dict[str, tuple[Name, ...]] = {}
        self.identifiers: dict[str, list[str]] = defaultdict(list)
        self.titles: list[Title] = []
        self.extra: dict[str, str] = {}
        self.errors: list[Fault] = []
        self.warnings: list[Fault] = []

    def set_text(self, variable: str, text: str, *, field: str, line: int, raw: str | None = None) -> None:
        """Set a CSL string or number variable; a further value for one that is set already is kept in ``extra``.

        Args:
            variable: One of ``CSL_FIELDS``.
            text: Plain text.
            field: The field's name in the file.
            line: Its line.
            raw: The value as written, where that is not ``text``.
        """
        written = text if raw is None else raw
        if not text.strip():
            return
        if variable in self.fields:
            self.keep(field, written)
        elif variable in _CHECKED:
            self._set_identifier(variable, text, field=field, line=line, raw=written)
        else:
            self.fields[variable] = _fit(text).strip() if variable in _LONG else clean(text)

    def add_identifier(self, scheme: str, value: str, *, field: str, line: int) -> None:
        """Add an identifier of a scheme that CSL has no variable for."""
        try:
            normal = normalise(scheme, value) if scheme in SCHEMES else value
        except ValueError as error:
            self._refuse(field, line, value, str(error))
            return
        if normal not in self.identifiers[scheme]:
            self.identifiers[scheme].append(normal)

    def set_date(self, variable: str, edtf: str, *, field: str, line: int, raw: str | None = None) -> None:
        """Set a CSL date variable from an EDTF string."""
        written = edtf if raw is None else raw
        if variable in self.dates:
            self.keep(field, written)
            return
        try:
            self.dates[variable] = dates.validate(edtf)
        except ValueError as error:
            self._refuse(field, line, written, str(error))

    def add_names(self, role: str, names: Iterable[Name]) -> None:
        """Add people and organisations in a CSL role, after those it has."""
        self.names[role] = (*self.names.get(role, ()), *(name for name in names if name))

    def keep(self, field: str, raw: str) -> None:
        """Keep a value that no field holds; several of one name become ``name``, ``name 2``, ..."""
        field, raw = _fit(field), _fit(raw)
        name, number = field, 1
        while self.extra.get(name, raw) != raw:
            number += 1
            name = f"{field} {number}"
        self.extra[name] = raw

    def warn(self, field: str, line: int, message: str) -> None:
        """Say that something is wrong that does not prevent the reading."""
        self.warnings.append(Fault(line, field, message))

    def fail(self, field: str, line: int, message: str) -> None:
        """Say why the entry cannot be taken."""
        self.errors.append(Fault(line, field, message))

    def finish(self) -> Entry:
        """Return the entry: without a record where something made it fail."""
        record = Record(
            key=self.key,
            type=self.type,
            names={role: names for role, names in self.names.items() if names},
            dates=self.dates,
            fields=self.fields,
            identifiers={scheme: tuple(values) for scheme, values in self.identifiers.items() if values},
            titles=tuple(self.titles),
            part_of=self.part_of,
            original=self.original,
            extra=self.extra,
        )
        return Entry(self.line, self.key, None if self.errors else record, tuple(self.errors), tuple(self.warnings))

    def _set_identifier(self, variable: str, text: str, *, field: str, line: int, raw: str) -> None:
        parts = [part for part in _BETWEEN.split(text.strip()) if part] if variable in _SEVERAL else [text]
        normal: list[str] = []
        for part in parts:
            try:
                normal.append(normalise(_CHECKED[variable], part))
            except ValueError as error:
                self._refuse(field, line, raw if len(parts) == 1 else part, str(error))
        if normal:
            self.fields[variable] = " ".join(dict.fromkeys(normal))

    def _refuse(self, field: str, line: int, raw: str, why: str) -> None:
        self.keep(field, raw)
        self.warn(field, line, f"{why} It is kept as it is under extra.")


def _fit(text: str) -> str:
    """Return text that can be stored, the replacement character in place of what cannot."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
