"""Which entry type says a CSL type, in BibLaTeX's default data model and in classic BibTeX.

A type is taken only when the record has what that type demands, else the next of its row: so that neither biber's
validation nor a standard `.bst` file has anything to warn about. `misc` demands only a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sources.formats.record import Record

#: CSL type -> BibLaTeX entry types, the most telling first. Types not listed are `misc`.
_BIBLATEX_ROWS = {
    "article": "article online",
    "article-journal": "article online",
    "article-magazine": "article online",
    "article-newspaper": "article online",
    "book": "book collection",
    "chapter": "incollection inbook",
    "classic": "book collection",
    "collection": "collection",
    "dataset": "dataset",
    "entry": "inreference inbook online",
    "entry-dictionary": "inreference inbook online",
    "entry-encyclopedia": "inreference inbook online",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings unpublished",
    "patent": "patent",
    "periodical": "periodical",
    "post": "online",
    "post-weblog": "online",
    "report": "report online",
    "review": "article online",
    "review-book": "article online",
    "software": "software",
    "speech": "unpublished",
    "standard": "manual",
    "thesis": "thesis unpublished",
    "webpage": "online",
}

#: CSL type -> classic BibTeX entry types. Types not listed are `misc`.
_BIBTEX_ROWS = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "classic": "book",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "review": "article",
    "review-book": "article",
    "speech": "unpublished",
    "standard": "manual",
    "thesis": "phdthesis",
}

#: Entry type -> CSL variables it demands beside a title; `|` between alternatives. Dates are always supplied.
_BIBLATEX_DEMANDS = {
    "article": "author container-title",
    "book": "author",
    "booklet": "author|editor",
    "collection": "editor",
    "inbook": "author container-title",
    "incollection": "author editor container-title",
    "inproceedings": "author container-title",
    "inreference": "author editor container-title",
    "online": "URL|DOI",
    "patent": "author number",
    "periodical": "editor",
    "report": "author publisher",
    "thesis": "author publisher",
    "unpublished": "author",
}
_BIBTEX_DEMANDS = {
    "article": "author container-title",
    "book": "author|editor publisher",
    "incollection": "author container-title publisher",
    "inproceedings": "author container-title",
    "phdthesis": "author publisher",
    "techreport": "author publisher",
    "unpublished": "author note",
}

#: Entry type -> the CSL type that a reader takes it for; every other CSL type is named in the comment.
_READ_AS = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "commentary": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "map": "map",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "softwaremodule": "software",
    "softwareversion": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
    "www": "webpage",
}

#: Fields of BibLaTeX's default data model that every entry type takes (those that are written at all).
_EVERYWHERE = (
    "abstract annotation date doi entrysubtype keywords langid library note origdate origlocation origpublisher origtitle "
    "pubstate shortjournal shorttitle title titleaddon url urldate"
)
_BOOK = "author chapter edition editor editortype isbn location number pages part publisher series translator volume volumes"
_EVENT = "eventdate eventtitle venue"
_MISC = "addendum author editor editortype howpublished location organization type version"

#: Entry type -> further fields of BibLaTeX's default data model.
_FIELDS = {
    "article": "author editor editortype eid issn issue journaltitle number pages series translator version volume",
    "book": f"{_BOOK} pagetotal",
    "booklet": "addendum author chapter editor editortype howpublished location pages pagetotal type",
    "collection": f"{_BOOK.removeprefix('author ')} pagetotal",
    "dataset": "author edition editor editortype location number organization publisher series type version",
    "inbook": f"{_BOOK} bookauthor booktitle",
    "incollection": f"{_BOOK} booktitle",
    "inproceedings": f"author booktitle chapter editor editortype {_EVENT} isbn location number organization pages part "
    "publisher series volume volumes",
    "inreference": f"{_BOOK} booktitle",
    "manual": "author chapter edition editor editortype isbn location number organization pages pagetotal publisher series type version",
    "misc": _MISC,
    "online": "addendum author editor editortype organization version",
    "patent": "addendum author location number type version",
    "periodical": "editor editortype issn issue number series volume",
    "report": "addendum author chapter institution location number pages pagetotal type version",
    "software": _MISC,
    "thesis": "addendum author chapter institution location pages pagetotal type",
    "unpublished": f"addendum author {_EVENT} howpublished location type",
}
_ALLOWED = {name: frozenset(f"{_EVERYWHERE} {fields}".split()) for name, fields in _FIELDS.items()}


def biblatex_type(record: Record) -> str:
    """Return the BibLaTeX entry type for `record`."""
    if record.type == "chapter" and record.has_names("container-author") and _meets(record, _BIBLATEX_DEMANDS["inbook"]):
        return "inbook"
    return _first_fit(record, _BIBLATEX_ROWS, _BIBLATEX_DEMANDS)


def bibtex_type(record: Record) -> str:
    """Return the classic BibTeX entry type for `record`."""
    chosen = _first_fit(record, _BIBTEX_ROWS, _BIBTEX_DEMANDS)
    is_master = chosen == "phdthesis" and "master" in record.text("genre").lower()
    return "mastersthesis" if is_master else chosen


def biblatex_fields(entry_type: str) -> frozenset[str]:
    """Return the fields that biber's validation lets `entry_type` have, as far as they are written here."""
    return _ALLOWED[entry_type]


def read_as(entry_type: str) -> str:
    """Return the CSL type that an entry of this type is read as; "" if it says none by itself."""
    return _READ_AS.get(entry_type, "")


def _first_fit(record: Record, rows: Mapping[str, str], demands: Mapping[str, str]) -> str:
    row = rows.get(record.type, "").split()
    return next((name for name in row if _meets(record, demands.get(name, ""))), "misc")


def _meets(record: Record, demand: str) -> bool:
    return all(any(_has(record, name) for name in either.split("|")) for either in demand.split())


def _has(record: Record, variable: str) -> bool:
    return bool(record.text(variable).strip()) or record.has_names(variable)
