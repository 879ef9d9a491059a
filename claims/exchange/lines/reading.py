"""The lines of a JSON Lines file, each with its number, or with what is wrong with it. Pure."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from claims.types.values import exact_number
from sources.formats.entries import Fault, UnreadableFileError

#: In bytes. A longer line is refused without being held in memory.
LONGEST_LINE = 32 * 1024 * 1024
_AT_ONCE = 1024 * 1024
#: What PostgreSQL holds in no text, as JSON writes it; the second is fit as one half of a pair.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNFIT = re.compile("[\x00\ud800-\udfff]")


_IN_EVIDENCE = re.compile(r"evidence\[(\d+)\]\.(?:excerpt\.)?")
#: How files begin that hold other files, packed.
_PACKED = {
    b"\x1f\x8b": "The file is packed by gzip. Unpack it first.",
    b"PK\x03\x04": "The file is a zip archive, as Excel, Word and packers write them. Unpack it, or save it as a text file in UTF-8.",
    b"%PDF": "The file is a PDF. What is taken here is text in UTF-8.",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Where in a foreign table one claim was said: a fault is told by its row and column there."""

    #: The line of the row that brought each piece of evidence.
    rows: tuple[int, ...]
    #: The column of each field that comes from one, by its name in the mapping file.
    columns: Mapping[str, str]

    def of(self, fault: Fault) -> Fault:
        """Return a fault in the words of the table."""
        found = _IN_EVIDENCE.match(fault.field)
        name = f"evidence.{fault.field[found.end() :]}" if found else f"claim.{fault.field}" if fault.field else ""
        column = self.columns.get(name)
        return Fault(self.rows[int(found[1])] if found else fault.line, f"{name} (column {column})" if column else name, fault.message)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an object, or why there is none."""

    #: In the file, from 1.
    number: int
    content: dict[str, Any] | None
    faults: tuple[Fault, ...] = ()
    #: Of a claim out of a foreign table.
    cells: Cells | None = None


def refuse_packed(beginning: bytes) -> None:
    """Refuse a file that is no text, by its first bytes.

    Raises:
        UnreadableFileError: It is packed; the message says what to do.
    """
    for mark, words in _PACKED.items():
        if beginning.startswith(mark):
            raise UnreadableFileError(words)


def read_lines(source: BinaryIO) -> Iterator[Line]:
    """Yield every line that is not blank, in order; in constant memory.

    Raises:
        UnreadableFileError: The file is UTF-16, packed, a table, or one list: no line of it would be a record.
    """
    for number, data in _numbered(source):
        if data is None:
            yield _refused(number, f"This line is longer than {LONGEST_LINE // 1024 // 1024} MB. One line holds one record; divide it.")
        elif data.strip():
            yield _read(number, data)


def _numbered(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while data := source.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
            _refuse_other_files(data)
        if len(data) <= LONGEST_LINE:
            yield number, data
            continue
        while not data.endswith(b"\n"):
            data = source.readline(_AT_ONCE)
            if not data:
                break
        yield number, None


def _refuse_other_files(first: bytes) -> None:
    """Refuse a file that is none of lines at once: each of its lines would be refused, and none would say why."""
    refuse_packed(first)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFileError("The file is UTF-16. Save it as UTF-8.")
    if b"\x00" in first[:4]:
        raise UnreadableFileError("The file is no text in UTF-8: it begins with NUL characters. Save it as UTF-8.")
    if first.rstrip() == b"[" or first.startswith(b"[{"):
        raise UnreadableFileError(
            "The file is one list. Write each of its records on a line of its own, without the brackets and commas around them."
        )
    if first.strip() == b"{":
        raise UnreadableFileError("The records are spread over several lines. Write each on one line, as export_claims does.")


def _read(number: int, data: bytes) -> Line:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _refused(number, f"Byte {error.start + 1} of this line is not UTF-8. Save the file as UTF-8.")
    try:
        content = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        is_table = number == 1 and not data.lstrip().startswith(b"{")
        return _refused(number, _in_words(error) + (" Is it a table? Then --mapping says how to read it." if is_table else ""))
    if not isinstance(content, dict):
        return _refused(number, "A line is one object: {...}.")
    unfit = _unfit(content, "") if _SUSPECT.search(text) else None
    if unfit is not None:
        return _refused(number, "It holds characters that cannot be stored (NUL or halves of a character). Take them away.", unfit)
    return Line(number, content)


def _in_words(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"This is no JSON: {error.msg}, at character {error.colno}."
    if "int_max_str_digits" in str(error):
        return "This is no JSON that is taken: a number has too many digits."
    return "This line is nested too deeply." if isinstance(error, RecursionError) else f"This is no JSON that is taken: {error}."


def _refused(number: int, message: str, field: str = "") -> Line:
    return Line(number, None, (Fault(number, field, message),))


def _members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"an object has {next(name for name in names if names.count(name) > 1)!r} twice")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _exact(text: str) -> int | float | str:
    """A number without damage to its digits: 1.10 stays a text."""
    try:
        return exact_number(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]} has too many digits") from error


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_refuse_constant, parse_float=_exact)


def _unfit(value: object, place: str) -> str | None:
    """The place of the first text that cannot be stored; None if all can."""
    if isinstance(value, str):
        return place if _UNFIT.search(value) else None
    inner: Iterator[tuple[str, object]] = iter(())
    if isinstance(value, dict):
        bad_name = next((place or "a name" for name in value if _UNFIT.search(name)), None)
        if bad_name is not None:
            return bad_name
        inner = ((f"{place}.{name}" if place else name, one) for name, one in value.items())
    elif isinstance(value, list):
        inner = ((f"{place}[{at}]", one) for at, one in enumerate(value))
    return next((found for name, one in inner if (found := _unfit(one, name)) is not None), None)
