"""What a citation asks for: the record that it describes, and the keys by which a document that it means is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from sources.citing.citation import Citation
from sources.formats.record import Name, Record

#: Fields of a citation that tell one work from another. Pages are not among them where they may be the place cited.
_TELLING = ("title", "container-title", "volume", "issue", "edition", "publisher", "number")
_SURE_PAGES = 0.85
_LONGEST_KEY = 250
#: Schemes that find a document, and the fields of a citation that hold them.
SCHEMES: Mapping[str, str] = {"DOI": "doi", "ISBN": "isbn", "arxiv": "arxiv", "URL": "url"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A citation that looks for its document.

    Attributes:
        citing: Primary key of the citing document: it is not looked for.
        record: What the citation says, as formats say it.
    """

    citing: int
    citation: Citation
    record: Record = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "record", _record(self.citation))

    @property
    def titles(self) -> list[str]:
        """The title, and what stands before a subtitle or a translation in brackets, and in those brackets."""
        return titles_in(self.citation.title)

    @property
    def leader(self) -> str:
        """The name under which the work stands, as the authority records index it."""
        return next((name.family + name.literal for name in self.citation.names), "")


def titles_in(title: str) -> list[str]:
    """Return a title, what stands before its subtitle, and before and in brackets at its end ("Romanised (Translated)")."""
    found = [title]
    if title.endswith(")") and "(" in title[4:]:
        before, _, inside = title[:-1].rpartition("(")
        found += [before.strip(), inside.strip()]
    main = title.partition(":")[0].strip()
    if len(main) >= 8:
        found.append(main)
    return list(dict.fromkeys(one for one in found if len(one) >= 3))


def _record(citation: Citation) -> Record:
    fields = {name: citation.fields[name] for name in (*_TELLING, "DOI", "ISBN", "URL") if name in citation.fields}
    if "page" in citation.fields and citation.confidence.get("page", 0) >= _SURE_PAGES:
        fields["page"] = citation.fields["page"]
    identifiers = {"arxiv": (citation.fields["arxiv"],)} if "arxiv" in citation.fields else {}
    dates = {"issued": citation.fields["issued"]} if "issued" in citation.fields else {}
    return Record("", "document", {"author": citation.names} if citation.names else {}, dates, fields, identifiers)


def keys_of(asked: Sequence[Asked]) -> list[list[str]]:
    """Return for each citation the keys that a document which it means has too. One query for all."""
    reduced = reduced_words({word for one in asked for word in (*one.titles, one.leader) if word})
    return [_keys(one, reduced) for one in asked]


def _keys(one: Asked, reduced: Mapping[str, str]) -> list[str]:
    keys = [f"{scheme}/{one.citation.fields[name]}" for name, scheme in SCHEMES.items() if name in one.citation.fields]
    keys += [f"title/{reduced[title]}" for title in one.titles if reduced[title]]
    if one.leader and reduced[one.leader] and one.citation.year:
        keys.append(f"people/{reduced[one.leader]}/{one.citation.year}")
    return sorted({key[:_LONGEST_KEY] for key in keys})


def reduced_words(words: Iterable[str]) -> dict[str, str]:
    """Return the database's own reduction of names and titles to letters and digits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, sources_match_key(word) FROM unnest(%s::text[]) AS word", [list(words)])
        return dict(cursor.fetchall())


def as_json(citation: Citation, printed_marker: str = "") -> dict[str, Any]:
    """Return what was read as ``Reference.parsed`` keeps it."""
    said: dict[str, Any] = {}
    if citation.names:
        said["names"] = [{part: value for part in _PARTS if (value := getattr(name, part))} for name in citation.names]
    if citation.fields:
        said["fields"] = dict(citation.fields)
    if citation.confidence:
        said["confidence"] = dict(citation.confidence)
    if printed_marker:
        said["printed_marker"] = printed_marker
    return said


def from_json(said: Mapping[str, Any]) -> Citation:
    """Return what ``as_json`` kept; what an editor wrote there by hand and does not fit is left out."""
    names = said.get("names", ())
    fields = said.get("fields", {})
    confidence = said.get("confidence", {})
    return Citation(
        names=tuple(Name(**{part: str(name[part]) for part in _PARTS if part in name}) for name in names if isinstance(name, dict))
        if isinstance(names, list | tuple)
        else (),
        fields={str(name): str(value) for name, value in fields.items()} if isinstance(fields, dict) else {},
        confidence={name: float(value) for name, value in confidence.items() if isinstance(value, int | float)}
        if isinstance(confidence, dict)
        else {},
    )


_PARTS = ("family", "given", "particle", "dropping_particle", "suffix", "literal")
