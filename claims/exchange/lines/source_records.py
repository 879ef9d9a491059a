"""What lines about sources may say: an author, a document, a text with its marks, a retraction. No query."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from claims.exchange.lines import columns
from claims.exchange.lines.fields import Field, FieldReader
from claims.exchange.lines.shapes import LIST, OFFSET, ORIGIN, OTHER_ID, OWN_ID, SHA256, SHA256_WORDS, TOLERATED, TOOL, check
from sources.models import Document as _RealDocument
from sources.models import Identifier, Passage

_CARRIED = tuple(Passage.Carried.values)
_DOCUMENT = Field(missing="Name the document by its citation key.", longest=200)
_OTHER_DOCUMENT = Field(longest=200)

AUTHOR = {"id": OWN_ID, **columns.fields_of(columns.AUTHOR), "variants": LIST}
VARIANT = columns.fields_of(columns.VARIANT)
DOCUMENT = {
    "id": OWN_ID,
    "key": columns.fields_of({"key": _RealDocument._meta.get_field("citation_key")})["key"],
    **columns.fields_of(columns.DOCUMENT),
    "part_of": _OTHER_DOCUMENT,
    "original": _OTHER_DOCUMENT,
    "contributions": LIST,
    "identifiers": LIST,
    "titles": LIST,
}
CONTRIBUTION = {"author": OWN_ID, **columns.fields_of(columns.CONTRIBUTION)}
IDENTIFIER = columns.fields_of(columns.IDENTIFIER)
TITLE = columns.fields_of(columns.TITLE)
TEXT = {
    "id": OWN_ID,
    "document": _DOCUMENT,
    **columns.fields_of(columns.TEXT),
    "derived_from": OTHER_ID,
    "content": Field(default=None),
    "marks": LIST,
    "excerpts": LIST,
}
MARK = columns.fields_of(columns.MARK)
EXCERPT = {
    "id": OWN_ID,
    "start": OFFSET,
    "end": OFFSET,
    "quote_sha256": Field(missing="It names the words.", check=check(SHA256, SHA256_WORDS)),
    "derived_from": OTHER_ID,
    "carried": Field(choices=_CARRIED),
    "origin": ORIGIN,
    "tool": TOOL,
    "is_published": Field((bool,), default=False),
}
RETRACTION = {"id": OWN_ID, "document": _DOCUMENT, **columns.fields_of(columns.RETRACTION)}


@dataclass(slots=True)
class Author:
    """One line: an author with other forms of the name."""

    public_id: str
    columns: dict[str, Any]
    #: The columns of each other form of the name.
    variants: list[dict[str, Any]]
    pk: int = 0


@dataclass(slots=True)
class Document:
    """One line: a document with its people, identifiers and titles."""

    public_id: str
    key: str
    columns: dict[str, Any]
    part_of: str
    original: str
    #: Authors by id, with the columns of the contribution.
    contributions: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    identifiers: list[dict[str, Any]] = field(default_factory=list)
    titles: list[dict[str, Any]] = field(default_factory=list)
    pk: int = 0


@dataclass(slots=True)
class Text:
    """One line: a text, with its words where they may be given away, and the passages that corrections carried over."""

    public_id: str
    #: By its citation key.
    document: str
    columns: dict[str, Any]
    #: The id of the text that it corrects; "" for none.
    derived_from: str
    #: The words; None where they do not go out, and the text stands off.
    content: str | None
    #: The columns of each; spans are half-open, in Unicode code points.
    marks: list[dict[str, Any]] = field(default_factory=list)
    excerpts: list[dict[str, Any]] = field(default_factory=list)
    pk: int = 0


@dataclass(slots=True)
class Retraction:
    """One line: a retraction of a document."""

    public_id: str
    document: str
    columns: dict[str, Any]


def read_author(reader: FieldReader, content: Mapping[str, Any]) -> Author:
    """Return the author of a line; what is wrong with it is noted in ``reader``."""
    found = reader.read(content, AUTHOR, ignored=TOLERATED)
    variants = [reader.read(one, VARIANT, place=place) for place, one in reader.objects(found["variants"], "variants")]
    return Author(found["id"], _only(found, columns.AUTHOR), variants)


def read_document(reader: FieldReader, content: Mapping[str, Any]) -> Document:
    """Return the document of a line; what is wrong with it is noted in ``reader``."""
    found = reader.read(content, DOCUMENT, ignored=TOLERATED)
    own = _only(found, columns.DOCUMENT)
    document = Document(found["id"], found["key"], own, found["part_of"], found["original"])
    _judge(reader, "", _RealDocument(citation_key=found["key"], **own))
    for place, one in reader.objects(found["contributions"], "contributions"):
        credit = reader.read(one, CONTRIBUTION, place=place)
        document.contributions.append((credit["author"], _only(credit, columns.CONTRIBUTION)))
    for place, one in reader.objects(found["identifiers"], "identifiers"):
        identifier = reader.read(one, IDENTIFIER, place=place)
        if identifier["scheme"] and identifier["value"]:
            normal = Identifier(**identifier)
            _judge(reader, place, normal)
            identifier["value"] = normal.value
        document.identifiers.append(identifier)
    document.titles = [reader.read(one, TITLE, place=place) for place, one in reader.objects(found["titles"], "titles")]
    return document


def read_text(reader: FieldReader, content: Mapping[str, Any]) -> Text:
    """Return the text of a line; what is wrong with it is noted in ``reader``."""
    found = reader.read(content, TEXT, ignored=TOLERATED)
    words = found["content"]
    text = Text(found["id"], found["document"], _only(found, columns.TEXT), found["derived_from"], words)
    if words is not None:
        sha256 = hashlib.sha256(words.encode()).hexdigest()
        if (sha256, len(words)) != (found["sha256"], found["length"]):
            message = f"These are not the words of this text: {len(words):,} characters with SHA-256 {sha256}."
            reader.refuse("content", message)
    for place, one in reader.objects(found["marks"], "marks"):
        text.marks.append(reader.read(one, MARK, place=place))
    for place, one in reader.objects(found["excerpts"], "excerpts"):
        text.excerpts.append(_read_carried(reader, place, one))
    return text


def _read_carried(reader: FieldReader, place: str, content: dict[str, Any]) -> dict[str, Any]:
    found = reader.read(content, EXCERPT, place=place)
    if bool(found["derived_from"]) != bool(found["carried"]):
        reader.refuse(place, "An excerpt that a correction made says from which (derived_from) and what became of its words (carried).")
    start, end = found["start"], found["end"]
    if found["carried"] == "orphaned" and (start is not None or end is not None):
        reader.refuse(place, "Words that are gone have no span.")
    elif found["carried"] != "orphaned" and (start is None or end is None or not start < end):
        reader.refuse(f"{place}.end", "Write where it starts and where it ends: it starts before it ends.")
    return found


def read_retraction(reader: FieldReader, content: Mapping[str, Any]) -> Retraction:
    """Return the retraction of a line; what is wrong with it is noted in ``reader``."""
    found = reader.read(content, RETRACTION, ignored=TOLERATED)
    return Retraction(found["id"], found["document"], _only(found, columns.RETRACTION))


def _only(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in wanted}


def _judge(reader: FieldReader, place: str, record: Any) -> None:
    """Note what the model itself finds wrong with a record as a whole."""
    try:
        record.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            reader.refuse(f"{place}.{name}" if place else name, " ".join(messages))
