"""What a line of claims may say: a topic, or a claim with its evidence, relations and reviews. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from claims.exchange.lines.fields import FieldReader
from claims.exchange.lines.shapes import CLAIM, EVIDENCE, EXCERPT, ID, ID_WORDS, LABEL, LOCATOR, RELATION, REVIEW, SLUG, TOLERATED, TOPIC
from claims.types import CLAIM_TYPES


@dataclass(slots=True)
class Review:
    """One act of review, as the file tells it."""

    action: str
    by: str
    at: datetime
    comment: str
    #: Whether the state moved with it: not with the first of two approvals, which a conflict of interest asks for.
    moves: bool = True
    #: Of a re-opening: the id of what a correction made of the excerpt, or of the retraction; of a restoration, of the retraction.
    corrected: str = ""
    retraction: str = ""


@dataclass(slots=True)
class Proposal:
    """What claims, evidence and relations have in common."""

    public_id: str
    #: Its columns, without those that lead to other records.
    columns: dict[str, Any]
    status: str
    created_by: str
    reviews: list[Review]
    #: The id of what it revises.
    supersedes: str = ""
    #: Whether the file says that nobody is known to have proposed it.
    is_nobodys: bool = False
    #: Where it stands in its line, for messages; "" for the line itself.
    place: str = ""
    pk: int = 0
    #: Of evidence: the passage's primary key, once that is known.
    stands_on: int | None = None
    #: Those of its reviews that lead from its present words to its state.
    acts: list[Review] = field(default_factory=list)


@dataclass(slots=True)
class Excerpt:
    """The passage that evidence rests on: by its id alone, by text and span, by its quote, or transcribed."""

    public_id: str
    #: Where it stands in its line, for messages.
    place: str
    #: By its citation key.
    document: str = ""
    #: By the SHA-256 of its words, in UTF-8; the version where a document has the same words twice.
    text: str = ""
    version: int | None = None
    #: The span, half-open, in Unicode code points of the text.
    start: int | None = None
    end: int | None = None
    quote_sha256: str = ""
    #: The words; None where they are said by text and span alone.
    quote: str | None = None
    status: str = ""
    #: What stands right before and after a quote, to tell its places apart.
    prefix: str = ""
    suffix: str = ""
    #: Whether a quote that stands in no held text is taken as typed from a copy.
    transcribe: bool = False
    is_published: bool = False
    #: Label and printed value, for example page and 4; of what was typed from a copy.
    locator: tuple[str, str] = ("", "")
    #: Origin, and the tool's name.
    provenance: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """Which words they are, for people."""
        if self.text:
            return f"{self.document} {self.start}-{self.end}"
        return f"{self.document}: {self.quote}" if self.quote else self.public_id


@dataclass(slots=True)
class Evidence(Proposal):
    """Evidence of a claim."""

    excerpt: Excerpt = field(default_factory=lambda: Excerpt("", ""))
    holder: str = ""


@dataclass(slots=True)
class Relation(Proposal):
    """A relation that leads away from a claim."""

    to_claim: str = ""
    to_evidence: str = ""
    #: The passages that bear it out.
    excerpts: list[Excerpt] = field(default_factory=list)


@dataclass(slots=True)
class Claim(Proposal):
    """One line: a claim with what is its own."""

    holder: str = ""
    topics: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    """One line: a topic with its labels."""

    public_id: str
    slug: str
    broader: str
    #: Language, kind and label.
    labels: list[tuple[str, str, str]]


def read_topic(reader: FieldReader, content: Mapping[str, Any]) -> Topic:
    """Return the topic of a line; what is wrong with it is noted in ``reader``."""
    found = reader.read(content, TOPIC, ignored=TOLERATED)
    labels = []
    for place, label in reader.objects(found["labels"], "labels"):
        one = reader.read(label, LABEL, place=place)
        labels.append((one["language"], one["kind"], one["label"]))
    return Topic(found["id"], found["slug"], found["broader"], labels)


def read_claim(reader: FieldReader, content: Mapping[str, Any]) -> Claim:
    """Return the claim of a line with its evidence and relations; what is wrong is noted in ``reader``."""
    found = reader.read(content, CLAIM, ignored=TOLERATED)
    attributes = found["attributes"] or {}
    if found["type"]:
        for fault in CLAIM_TYPES[found["type"]].faults(attributes):
            reader.refuse("attributes", fault)
    columns = {name: found[name] for name in ("type", "statement", "language", "origin", "tool")} | {"attributes": attributes}
    claim = Claim(
        **_proposal(reader, content, found, columns, ""),
        holder=found["holder"],
        topics=_topics(reader, found["topics"]),
    )
    claim.evidence = [_read_evidence(reader, place, one) for place, one in reader.objects(found["evidence"], "evidence")]
    claim.relations = [_read_relation(reader, place, one) for place, one in reader.objects(found["relations"], "relations")]
    return claim


def _topics(reader: FieldReader, slugs: list[Any]) -> list[str]:
    found = []
    for at, slug in enumerate(slugs):
        if isinstance(slug, str) and SLUG.fullmatch(slug):
            found.append(slug)
        else:
            reader.refuse(f"topics[{at}]", "Name a topic by its slug, for example burden-sharing.")
    return sorted(set(found))


def _proposal(
    reader: FieldReader, content: Mapping[str, Any], found: dict[str, Any], columns: dict[str, Any], place: str
) -> dict[str, Any]:
    if (found["origin"] == "machine") != bool(found["tool"]):
        reader.refuse(
            f"{place}.tool" if place else "tool", "A record made by a machine names its tool; a record made by a person names none."
        )
    reviews = []
    for at, one in reader.objects(found["reviews"], f"{place}.reviews" if place else "reviews"):
        before = len(reader.faults)
        act = reader.read(one, REVIEW, place=at)
        if act["action"] != "reopen" and not act["by"]:
            reader.refuse(f"{at}.by", "It is missing. Name the account.")
        if len(reader.faults) == before:
            reviews.append(Review(**act | {"at": datetime.fromisoformat(act["at"])}))
    return {
        "public_id": found["id"],
        "columns": columns,
        "status": found["status"],
        "created_by": found["created_by"],
        "reviews": reviews,
        "supersedes": found["supersedes"],
        "is_nobodys": "created_by" in content and not found["created_by"],
        "place": place,
    }


def _read_evidence(reader: FieldReader, place: str, content: dict[str, Any]) -> Evidence:
    found = reader.read(content, EVIDENCE, place=place, ignored=(*TOLERATED, "claim"))
    is_report = found["voice"] == "reports"
    if found["voice"] and is_report != bool(found["holder"] or found["holder_as_named"]):
        reader.refuse(f"{place}.holder", "Reported words have somebody who says so: name the holder. Other evidence names none.")
    columns = {name: found[name] for name in ("stance", "voice", "holder_as_named", "basis", "strength", "reason", "origin", "tool")}
    excerpt = _read_excerpt(reader, f"{place}.excerpt", found["excerpt"])
    return Evidence(**_proposal(reader, content, found, columns, place), excerpt=excerpt, holder=found["holder"])


def _read_excerpt(reader: FieldReader, place: str, content: Any) -> Excerpt:
    if not isinstance(content, dict):
        if content and not (isinstance(content, str) and ID.fullmatch(content)):
            reader.refuse(place, ID_WORDS)
        return Excerpt(str(content or ""), place)
    found = reader.read(content, EXCERPT, place=place, ignored=("text_version", "url"))
    locator = ("", "")
    if found["locator"]:
        one = reader.read(found["locator"], LOCATOR, place=f"{place}.locator")
        locator = (one["label"], one["value"])
    if found["text"] and (found["start"] is None or found["end"] is None or not found["quote_sha256"]):
        reader.refuse(place, "With a text go start, end and quote_sha256.")
    elif found["text"] and not found["start"] < found["end"]:
        reader.refuse(f"{place}.end", f"The span {found['start']}-{found['end']} is none: it starts before it ends.")
    if not found["text"] and found["quote"] is None:
        reader.refuse(place, "Give the quote, or text, start, end and quote_sha256.")
    provenance = {"origin": found["origin"], "tool": found["tool"]}
    names = (
        "document",
        "text",
        "version",
        "start",
        "end",
        "quote_sha256",
        "quote",
        "status",
        "prefix",
        "suffix",
        "transcribe",
        "is_published",
    )
    return Excerpt(found["id"], place, **{name: found[name] for name in names}, locator=locator, provenance=provenance)


def _read_relation(reader: FieldReader, place: str, content: dict[str, Any]) -> Relation:
    found = reader.read(content, RELATION, place=place, ignored=(*TOLERATED, "from"))
    is_challenge = found["kind"] == "undercuts"
    if found["kind"] and (bool(found["to"]), bool(found["to_evidence"])) != (not is_challenge, is_challenge):
        reader.refuse(place, "A claim undercuts evidence (to_evidence); every other relation leads to a claim (to).")
    columns = {name: found[name] for name in ("kind", "reason", "origin", "tool")}
    excerpts = [_read_excerpt(reader, f"{place}.evidence[{at}]", one) for at, one in enumerate(found["evidence"])]
    own = _proposal(reader, content, found, columns, place)
    return Relation(**own, to_claim=found["to"], to_evidence=found["to_evidence"], excerpts=excerpts)
