"""A record as a BibLaTeX entry that biber's validation finds nothing to say about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum import isbn, issn

from sources.formats.babel_languages import babel_name
from sources.formats.bibtex.entry import BibEntry, in_order
from sources.formats.bibtex.entry_types import biblatex_fields, biblatex_type
from sources.formats.dates import to_biblatex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sources.formats.record import Record

#: CSL variable -> fields that may say it; the first that the entry type has and that is free. Order matters.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "title-short": ("shorttitle",),
    "container-title": ("journaltitle", "booktitle"),
    "container-title-short": ("shortjournal",),
    "volume": ("volume",),
    "number-of-volumes": ("volumes",),
    "part-number": ("part",),
    "chapter-number": ("chapter",),
    "page": ("pages",),
    "number-of-pages": ("pagetotal",),
    "edition": ("edition",),
    "version": ("version",),
    "genre": ("type",),
    "collection-title": ("series",),
    "publisher": ("publisher", "institution", "organization"),
    "publisher-place": ("location",),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "medium": ("howpublished",),
    "original-title": ("origtitle",),
    "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
    "DOI": ("doi",),
    "URL": ("url",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "call-number": ("library",),
    "status": ("pubstate",),
    "keyword": ("keywords",),
    "language": ("langid",),
    "note": ("note",),
    "annote": ("annotation",),
    "abstract": ("abstract",),
}
_DATES = {"issued": "date", "event-date": "eventdate", "original-date": "origdate", "accessed": "urldate"}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
#: Roles that may stand in for an editor, by BibLaTeX's own names for them.
_EDITOR_TYPES = {"compiler": "compiler", "director": "director", "organizer": "organizer"}
#: Entry types whose number is the work's own; that of articles is the issue, of all others the number in the series.
_OWN_NUMBER = frozenset({"dataset", "manual", "patent", "report"})
_DEFAULT_GENRES = {"report": "report", "thesis": "thesis"}


def biblatex_entry(record: Record, *, ascii_only: bool = False) -> BibEntry:
    """Return `record` as a BibLaTeX entry."""
    entry = BibEntry(record, biblatex_type(record), is_biblatex=True, ascii_only=ascii_only)
    _add_names(entry)
    _add_dates(entry)
    _add_fields(entry)
    _add_for_styles(entry)
    entry.set_arxiv("eprinttype", "arxiv")
    return entry


def _add_names(entry: BibEntry) -> None:
    allowed = biblatex_fields(entry.entry_type)
    for role in in_order(filter(entry.record.has_names, entry.record.names), _NAMES):
        name = _NAMES.get(role, "editor" if role in _EDITOR_TYPES else "")
        if name not in allowed or name in entry.fields:
            entry.leave_names(role)
            continue
        entry.set_names(name, role)
        if role in _EDITOR_TYPES:
            entry.derive("editortype", _EDITOR_TYPES[role])
            entry.derived.append("editor")
            entry.leave_names(role)


def _add_dates(entry: BibEntry) -> None:
    allowed = biblatex_fields(entry.entry_type)
    dates = {variable: date for variable, date in entry.record.dates.items() if date}
    for variable in in_order(dates, _DATES):
        name = _DATES.get(variable)
        said = to_biblatex(dates[variable])
        if name in allowed and (said != "XXXX" or name == "date"):
            entry.fields[name] = said
        if name not in allowed or said != dates[variable] or said == "XXXX":
            entry.left_dates[variable] = dates[variable]
    # The data model demands a date of most types, and takes this for an undated work.
    entry.fields.setdefault("date", "XXXX")


def _add_fields(entry: BibEntry) -> None:
    texts = {variable: text for variable, text in entry.record.fields.items() if text}
    for variable in in_order(texts, (*_FIELDS, *_NUMBER_VARIABLES)):
        text = texts[variable]
        name = _target(entry, variable, text)
        if name:
            entry.set_text(name, variable, text)
        else:
            entry.left_fields[variable] = text


_NUMBER_VARIABLES = ("issue", "number", "collection-number")


def _target(entry: BibEntry, variable: str, text: str) -> str:
    """Return the field for a CSL variable, or "" where the entry type has none or its rule refuses the text."""
    allowed = biblatex_fields(entry.entry_type)
    names = _number_fields(entry, variable, text) if variable in _NUMBER_VARIABLES else _FIELDS.get(variable, ())
    free = (name for name in names if name in allowed and name not in entry.fields)
    return next((name for name in free if name not in _RULES or _RULES[name](text)), "")


def _number_fields(entry: BibEntry, variable: str, text: str) -> tuple[str, ...]:
    if variable == "issue":
        is_word = not any(character.isdigit() for character in text)
        return ("issue",) if is_word else ("number", "issue") if "issue" in biblatex_fields(entry.entry_type) else ()
    if variable == "number":
        return ("number",) if entry.entry_type in _OWN_NUMBER else ("eid",)
    return () if entry.entry_type in _OWN_NUMBER or entry.entry_type in {"article", "periodical"} else ("number",)


def _add_for_styles(entry: BibEntry) -> None:
    """Write what the entry type demands and the record lacks, and print what would else stay in the comment."""
    allowed = biblatex_fields(entry.entry_type)
    if "title" not in entry.fields:
        entry.derive("title", "[no title]")
    if entry.entry_type in _DEFAULT_GENRES and "type" not in entry.fields:
        entry.derive("type", _DEFAULT_GENRES[entry.entry_type])
    if entry.record.type in {"article-magazine", "article-newspaper"}:
        entry.derive("entrysubtype", entry.record.type.removeprefix("article-"))
    if "container-title" in entry.left_fields:
        entry.derive("titleaddon", entry.left_fields["container-title"])
    series = [entry.left_fields[part] for part in ("collection-title", "collection-number") if part in entry.left_fields]
    if series and "addendum" in allowed:
        entry.derive("addendum", ", ".join(series))


def _is_integer(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit()


#: Field -> what biber demands of its value.
_RULES: Mapping[str, Callable[[str], bool]] = {
    "isbn": isbn.is_valid,
    "issn": issn.is_valid,
    "langid": lambda text: bool(babel_name(text)),
    "volume": _is_integer,
    "volumes": _is_integer,
}
