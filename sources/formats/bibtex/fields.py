"""Which CSL variable a field of BibTeX or BibLaTeX says, and which fields are read at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Fields of prose that say one CSL variable whatever the entry type. Order: the first of a row is taken.
PROSE: Final[Mapping[str, str]] = {
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "series": "collection-title",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "part": "part-number",
    "chapter": "chapter-number",
    "pagetotal": "number-of-pages",
    "edition": "edition",
    "version": "version",
    "eventtitle": "event-title",
    "venue": "event-place",
    "origtitle": "original-title",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "library": "call-number",
    "pubstate": "status",
    "keywords": "keyword",
    "note": "note",
    "addendum": "note",
    "annotation": "annote",
    "annote": "annote",
    "abstract": "abstract",
    "license": "license",
    "issuetitle": "volume-title",
}
#: Fields that hold numbers or ranges of them.
RANGES: Final = frozenset({"pages", "number", "issue", "volume"})
#: Fields whose paragraphs mean something.
LONG: Final = frozenset({"abstract", "annotation", "annote", "note", "addendum"})
#: Identifiers and addresses that CSL has a variable for.
IDENTIFIERS: Final[Mapping[str, str]] = {"doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID"}
#: The publisher goes by several names; the first that is there is taken, the others are kept as they are.
PUBLISHERS: Final = ("publisher", "institution", "school", "organization")
PLACES: Final = ("address", "location")
CONTAINERS: Final = ("journaltitle", "journal", "booktitle")
DATES: Final[Mapping[str, str]] = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
LANGUAGES: Final = ("langid", "language", "hyphenation")
EPRINT_TYPES: Final = ("eprinttype", "archiveprefix")

#: Field -> CSL role. Roles that CSL has no word for are contributors, and the field is kept besides.
ROLES: Final[Mapping[str, str]] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "annotator": "contributor",
    "commentator": "contributor",
    "introduction": "contributor",
    "foreword": "contributor",
    "afterword": "contributor",
    "editora": "editor",
    "editorb": "editor",
    "editorc": "editor",
    "director": "director",
    "illustrator": "illustrator",
    "serieseditor": "collection-editor",
    "origauthor": "original-author",
}
#: BibLaTeX's types of editors -> CSL role.
EDITOR_TYPES: Final[Mapping[str, str]] = {
    "editor": "editor",
    "compiler": "compiler",
    "director": "director",
    "organizer": "organizer",
    "illustrator": "illustrator",
    "producer": "producer",
    "narrator": "narrator",
    "performer": "performer",
    "translator": "translator",
    "collaborator": "contributor",
}
EDITORS: Final[Mapping[str, str]] = {"editor": "editortype", "editora": "editoratype", "editorb": "editorbtype", "editorc": "editorctype"}

#: What BibLaTeX prints for a type that is one of its own words.
GENRES: Final[Mapping[str, str]] = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "software": "Software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
}
#: Entry types that are such a word by themselves.
TYPED: Final = frozenset({"phdthesis", "mastersthesis"})

#: Entry types whose number is the work's own; that of articles is the issue, of books the number in their series.
OWN_NUMBER: Final = frozenset(
    [
        "customa",
        "dataset",
        "electronic",
        "legislation",
        "jurisdiction",
        "legal",
        "manual",
        "misc",
        "online",
        "other",
        "patent",
        "report",
        "software",
        "standard",
        "techreport",
        "thesis",
        "unpublished",
        "webpage",
        "www",
    ]
)
ISSUED_NUMBER: Final = frozenset({"article", "periodical", "suppperiodical", "review"})

_TITLES = "title subtitle booktitle booksubtitle maintitle mainsubtitle journaltitle journal journalsubtitle titleaddon issuesubtitle"
_OTHERS = "type number issue eid pages howpublished entrysubtype date year month day eprint crossref xdata xref key related relatedtype"
#: Every field that the reader gives a meaning to; a field of the same name in `Record.extra` cannot be written as it is.
KNOWN: Final = frozenset(
    {
        *PROSE,
        *IDENTIFIERS,
        *PUBLISHERS,
        *PLACES,
        *DATES,
        *LANGUAGES,
        *EPRINT_TYPES,
        *ROLES,
        *EDITORS.values(),
        *_TITLES.split(),
        *_OTHERS.split(),
    }
)
