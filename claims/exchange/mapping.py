"""A mapping file: how the columns of somebody's table say claims with their evidence. No database."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, BinaryIO, cast

from claims.exchange.reading import Line, read_lines
from claims.exchange.shapes import CLAIM, EVIDENCE
from sources.formats.entries import Fault, UnreadableFileError

_SECTIONS = {"file", "provenance", "claim", "evidence"}
_EXCERPT = ("document", "quote", "prefix", "suffix", "page")
_UNFIT_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_CELL = 1_000_000
#: Finds the citation key of a document by its key, DOI or title; "" where there is none, or more than one.
FindKey = Callable[[str], str]


class MappingError(ValueError):
    """A mapping file that cannot be followed; the message says what to change."""


@dataclass(frozen=True)
class Source:
    """Where the value of a field comes from: a column, or always the same."""

    column: str = ""
    value: Any = None
    prefix: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def of(self, row: Mapping[str, Any]) -> Any:
        """The value for a row; None where the cell is empty.

        Raises:
            ValueError: There is no such column, or the mapping does not have this label.
        """
        if not self.column:
            return self.value
        cell: Any = row
        for part in [self.column] if self.column in row else self.column.split("."):
            if not isinstance(cell, Mapping) or part not in cell:
                raise ValueError(f"There is no column {self.column}.")
            cell = cell[part]
        if cell is None or cell == "":
            return None
        if self.labels and str(cell) not in self.labels:
            raise ValueError(f"The mapping has no label “{str(cell)[:60]}”. It has: {', '.join(self.labels)}.")
        return self.labels[str(cell)] if self.labels else f"{self.prefix}{cell}" if self.prefix else cell


@dataclass(frozen=True)
class Table:
    """What a mapping file says."""

    claim: Mapping[str, Source]
    attributes: Mapping[str, Source]
    evidence: Mapping[str, Source]
    provenance: Mapping[str, str]
    #: csv or jsonl.
    format: str = "csv"
    delimiter: str = ","
    encoding: str = "utf-8"
    #: Whether a quotation that stands in no held text is taken as typed from a copy.
    transcribe: bool = False


def read_mapping(text: str) -> Table:
    """Return what a mapping file (TOML) says.

    Raises:
        MappingError: It is no TOML, or says what no mapping can.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"It is no TOML: {error}.") from error
    if unknown := sorted(content.keys() - _SECTIONS):
        raise MappingError(f"There is no section {', '.join(unknown)}. There are: {', '.join(sorted(_SECTIONS))}.")
    file, claim, evidence = (dict(content.get(name, {})) for name in ("file", "claim", "evidence"))
    attributes = claim.pop("attributes", {})
    transcribe = evidence.pop("transcribe", False)
    if file.keys() - {"format", "delimiter", "encoding"}:
        raise MappingError("In file there are: format, delimiter, encoding.")
    table = Table(
        claim=_sources("claim", claim, CLAIM),
        attributes=_sources("claim.attributes", attributes, None),
        evidence=_sources("evidence", evidence, (*EVIDENCE, *_EXCERPT)),
        provenance={"origin": "human", "tool": ""} | content.get("provenance", {}),
        transcribe=bool(transcribe),
        **file,
    )
    if "id" not in table.claim or "statement" not in table.claim or table.format not in {"csv", "jsonl"}:
        raise MappingError("Say where a claim's id and statement come from; format is csv or jsonl.")
    return table


def _sources(section: str, content: Mapping[str, Any], names: Iterable[str] | None) -> dict[str, Source]:
    known = None if names is None else set(names)
    found = {}
    for name, said in content.items():
        if known is not None and name not in known:
            raise MappingError(f"{section}.{name}: there is no such field. There are: {', '.join(sorted(known))}.")
        if not isinstance(said, dict) or said.keys() - {"column", "value", "prefix", "labels"} or ("column" in said) == ("value" in said):
            raise MappingError(f'{section}.{name}: write {{column = "..."}}, perhaps with labels or prefix, or {{value = "..."}}.')
        found[name] = Source(**said)
    return found


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
    for _, some in groupby(rows, lambda row: row.content and _or_fault(table.claim["id"], row.content)):
        group = list(some)
        faults = [fault for row in group for fault in row.faults]
        content = None if faults else _claim(group, table, file, find_key, faults)
        yield Line(group[0].number, None if faults else content, tuple(faults))


def _or_fault(source: Source, row: Mapping[str, Any]) -> object:
    try:
        return source.of(row)
    except ValueError as error:
        return str(error)


def _csv_rows(source: BinaryIO, table: Table) -> Iterator[Line]:
    encoding = "utf-8-sig" if table.encoding.lower() in {"utf-8", "utf8"} else table.encoding
    try:
        text = io.TextIOWrapper(cast("Any", source), encoding=encoding, newline="")
    except LookupError as error:
        raise UnreadableFileError(f"There is no encoding {table.encoding}.") from error
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(text, delimiter=table.delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            number, begins = begins + 1 if begins == 1 else begins, reader.line_num + 1
            if None in row or "\x00" in "".join(str(cell) for cell in row.values()):
                yield Line(number, None, (Fault(number, "", "It has more cells than the table has columns, or a NUL."),))
            else:
                yield Line(number, cast("dict[str, Any]", row))
    except csv.Error as error:
        raise UnreadableFileError(f"Line {reader.line_num}: {error}. Is the delimiter the one that the mapping says?") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"After line {reader.line_num} it is not {table.encoding}. Name its encoding in the mapping.") from error
    finally:
        text.detach()


def _claim(group: list[Line], table: Table, file: str, find_key: FindKey, faults: list[Fault]) -> dict[str, Any]:
    first = group[0]
    claim = _values(table.claim, first, "claim", faults)
    original = str(claim.get("id") or "")
    claim["id"] = _UNFIT_ID.sub("-", original.lower()).strip("-")[:40].strip("-")
    if table.attributes:
        claim["attributes"] = _values(table.attributes, first, "claim.attributes", faults)
    if isinstance(claim.get("topics"), str):
        claim["topics"] = [slug.strip() for slug in claim["topics"].split(";") if slug.strip()]
    links = (_evidence(row, table, claim["id"], f"In {file}, line {row.number}, {original}.", find_key, faults) for row in group)
    return claim | dict(table.provenance) | {"evidence": [link for link in links if link]}


def _evidence(row: Line, table: Table, claim: str, reason: str, find_key: FindKey, faults: list[Fault]) -> dict[str, Any]:
    said = _values(table.evidence, row, "evidence", faults)
    excerpt = {name: str(said.pop(name)) for name in _EXCERPT if name in said}
    if "quote" not in excerpt:
        # A row without a sentence is a claim without evidence.
        return {}
    named = excerpt.get("document", "")
    excerpt["document"] = find_key(named)
    if not excerpt["document"]:
        faults.append(Fault(row.number, "evidence.document", f"There is no document “{named[:80]}” here, or more than one."))
    page = excerpt.pop("page", "")
    digest = hashlib.sha256(f"{excerpt['document']}\n{excerpt['quote']}".encode()).hexdigest()
    link = {"id": f"{claim}-{digest[:12]}", "reason": reason} | said | dict(table.provenance)
    located = {"transcribe": table.transcribe} | ({"locator": {"label": "page", "value": page}} if page else {})
    return link | {"excerpt": excerpt | located | dict(table.provenance)}


def _values(sources: Mapping[str, Source], row: Line, section: str, faults: list[Fault]) -> dict[str, Any]:
    found = {}
    for name, source in sources.items():
        try:
            value = source.of(row.content or {})
        except ValueError as error:
            faults.append(Fault(row.number, f"{section}.{name}", str(error)))
            continue
        if value is not None:
            found[name] = value
    return found
