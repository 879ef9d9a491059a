"""An entry on its way into the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from sources.formats.entries import Fault
from sources.formats.record import Name, Record
from sources.models.documents import IDENTIFIER_VARIABLES
from sources.services.importing.outcome import Result

_NO_NAME = Name()


@dataclass(slots=True)
class Incoming:
    """One entry that could be read, and what is found out about it."""

    #: Place among the file's entries, from 0.
    number: int
    #: In the file, from 1.
    line: int
    #: The file's own key; "" if it has none.
    key: str
    #: As it will be stored and described; `part_of` and `original` are citation keys here once they are resolved.
    record: Record
    warnings: list[Fault] = field(default_factory=list)

    #: Primary keys of the whole and the original; None where there is none.
    part_of_id: int | None = None
    original_id: int | None = None
    #: The document that it became or was found to be, and that one's citation key.
    document_id: int = 0
    citation_key: str = ""
    result: Result = "created"
    #: Scheme and value of every identifier, in order.
    identifiers: list[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.identifiers = identifiers_of(self.record)

    def warn(self, field: str, message: str) -> None:
        """Say what did not prevent the entry from being taken."""
        self.warnings.append(Fault(self.line, field, message))


def leader_of(record: Record) -> Name:
    """Return whoever a work stands under: its first author, else editor, else the first who is named."""
    for role in ("author", "editor"):
        if names := record.names.get(role):
            return names[0]
    return next((names[0] for _, names in sorted(record.names.items()) if names), _NO_NAME)


def digest_of(name: Name) -> str:
    """Return the digest by which equal names are found; ``import_person`` holds the same of names in the database."""
    parts = (name.family, name.given, name.particle, name.dropping_particle, name.suffix, name.literal)
    return hashlib.md5("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()


def identifiers_of(record: Record) -> list[tuple[str, str]]:
    """Return scheme and value of every identifier of a record, in order; the web address is no identifier but a field."""
    found = {(scheme, value) for scheme, values in record.identifiers.items() for value in values}
    for scheme, variable in IDENTIFIER_VARIABLES.items():
        text = record.fields.get(variable, "")
        if text and variable != "URL":
            found |= {(scheme, value) for value in (text.split() if variable in {"ISBN", "ISSN"} else (text,))}
    return sorted(found)
