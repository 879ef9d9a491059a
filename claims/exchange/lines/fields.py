"""How the fields of a record are declared, and an object held against them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.formats.entries import Fault

_WORDS = {str: "a text", int: "a whole number", dict: "an object", list: "a list", bool: "true or false"}


@dataclass(frozen=True)
class Field:
    """One field of a record."""

    kinds: tuple[type, ...] = (str,)
    #: What to do when it is not there; "" where it may be left out.
    missing: str = ""
    default: Any = ""
    choices: Collection[str] = ()
    #: Of a text, in characters.
    longest: int = 10_000_000
    #: Returns what is wrong with a value, "" when it is fit.
    check: Callable[[Any], str] = field(default=lambda _: "")

    def fault(self, value: Any) -> str:
        """Return what is wrong with a value; "" when it is fit."""
        if (isinstance(value, bool) and bool not in self.kinds) or not isinstance(value, self.kinds):
            return f"Write {' or '.join(_WORDS[kind] for kind in self.kinds)} here, not {_shown(value)}."
        if self.choices and value not in self.choices:
            return f"{_shown(value)} is none of: {', '.join(self.choices)}."
        if isinstance(value, str) and len(value) > self.longest:
            return f"At most {self.longest:,} characters fit here; these are {len(value):,}."
        return self.check(value)


class FieldReader:
    """Holds objects of one line against declared fields and gathers the faults."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.faults: list[Fault] = []

    def refuse(self, place: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.line, place, message))

    def read(
        self, content: Mapping[str, Any], fields: Mapping[str, Field], *, place: str = "", ignored: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the value of every field, its default where it is left out or null.

        Args:
            content: The object.
            fields: What it may have.
            place: Where it stands in the line, for example ``evidence[0]``; "" for the line itself.
            ignored: Names that are allowed and mean nothing here.
        """
        for name in content.keys() - fields.keys() - set(ignored):
            self.refuse(within(place, name), f"There is no such field. There are: {', '.join(fields)}.")
        return {name: self._one(content.get(name), one, within(place, name)) for name, one in fields.items()}

    def objects(self, values: Sequence[Any], place: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the objects of a list with their places; note what is none."""
        found = []
        for at, value in enumerate(values):
            if isinstance(value, dict):
                found.append((f"{place}[{at}]", value))
            else:
                self.refuse(f"{place}[{at}]", f"Write an object here, not {_shown(value)}.")
        return found

    def _one(self, value: Any, declared: Field, place: str) -> Any:
        if value is None:
            if declared.missing:
                self.refuse(place, f"It is missing. {declared.missing}")
            return declared.default
        fault = declared.fault(value)
        if fault:
            self.refuse(place, fault)
            return declared.default
        return value


def within(place: str, name: str) -> str:
    """The name of a field at a place of the line; the place is "" for the line itself."""
    return f"{place}.{name}" if place else name


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"“{value if len(value) <= 60 else value[:59] + '…'}”"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return str(value)[:60]
