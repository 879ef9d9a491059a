"""Entries as they stand in a file: type, key and fields with their macros put in, nothing decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sources.formats.bibtex.values import (
    LONGEST_VALUE,
    MONTHS,
    NAME,
    Macros,
    MissingValueError,
    RefusedValueError,
    UnclosedValueError,
    closing_brace,
    read_value,
)
from sources.formats.entries import Fault

#: No entry is longer, in characters.
LONGEST_ENTRY: Final = 8_000_000
#: An entry of more fields, or with more to warn of, is refused.
MOST_FIELDS: Final = 1000
MOST_WARNINGS: Final = 100

_INNER: Final = r"(?>[^{}]++|\{(?>[^{}]++|\{(?>[^{}]++|\{[^{}]*+\})*+\})*+\})*+"
_BETWEEN = re.compile(r"(?:[\s,]++|%[^\n]*+)*+")
#: A field whose value is in one piece, with what separates it from the next. Deeper braces and `#` are read step by step.
_FIELD = re.compile(
    rf"""(?:[\s,]++|%[^\n]*+)*+
    ({NAME}++)\s*+=\s*+
    (?:\{{({_INNER})\}}|"((?>[^{{}}"]++|\{{{_INNER}\}})*+)"|([0-9]++)|((?![0-9]){NAME}++))
    \s*+(?:,|(?=[}})]))""",
    re.VERBOSE,
)
_FIELD_NAME = re.compile(rf"({NAME}++)\s*+=\s*+")
_KEY = re.compile(r"\s*+([^,{}\n]*+)")
_KEY_IN_PARENTHESES = re.compile(r"\s*+([^,(){}\n]*+)")
_NO_KEY = re.compile(rf"\s*+{NAME}++\s*+=")
_KEY_WITHOUT_COMMA = re.compile(rf"\s*+([^\s,{{}}]++)\s++(?={NAME}++\s*+=)")
_JUNK = re.compile(r"[^,{}()]*+")
_COMMA = re.compile(r"\s*+,")
_MACRO = 5


class UnreadableEntryError(ValueError):
    """So much is wrong in an entry, or it is so large, that reading on makes no sense."""


@dataclass(slots=True)
class RawEntry:
    """One entry as it stands in the file."""

    #: Line of its ``@``, from 1.
    line: int
    #: In lower case.
    type: str
    key: str
    #: Name in lower case -> value with macros and ``#`` resolved; the first where a name repeats.
    fields: dict[str, str] = field(default_factory=dict)
    #: Name -> line.
    lines: dict[str, int] = field(default_factory=dict)
    #: Further values of fields that repeat.
    repeated: list[tuple[str, str]] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


class EntryParser:
    """Reads the one entry that begins at the head given."""

    def __init__(self, text: str, head: re.Match[str], limit: int, line: int, macros: Macros) -> None:
        self._text = text
        self._limit = limit
        self._macros = macros
        self._closer = "}" if head[2] == "{" else ")"
        self._at = head.end()
        self._line = line
        self._start = self._counted = head.start()
        #: The field whose value is being read.
        self._name = ""
        #: Where it ends; meaningful once it has been read.
        self.end = limit
        #: Whether it is closed before the limit.
        self.is_closed = False
        self.entry = RawEntry(line, head[1].lower(), "")

    def read(self, *, has_key: bool = True) -> RawEntry:
        """Return the entry, with errors in it where it cannot be taken."""
        if has_key:
            self.entry.key = self._read_key()
        try:
            while self._read_field():
                pass
        except UnclosedValueError as error:
            line = self._line_of(error.start)
            self._fail(line, f"The {error.sign} that opens on line {line} is not closed{self._within()}. Close or shorten it.", self._name)
        except UnreadableEntryError:
            self._fail(
                self.entry.line,
                f"More than {MOST_FIELDS:,} fields, or more than {MOST_WARNINGS} faults: this is no entry. Take it out or mend it.",
            )
        return self.entry

    def _read_key(self) -> str:
        if _NO_KEY.match(self._text, self._at, self._limit):
            return ""
        pattern = _KEY if self._closer == "}" else _KEY_IN_PARENTHESES
        found = _KEY_WITHOUT_COMMA.match(self._text, self._at, self._limit)
        if found:
            self._warn("", self._at, f"A comma is missing after the key {found[1][:100]}.")
        else:
            found = pattern.match(self._text, self._at, self._limit)
        if not found:
            return ""
        self._at = found.end()
        return found[1].strip()

    def _read_field(self) -> bool:
        """Read one field, or what stands in its place; False at the end of the entry."""
        match = _FIELD.match(self._text, self._at, self._limit)
        if not match:
            return self._read_unusual()
        kind = match.lastindex or _MACRO
        start = match.start(1)
        value = match[kind]
        if kind == _MACRO:
            value = MONTHS.get(value.lower(), "")
            if not value or match[1].lower() != "month":
                return self._read_unusual()
        self._at = match.end()
        name = match[1].lower()
        entry = self.entry
        if name in entry.lines or len(entry.lines) >= MOST_FIELDS or len(value) > LONGEST_VALUE:
            self._set(name, value, start)
            return True
        self._line += self._text.count("\n", self._counted, start)
        self._counted = start
        entry.fields[name] = value
        entry.lines[name] = self._line
        return True

    def _read_unusual(self) -> bool:
        gap = _BETWEEN.match(self._text, self._at, self._limit)
        self._at = gap.end() if gap else self._at
        if self._at >= self._limit:
            line = self.entry.line
            self._fail(
                line,
                f"The entry that begins on line {line} is not closed{self._within()}. Close it with {self._closer} after its last field.",
            )
            return False
        if self._text[self._at] == self._closer:
            self._close()
            return False
        name = _FIELD_NAME.match(self._text, self._at, self._limit)
        if name:
            self._read_long_value(name)
        else:
            self._pass_over_junk()
        return True

    def _close(self) -> None:
        self.end = self._at + 1
        self.is_closed = True
        if _COMMA.match(self._text, self.end, self._limit):
            self._warn("", self.end, "The entry is closed here, yet fields seem to follow; they are not read. Is a brace too many?")

    def _read_long_value(self, name: re.Match[str]) -> None:
        undefined: list[str] = []
        start = name.start()
        self._name = name[1].lower()
        try:
            value, self._at = read_value(self._text, name.end(), self._limit, self._macros, undefined)
        except RefusedValueError as error:
            self._at = error.end
            self.entry.errors.append(Fault(self._line_of(start), name[1].lower(), str(error)))
            return
        except MissingValueError:
            self._at = name.end()
            self._warn(name[1], start, "The field has no value and is passed over.")
            if self._at < self._limit and self._text[self._at] not in ",})":
                self._pass_over_junk()
            return
        for macro in undefined:
            self._warn_of_macro(name[1], macro, start)
        self._name = ""
        self._set(name[1], value, start)
        following = _FIELD_NAME.match(self._text, self._at, self._limit)
        if following:
            self._warn(name[1], self._at, "A comma is missing after the value.")

    def _pass_over_junk(self) -> None:
        """Pass over what is no field, up to the next comma or brace; braces in it as a whole."""
        start = self._at
        junk = _JUNK.match(self._text, start, self._limit)
        end = junk.end() if junk else start
        sign = self._text[end : end + 1]
        if sign == "{":
            try:
                end = closing_brace(self._text, end, self._limit) + 1
            except RefusedValueError as error:
                end = error.end
        elif sign in {"(", ")", "}"} and sign != self._closer:
            end += 1
        self._at = max(end, start + 1) if end < self._limit or sign else end
        found = " ".join(self._text[start : min(self._at, start + 60)].split())
        self._warn("", start, f"{found!r} is no field and is passed over.")

    def _set(self, name: str, value: str, start: int) -> None:
        entry = self.entry
        name = name.lower()
        line = self._line_of(start)
        if len(value) > LONGEST_VALUE:
            entry.errors.append(Fault(line, name, f"The value has more than {LONGEST_VALUE:,} characters. Shorten it."))
        elif len(entry.lines) >= MOST_FIELDS:
            raise UnreadableEntryError
        elif name in entry.lines:
            entry.repeated.append((name, value))
            self._warn(name, start, "The field stands here a second time; the first is taken, this one is kept under extra.")
        else:
            entry.fields[name] = value
            entry.lines[name] = line

    def _warn_of_macro(self, name: str, macro: str, start: int) -> None:
        self._warn(
            name, start, f"The macro {macro!r} is not defined; its name is taken as the value. Put it in braces, or define it with @string."
        )

    def _warn(self, name: str, index: int, message: str) -> None:
        if len(self.entry.warnings) >= MOST_WARNINGS:
            raise UnreadableEntryError
        self.entry.warnings.append(Fault(self._line_of(index), name.lower(), message))

    def _fail(self, line: int, message: str, name: str = "") -> None:
        self.entry.errors.append(Fault(line, name, message))

    def _within(self) -> str:
        """Say how far was looked, where that is not as far as the entry may reach."""
        length = self._limit - self._start
        return f" within {length:,} characters" if length >= LONGEST_ENTRY else ""

    def _line_of(self, index: int) -> int:
        """Return the line of an index that is not before the last one asked for, or a little."""
        self._line += (
            self._text.count("\n", self._counted, index) if index >= self._counted else -self._text.count("\n", index, self._counted)
        )
        self._counted = index
        return self._line
