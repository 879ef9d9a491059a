"""The pivot between the models and the formats: one citable work, in the words of CSL 1.0.2."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Item types of CSL 1.0.2, appendix III.
CSL_TYPES: tuple[str, ...] = (
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
)

#: Name variables of CSL 1.0.2. A person who edits and translates is given in both roles.
CSL_ROLES: tuple[str, ...] = (
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
)

#: Date variables of CSL 1.0.2.
CSL_DATES: tuple[str, ...] = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")

#: Number variables of CSL 1.0.2 that describe a work (not its place in a bibliography).
CSL_NUMBERS: tuple[str, ...] = (
    "chapter-number",
    "collection-number",
    "edition",
    "issue",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "page",
    "page-first",
    "part-number",
    "printing-number",
    "section",
    "supplement-number",
    "version",
    "volume",
)

#: String and title variables of CSL 1.0.2 that describe a work, with the short forms of the CSL-JSON schema.
CSL_STRINGS: tuple[str, ...] = (
    "abstract",
    "annote",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "call-number",
    "collection-title",
    "container-title",
    "container-title-short",
    "dimensions",
    "division",
    "DOI",
    "event-place",
    "event-title",
    "genre",
    "ISBN",
    "ISSN",
    "jurisdiction",
    "keyword",
    "language",
    "license",
    "medium",
    "note",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "part-title",
    "PMCID",
    "PMID",
    "publisher",
    "publisher-place",
    "references",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "source",
    "status",
    "title",
    "title-short",
    "URL",
    "volume-title",
    "volume-title-short",
)

#: Every variable that may stand in `Record.fields`.
CSL_FIELDS: tuple[str, ...] = CSL_NUMBERS + CSL_STRINGS

#: Locator labels of CSL 1.0.2, each with the English word that names it.
LOCATOR_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "act": "act",
        "appendix": "appendix",
        "article-locator": "article",
        "book": "book",
        "canon": "canon",
        "chapter": "chapter",
        "column": "column",
        "elocation": "location",
        "equation": "equation",
        "figure": "figure",
        "folio": "folio",
        "issue": "issue",
        "line": "line",
        "note": "note",
        "opus": "opus",
        "page": "page",
        "paragraph": "paragraph",
        "part": "part",
        "rule": "rule",
        "scene": "scene",
        "section": "section",
        "sub-verbo": "sub verbo",
        "supplement": "supplement",
        "table": "table",
        "timestamp": "timestamp",
        "title-locator": "title",
        "verse": "verse",
        "version": "version",
        "volume": "volume",
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """One person or organisation as credited on a work."""

    #: Family name without particle: "Beethoven", 野富.
    family: str = ""
    #: Given names or initials: "Ludwig", "L. W.".
    given: str = ""
    #: Particle that stays with the family name when it stands alone: "de" in "de Gaulle".
    particle: str = ""
    #: Particle that is dropped when the family name stands alone: "von" in "von Beethoven".
    dropping_particle: str = ""
    #: What follows the name: "Jr.", "III".
    suffix: str = ""
    #: The whole name of an organisation, or of a person whose name has no parts. Excludes the other fields.
    literal: str = ""

    def __bool__(self) -> bool:
        return bool(self.family or self.given or self.literal)


@dataclass(frozen=True, slots=True)
class Title:
    """A work's title in another form than the one it is cited by."""

    #: "original", "reading", "romanisation" or "translation".
    form: str
    #: BCP 47, for example "ja-Latn"; "" if unknown.
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """One citable work, close to a CSL-JSON item. Empty strings and empty tuples mean the same as absence."""

    #: Citation key, unique in a collection without regard to case.
    key: str
    #: One of `CSL_TYPES`.
    type: str
    #: CSL role -> names in the order of the title page.
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    #: CSL date variable -> EDTF string with the precision that is really known.
    dates: Mapping[str, str] = field(default_factory=dict)
    #: CSL string or number variable -> plain text, no markup of any kind.
    fields: Mapping[str, str] = field(default_factory=dict)
    #: Scheme of `sources.identifiers` -> values in normal form; those that CSL has no variable for (arxiv, oclc, a second DOI, ...).
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Other forms of the title.
    titles: tuple[Title, ...] = ()
    #: Key of the work this one stands in; what it takes from there stands in `fields` and `names` too.
    part_of: str = ""
    #: Key of the work this one reprints.
    original: str = ""
    #: What a format carried and no field holds, as it was written there: its name there -> text.
    extra: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the field `name`, or "" where the record has none."""
        return self.fields.get(name, "")

    def has_names(self, role: str) -> bool:
        """Whether anybody who can be named is credited in `role`."""
        return any(self.names.get(role, ()))
