"""The rows of somebody's table, made into lines of claims as a mapping says. No database."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO, cast

from claims.exchange.lines.reading import Cells, Line, read_lines, refuse_packed
from claims.exchange.tables.mapping import EXCERPT, Source, Table
from sources.formats.entries import Fault, UnreadableFileError

_UNFIT_ID = re.compile(r"[^a-z0-9]+")
_SHORTEST_ID, _LONGEST_ID = 4, 40
_LONGEST_CELL = 1_000_000
_DOCUMENTS_AT_ONCE = 10_000
#: Finds the citation key of a document by its key, DOI or title; "" where there is none, or more than one.
FindKey = Callable[[str], str]


def read_table(source: BinaryIO, table: Table, *, file: str, find_key: FindKey) -> Iterator[Line]:
    """Yield a line for each claim, made of one row or of rows that follow each other; in constant memory.

    Args:
        source: The table.
        table: The mapping.
        file: Its name, which the evidence tells where no reason is mapped.
        find_key: Finds documents.

    Raises:
        UnreadableFileError: Nothing of the file can be read.
    """
    rows = read_lines(source) if table.format == "jsonl" else _csv_rows(source, table)
    find = lru_cache(maxsize=_DOCUMENTS_AT_ONCE)(find_key)
    for _, some in groupby(rows, lambda row: row.content and _or_fault(table.claim["id"], row.content)):
        yield _Rows(list(some), table, file).line(find)


def _or_fault(source: Source, row: Mapping[str, Any]) -> object:
    try:
        return source.of(row)
    except ValueError as error:
        return str(error)


def _csv_rows(source: BinaryIO, table: Table) -> Iterator[Line]:
    _refuse_unread(source, table.encoding)
    encoding = "utf-8-sig" if codecs.lookup(table.encoding).name == "utf-8" else table.encoding
    text = io.TextIOWrapper(cast("Any", source), encoding=encoding, newline="")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, delimiter=table.delimiter, strict=True)
    begins = 1
    try:
        names = _names(next(reader, None), table)
        begins = reader.line_num + 1
        for cells in reader:
            number, begins = begins, reader.line_num + 1
            if any(cells):
                yield _row(number, names, cells)
    except csv.Error as error:
        raise UnreadableFileError(
            f"The row that begins in line {begins}: {error}. Is the delimiter the one that the mapping says?"
        ) from error
    except UnicodeError as error:
        raise UnreadableFileError(f"In line {begins} or after it, it is not {table.encoding}. Name its encoding in the mapping.") from error
    finally:
        text.detach()


def _refuse_unread(source: BinaryIO, encoding: str) -> None:
    beginning = source.read(4)
    source.seek(0)
    refuse_packed(beginning)
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not codecs.lookup(encoding).name.startswith("utf-16"):
        raise UnreadableFileError('The file is UTF-16. Write encoding = "utf-16" below [file] in the mapping.')


def _names(cells: list[str] | None, table: Table) -> list[str]:
    """The names of the columns, by the first line: each that the mapping names is there, and once."""
    if cells is None:
        raise UnreadableFileError("It is empty: not even a first line that names the columns.")
    names = [cell.strip() for cell in cells]
    wanted = list(dict.fromkeys(table.columns().values()))
    if missing := [name for name in wanted if name not in names]:
        shown = ", ".join(name[:60] for name in names[:30])
        raise UnreadableFileError(
            f"There is no column {', '.join(missing)}. The first line names: {shown}. Is the delimiter “{table.delimiter}”, as the mapping says?"
        )
    if twice := [name for name in wanted if names.count(name) > 1]:
        raise UnreadableFileError(f"The first line names {', '.join(twice)} twice: give each column a name of its own.")
    return names


def _row(number: int, names: Sequence[str], cells: Sequence[str]) -> Line:
    fault = ""
    if len(cells) != len(names):
        fault = f"It has {len(cells)} cells, the table has {len(names)} columns. A cell with the delimiter in it stands in quotation marks."
    elif any("\x00" in cell for cell in cells):
        fault = "It has a NUL. Take it away."
    return Line(number, None, (Fault(number, "", fault),)) if fault else Line(number, dict(zip(names, cells, strict=True)))


class _Rows:
    """Rows that follow each other and have one id: one claim."""

    def __init__(self, rows: Sequence[Line], table: Table, file: str) -> None:
        self._rows = rows
        self._table = table
        self._file = file
        self._columns = table.columns()
        self._faults = [fault for row in rows for fault in row.faults]

    def line(self, find_key: FindKey) -> Line:
        """The claim as a line of our own files, or why there is none."""
        number = self._rows[0].number
        if self._faults:
            return Line(number, None, tuple(self._faults))
        claim = self._claim()
        original = str(claim.get("id") or "")
        if not original:
            self._refuse(self._rows[0], "claim.id", "It is empty. By its id a claim is known again.")
        claim["id"] = _public_id(original)
        links = [(row, link) for row in self._rows for link in self._evidence(row, claim["id"], original, find_key)]
        self._refuse_twice(links)
        content = claim | dict(self._table.provenance) | {"evidence": [link for _, link in links]}
        if self._faults:
            return Line(number, None, tuple(self._faults))
        return Line(number, content, cells=Cells(tuple(row.number for row, _ in links), self._columns))

    def _refuse_twice(self, links: Sequence[tuple[Line, dict[str, Any]]]) -> None:
        """Refuse a sentence that the claim has already; ids that the table gives itself are judged with those of other claims."""
        before: dict[str, int] = {}
        for row, link in links if "id" not in self._table.evidence else ():
            if link["id"] in before:
                self._refuse(row, "evidence.quote", f"Line {before[link['id']]} brings the same words of the same document for this claim.")
            before.setdefault(link["id"], row.number)

    def _claim(self) -> dict[str, Any]:
        """What the rows say of the claim: cells that are empty in the later ones say nothing else."""
        claim, *others = [self._values(row, "claim") for row in self._rows]
        attributes, *other_attributes = [self._values(row, "claim.attributes") for row in self._rows]
        for row, other, more in zip(self._rows[1:], others, other_attributes, strict=True):
            self._compare(row, "claim", claim, other)
            self._compare(row, "claim.attributes", attributes, more)
        if isinstance(claim.get("topics"), str):
            claim["topics"] = [slug.strip() for slug in claim["topics"].split(";") if slug.strip()]
        return claim | ({"attributes": attributes} if self._table.attributes else {})

    def _compare(self, row: Line, section: str, first: Mapping[str, Any], other: Mapping[str, Any]) -> None:
        for name, value in other.items():
            if name in first and first[name] != value:
                self._refuse(
                    row,
                    f"{section}.{name}",
                    f"It is not what line {self._rows[0].number} says, which has the same id: one id is one claim.",
                )

    def _evidence(self, row: Line, claim: str, original: str, find_key: FindKey) -> Iterator[dict[str, Any]]:
        """What one row brings: nothing without a sentence, and a piece of evidence for each."""
        said = self._values(row, "evidence")
        excerpt = {name: said.pop(name) for name in EXCERPT if name in said}
        quotes = excerpt.pop("quote", None)
        if quotes is None:
            return
        excerpt = {name: str(value) for name, value in excerpt.items()} | {"transcribe": self._table.transcribe}
        excerpt["document"] = self._document(row, str(excerpt.get("document", "")), find_key)
        if page := excerpt.pop("page", ""):
            excerpt["locator"] = {"label": "page", "value": page}
        reason = f"In {self._file}, line {row.number}, {original}."
        for quote in quotes if isinstance(quotes, list) else [quotes]:
            digest = hashlib.sha256(f"{excerpt['document']}\n{quote}".encode()).hexdigest()
            own = {"id": f"{claim}-{digest[:12]}", "reason": reason} | said | dict(self._table.provenance)
            yield own | {"excerpt": excerpt | {"quote": str(quote)} | dict(self._table.provenance)}

    def _document(self, row: Line, named: str, find_key: FindKey) -> str:
        key = find_key(named)
        is_told = any((fault.line, fault.field.split(" ")[0]) == (row.number, "evidence.document") for fault in self._faults)
        if not key and not is_told:
            message = f"There is no document “{named[:80]}” here, or more than one." if named else "It is empty: name the document."
            self._refuse(row, "evidence.document", message)
        return key

    def _values(self, row: Line, section: str) -> dict[str, Any]:
        found = {}
        for name, value, fault in self._table.values(section, row.content or {}):
            if fault:
                self._refuse(row, f"{section}.{name}", fault)
            else:
                found[name] = value
        return found

    def _refuse(self, row: Line, name: str, message: str) -> None:
        column = self._columns.get(name)
        self._faults.append(Fault(row.number, f"{name} (column {column})" if column else name, message))


def _public_id(original: str) -> str:
    """An id here that is always made of this one; what had to be cut or left out of it is told apart by its hash."""
    plain = _UNFIT_ID.sub("-", original.lower()).strip("-")
    if not original or (_SHORTEST_ID <= len(plain) <= _LONGEST_ID and original.isascii()):
        return plain
    digest = hashlib.sha256(original.encode()).hexdigest()[:8]
    return f"{plain[: _LONGEST_ID - 9].strip('-')}-{digest}".lstrip("-")
