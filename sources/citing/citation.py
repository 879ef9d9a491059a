"""What a printed citation says of the work it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sources.formats.record import Name

#: Longer ones are kept as they are printed and not read: no citation is that long, and reading must not take for ever.
LONGEST = 4000

_YEAR = re.compile(r"-?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of one citation; what could not be told is absent, never guessed."""

    #: Authors, or editors where the work stands under them, in the printed order.
    names: tuple[Name, ...] = ()
    #: CSL variable -> text: title, container-title, issued (EDTF), volume, issue, page, publisher, publisher-place, edition, DOI, ...
    fields: Mapping[str, str] = field(default_factory=dict)
    #: CSL label and printed value of the place cited: ("page", "12-13"); empty where the whole work is meant.
    locator: tuple[str, str] = ("", "")
    #: CSL variable, "names" or "locator" -> how sure the reading is, from 0 to 1: by the shape that told it.
    confidence: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names or self.fields)

    @property
    def year(self) -> str:
        """The first year of issue; "" where none is printed."""
        found = _YEAR.match(self.fields.get("issued", ""))
        return found[0] if found else ""

    @property
    def title(self) -> str:
        """The title as printed; "" where none is."""
        return self.fields.get("title", "")


class Reading:
    """The parts of a citation while they are being read."""

    def __init__(self) -> None:
        self.names: tuple[Name, ...] = ()
        self.fields: dict[str, str] = {}
        self.locator = ("", "")
        self.confidence: dict[str, float] = {}

    def put(self, name: str, value: str, confidence: float) -> None:
        """Note a field unless it is empty or known already."""
        if value and name not in self.fields:
            self.fields[name] = value
            self.confidence[name] = confidence

    def name(self, names: tuple[Name, ...], confidence: float) -> None:
        """Note those under whom the work stands."""
        if names and not self.names:
            self.names = names
            self.confidence["names"] = confidence

    def place(self, label: str, value: str, confidence: float) -> None:
        """Note the place cited."""
        if value and not self.locator[1]:
            self.locator = (label, value)
            self.confidence["locator"] = confidence

    def done(self) -> Citation:
        """Return what was read."""
        return Citation(self.names, dict(self.fields), self.locator, dict(self.confidence))
