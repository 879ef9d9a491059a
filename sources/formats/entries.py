"""What a reader of any format gives: one entry after another, whole or with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sources.formats.record import Record


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file, and where."""

    #: In the file, from 1.
    line: int
    #: Name of the field in the file's own words; "" for the entry as a whole.
    field: str
    #: A sentence: what is wrong, what to do.
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}, {self.field}" if self.field else f"line {self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file, as it was read."""

    #: Line on which it begins, from 1.
    line: int
    #: The file's own key for it; "" if it has none. `Record.part_of` and `Record.original` name such keys too.
    key: str
    #: What it says; None where it cannot be read, for the reasons in `errors`, or where it is no work and has none.
    record: Record | None
    errors: tuple[Fault, ...] = ()
    #: What was wrong and did not prevent the reading; the raw value stands in `Record.extra`.
    warnings: tuple[Fault, ...] = ()


class UnreadableFileError(ValueError):
    """Nothing of a file can be read: its encoding is not known, it is no such format, or it is larger than is taken."""


#: Takes a seekable binary file at its beginning; yields entries in the file's order, in constant memory.
Reader = Callable[[BinaryIO], Iterator[Entry]]
