"""A record as a classic BibTeX entry that the standard styles find nothing to warn about.

The standard styles pass over fields that they do not know, so what later styles have names for (doi, url, isbn, ...) is
written under BibLaTeX's names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sources.formats.bibtex.dates_of_entries import issued as issued_of
from sources.formats.bibtex.entry import BibEntry, in_order
from sources.formats.bibtex.entry_types import bibtex_type
from sources.formats.bibtex.labels import in_letters, is_cut_apart
from sources.formats.bibtex.names import spoken
from sources.formats.dates import Moment, Period, to_biblatex, to_period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sources.formats.record import Record

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_DASH = "--"

#: CSL variable -> field, for every entry type that has no name of its own for it.
_FIELDS: Mapping[str, str] = {
    "title": "title",
    "title-short": "shorttitle",
    "container-title": "booktitle",
    "container-title-short": "shortjournal",
    "volume": "volume",
    "number-of-volumes": "volumes",
    "part-number": "part",
    "chapter-number": "chapter",
    "page": "pages",
    "number-of-pages": "pagetotal",
    "edition": "edition",
    "version": "version",
    "genre": "type",
    "collection-title": "series",
    "collection-number": "number",
    "issue": "issue",
    "publisher": "publisher",
    "publisher-place": "address",
    "event-title": "eventtitle",
    "event-place": "venue",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "call-number": "library",
    "status": "pubstate",
    "keyword": "keywords",
    "language": "langid",
    "note": "note",
    "annote": "annotation",
    "abstract": "abstract",
}
_OWN_FIELDS: Mapping[str, Mapping[str, str]] = {
    "article": {"container-title": "journal", "issue": "number", "collection-number": ""},
    "techreport": {"publisher": "institution", "number": "number", "collection-number": ""},
    "phdthesis": {"publisher": "school", "collection-number": ""},
    "mastersthesis": {"publisher": "school", "collection-number": ""},
    "manual": {"publisher": "organization", "number": "number", "collection-number": ""},
    "misc": {"number": "number", "collection-number": ""},
    "unpublished": {"number": "number", "collection-number": ""},
}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
#: Dates that the standard styles pass over; BibLaTeX's names and notation.
_DATES = {"event-date": "eventdate", "original-date": "origdate", "accessed": "urldate"}
#: Entry types of which the standard styles demand a year.
_DATED = frozenset({"article", "book", "incollection", "inproceedings", "mastersthesis", "phdthesis", "techreport"})
_UNTYPED_GENRES = {"phdthesis": "Thesis", "techreport": "Report"}


def bibtex_entry(record: Record, *, ascii_only: bool = False) -> BibEntry:
    """Return `record` as a classic BibTeX entry."""
    entry = BibEntry(record, bibtex_type(record), is_biblatex=False, ascii_only=ascii_only)
    _add_names(entry)
    _add_dates(entry)
    _add_fields(entry)
    _add_note(entry)
    _add_for_styles(entry)
    entry.set_arxiv("archiveprefix", "arXiv")
    entry.set_extra()
    return entry


def _add_names(entry: BibEntry) -> None:
    for role in in_order(filter(entry.record.has_names, entry.record.names), _NAMES):
        # The standard styles print either author or editor of a book, and warn of both.
        is_second = role == "editor" and entry.entry_type == "book" and "author" in entry.fields
        if role not in _NAMES or is_second:
            entry.leave_names(role)
        else:
            entry.set_names(_NAMES[role], role)


def _add_dates(entry: BibEntry) -> None:
    dates = {variable: date for variable, date in entry.record.dates.items() if date}
    fields, read = _issued(dates.get("issued", ""))
    entry.fields.update(fields)
    if not fields and entry.entry_type in _DATED:
        entry.fields["year"] = "n.d."
    said = {"issued": read}
    for variable in in_order(dates, _DATES):
        name = _DATES.get(variable)
        if name and to_biblatex(dates[variable]) != "XXXX":
            entry.fields[name] = said[variable] = to_biblatex(dates[variable])
        if said.get(variable) != dates[variable]:
            entry.left_dates[variable] = dates[variable]


@lru_cache(maxsize=4096)
def _issued(date: str) -> tuple[Mapping[str, str], str]:
    """Return the fields that say a date, none for no date, and the date that a reader makes of them, "" if it is not sure."""
    period = to_period(date)
    if not period:
        return {}, ""
    fields = {"year": _year(period), **_month(period)}
    said, is_whole = issued_of(fields["year"], fields.get("month", ""), fields.get("day", ""))
    return fields, said if is_whole else ""


def _month(period: Period) -> Mapping[str, str]:
    """Return month and day of a date that is no span."""
    moment = period.start
    if moment is None or period.is_span or period.circa or not 0 < moment.year < 10000:
        return {}
    if moment.season:
        return {"month": _SEASONS[moment.season - 1]}
    if not moment.month:
        return {}
    return {"month": MONTHS[moment.month - 1]} | ({"day": str(moment.day)} if moment.day else {})


def _year(period: Period) -> str:
    ends = [_one_year(end) for end in (period.start, period.end)]
    year = ends[0] if ends[0] == ends[1] else _DASH.join(ends)
    return f"c. {year}" if period.circa else year


def _one_year(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return str(moment.year) if moment.year > 0 else f"{1 - moment.year} BCE"


def _add_fields(entry: BibEntry) -> None:
    texts = {variable: text for variable, text in entry.record.fields.items() if text}
    own = _OWN_FIELDS.get(entry.entry_type, {})
    for variable in in_order(texts, _FIELDS):
        name = own.get(variable, _FIELDS.get(variable, ""))
        if name and not _is_warned_of(entry, name):
            entry.set_text(name, variable, texts[variable])
        elif name == "number" and variable == "issue":
            entry.set_text("issue", variable, texts[variable])
        else:
            entry.left_fields[variable] = texts[variable]


def _is_warned_of(entry: BibEntry, name: str) -> bool:
    """Whether the standard styles would warn of a number: it needs a volume in articles, in books a series and no volume."""
    if name != "number" or entry.entry_type in {"techreport", "manual", "misc"}:
        return False
    if entry.entry_type == "article":
        return "volume" not in entry.fields
    return "series" not in entry.fields or "volume" in entry.fields


def _add_note(entry: BibEntry) -> None:
    """Add to the note what these styles have no field for: editors beside an author, and the original edition."""
    note = entry.record.text("note")
    parts = [note, _editors(entry), _original(entry.record)]
    said = ". ".join(part.rstrip(".") for part in parts if part)
    if said and said != note.rstrip("."):
        entry.derive("note", said)
        entry.left_fields |= {"note": note} if note else {}


def _editors(entry: BibEntry) -> str:
    if "editor" not in entry.left_names or "editor" in entry.fields:
        return ""
    return f"Edited by {', '.join(spoken(name) for name in entry.record.names['editor'] if name)}"


def _original(record: Record) -> str:
    period = to_period(record.dates.get("original-date", ""))
    title = record.text("original-title")
    imprint = ": ".join(filter(None, (record.text("original-publisher-place"), record.text("original-publisher"))))
    parts = [_year(period) if period else "", f"as {title}" if title else "", f"({imprint})" if imprint else ""]
    said = " ".join(filter(None, parts))
    return f"Originally published {said}" if said else ""


def _add_for_styles(entry: BibEntry) -> None:
    """Write what the styles demand of the entry type and the record lacks."""
    if "title" not in entry.fields:
        entry.derive("title", "[no title]")
    if entry.entry_type in _UNTYPED_GENRES and "type" not in entry.fields:
        entry.derive("type", _UNTYPED_GENRES[entry.entry_type])
    if entry.entry_type == "misc":
        published = entry.record.text("container-title") or entry.record.text("publisher")
        if published:
            entry.derive("howpublished", published)
    has_sort_name = "author" in entry.fields or (entry.entry_type == "book" and "editor" in entry.fields)
    if not has_sort_name:
        _add_key(entry)


def _add_key(entry: BibEntry) -> None:
    """Write the title as what to sort by, and as a label that is not cut within a command."""
    title = entry.fields["title"]
    if is_cut_apart(title):
        entry.derive("key", entry.record.text("title"))
        entry.fields["key"] = in_letters(entry.fields["key"])
    else:
        entry.fields["key"] = title
