"""A mapping file: how the columns of somebody's table say claims with their evidence. No database."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claims.exchange.lines.fields import Field
from claims.exchange.lines.shapes import CLAIM, EVIDENCE

_SECTIONS = ("file", "provenance", "claim", "evidence")
#: What a mapping may fill. Who proposed and who reviewed is no matter of a foreign table: all of it enters as drafts.
_CLAIM = ("id", "type", "statement", "language", "holder", "topics")
#: The fields of evidence that say on which words it rests.
EXCERPT = ("document", "quote", "prefix", "suffix", "page")
_EVIDENCE = ("id", "stance", "voice", "holder", "holder_as_named", "basis", "strength", "reason", *EXCERPT)
#: Fields that take several values of one cell; attributes do too, where their type says so.
_SEVERAL = ("claim.topics", "evidence.quote")
_HOW = 'write {column = "..."}, perhaps with labels, prefix or separator, or {value = "..."}.'


class MappingError(ValueError):
    """A mapping file that cannot be followed; the message says what to change."""


@dataclass(frozen=True)
class Source:
    """Where the value of a field comes from: a column, or always the same."""

    column: str = ""
    value: Any = None
    prefix: str = ""
    #: Between several values in one cell; "" where a cell is one value.
    separator: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def of(self, row: Mapping[str, Any]) -> Any:
        """The value for a row, a list of those of a cell that holds several; None where the cell is empty.

        Raises:
            ValueError: There is no such column, it holds no plain value, or the mapping does not have this label.
        """
        if not self.column:
            return self.value
        cell = self._cell(row)
        if isinstance(cell, str) and self.separator:
            cell = [part.strip() for part in cell.split(self.separator)]
        if not isinstance(cell, list):
            return self._one(cell)
        return [value for part in cell if (value := self._one(part)) is not None] or None

    def _cell(self, row: Mapping[str, Any]) -> Any:
        cell: Any = row
        for part in [self.column] if self.column in row else self.column.split("."):
            if not isinstance(cell, Mapping) or part not in cell:
                raise ValueError(f"There is no column {self.column}.")
            cell = cell[part]
        return cell

    def _one(self, cell: Any) -> Any:
        is_plain = not isinstance(cell, list | dict)
        if not is_plain:
            raise ValueError(f'It holds no plain value. Lead into an object with a point: "{self.column}.name".')
        if cell is None or cell == "":
            return None
        if not self.labels:
            return f"{self.prefix}{cell}" if self.prefix else cell
        label = str(cell) if str(cell) in self.labels else str(cell).strip()
        if label not in self.labels:
            raise ValueError(f"The mapping has no label “{label[:60]}”. It has: {', '.join(self.labels)}.")
        return self.labels[label]


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

    def values(self, section: str, row: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
        """Yield for every field of a section that a row fills its name and value, or what is wrong with its cell."""
        for name, source in self._sections()[section].items():
            place = f"{section}.{name}"
            try:
                value = source.of(row)
            except ValueError as error:
                yield name, None, str(error)
                continue
            if isinstance(value, list) and source.column and section != "claim.attributes" and place not in _SEVERAL:
                yield name, None, "It holds several values; one fits here."
            elif value is not None:
                yield name, value, ""

    def _sections(self) -> dict[str, Mapping[str, Source]]:
        return {"claim": self.claim, "claim.attributes": self.attributes, "evidence": self.evidence}

    def columns(self) -> dict[str, str]:
        """The column of every field that comes from one, by the field's name in the mapping file."""
        sections = self._sections().items()
        return {f"{section}.{name}": one.column for section, fields in sections for name, one in fields.items() if one.column}


def read_mapping(text: str) -> Table:
    """Return what a mapping file (TOML) says.

    Raises:
        MappingError: It is no TOML, or says what no mapping can.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"It is no TOML: {error}.") from error
    if unknown := sorted(content.keys() - set(_SECTIONS)):
        raise MappingError(f"There is no section {', '.join(unknown)}. There are: {', '.join(sorted(_SECTIONS))}.")
    file, provenance, claim, evidence = (_section(name, content.get(name, {})) for name in _SECTIONS)
    attributes = _section("claim.attributes", claim.pop("attributes", {}))
    transcribe = evidence.pop("transcribe", False)
    if not isinstance(transcribe, bool):
        raise MappingError("evidence.transcribe: write true or false.")
    table = Table(
        claim=_sources("claim", claim, {name: CLAIM[name] for name in _CLAIM}),
        attributes=_sources("claim.attributes", attributes, None),
        evidence=_sources("evidence", evidence, {name: EVIDENCE.get(name) for name in _EVIDENCE}),
        provenance=_provenance(provenance),
        transcribe=transcribe,
        **_file(file),
    )
    if "id" not in table.claim or "statement" not in table.claim:
        raise MappingError("Say where a claim's id and statement come from.")
    return table


def _section(name: str, content: object) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise MappingError(f"{name} is a section: write [{name}] on a line of its own, and below it what belongs to it.")
    return dict(content)


def _file(said: Mapping[str, Any]) -> dict[str, str]:
    if said.keys() - {"format", "delimiter", "encoding"}:
        raise MappingError("In file there are: format, delimiter, encoding.")
    if said.get("format", "csv") not in {"csv", "jsonl"}:
        raise MappingError("file.format: it is csv or jsonl.")
    delimiter = said.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise MappingError(r'file.delimiter: write the one character between cells, for example "," or ";" or "\t".')
    encoding = said.get("encoding", "utf-8")
    try:
        # Some codecs are none of text.
        "".encode(codecs.lookup(encoding).name)
    except (LookupError, TypeError, ValueError) as error:
        raise MappingError(f'file.encoding: there is no encoding {encoding}. Write for example "utf-8", "utf-16" or "cp1252".') from error
    return dict(said)


def _provenance(said: Mapping[str, Any]) -> dict[str, str]:
    if said.keys() - {"origin", "tool"}:
        raise MappingError("In provenance there are: origin, tool.")
    origin, tool = said.get("origin", "human"), said.get("tool", "")
    if origin not in {"human", "machine"} or not isinstance(tool, str) or (origin == "machine") != bool(tool.strip()):
        raise MappingError('provenance: write origin = "machine" and the tool\'s name, or leave both out for what people found.')
    return {"origin": origin, "tool": tool}


def _sources(section: str, content: Mapping[str, Any], known: Mapping[str, Field | None] | None) -> dict[str, Source]:
    found = {}
    for name, said in content.items():
        place = f"{section}.{name}"
        if known is not None and name not in known:
            raise MappingError(f"{place}: there is no such field. There are: {', '.join(sorted(known))}.")
        found[name] = _source(place, said)
        if found[name].separator and known is not None and place not in _SEVERAL:
            raise MappingError(f"{place}: a separator is for fields that take several values: {', '.join(_SEVERAL)}, and attributes.")
        _judge(place, found[name], known.get(name) if known is not None else None)
    return found


def _source(place: str, said: Any) -> Source:
    if (
        not isinstance(said, dict)
        or said.keys() - {"column", "value", "prefix", "separator", "labels"}
        or ("column" in said) == ("value" in said)
    ):
        raise MappingError(f"{place}: {_HOW}")
    labels = said.get("labels", {})
    texts = [said[name] for name in ("column", "prefix", "separator") if name in said]
    if not isinstance(labels, dict) or not all(isinstance(text, str) for text in (*texts, *labels.values())) or said.get("column") == "":
        raise MappingError(f"{place}: {_HOW} Names, labels and what they stand for are texts.")
    return Source(**said)


def _judge(place: str, source: Source, known: Field | None) -> None:
    """Refuse at once what no row could make good: a label or a fixed value that the field does not know."""
    if known is None or not known.choices:
        return
    said: Iterable[Any] = source.labels.values() if source.column else [source.value]
    for value in said:
        if fault := known.fault(value):
            raise MappingError(f"{place}: {fault}")
