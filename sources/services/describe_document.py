"""From a stored document to the record that formats and citations are made of."""

from __future__ import annotations

from sources.formats.record import Name, Record
from sources.models import Document

_FIELDS = {
    "title": "title",
    "title_short": "title-short",
    "language": "language",
    "chapter_number": "chapter-number",
    "container_title": "container-title",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "edition": "edition",
    "number": "number",
    "number_of_pages": "number-of-pages",
    "number_of_volumes": "number-of-volumes",
    "genre": "genre",
    "medium": "medium",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "event_title": "event-title",
    "event_place": "event-place",
    "archive": "archive",
    "archive_location": "archive_location",
    "url": "URL",
    "original_title": "original-title",
    "original_publisher": "original-publisher",
    "original_publisher_place": "original-publisher-place",
    "abstract": "abstract",
    "note": "note",
    "annote": "annote",
}
_DATES = {"issued": "issued", "accessed": "accessed", "event_date": "event-date", "original_date": "original-date"}
_IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "url": "URL"}
# What a part takes from the whole that it stands in.
_INHERITED = (
    "collection-title",
    "collection-number",
    "volume",
    "edition",
    "number-of-volumes",
    "publisher",
    "publisher-place",
    "event-title",
    "event-place",
    "ISBN",
    "ISSN",
)


def describe_document(document: Document) -> Record:
    """Return the bibliographic record of a document, with what it takes from the whole it is part of and from its original.

    Makes no query when the document was read ``with_record``.
    """
    fields, extra = _own_fields(document)
    names = _names(document)
    dates = {variable: value for column, variable in _DATES.items() if (value := getattr(document, column))}
    # What is hidden is named nowhere, not even by what belongs to it (law 7).
    if document.part_of is not None and not document.part_of.is_hidden:
        _inherit(fields, names, dates, document.part_of)
    if document.original is not None and not document.original.is_hidden:
        _say_original(fields, dates, document.original, title=document.title)
    return Record(key=document.citation_key, type=document.type, names=names, dates=dates, fields=fields, extra=extra)


def _own_fields(document: Document) -> tuple[dict[str, str], dict[str, str]]:
    fields = {variable: value for column, variable in _FIELDS.items() if (value := getattr(document, column))}
    extra = {str(name): str(value) for name, value in document.extra.items()}
    for identifier in document.identifiers.all():
        variable = _IDENTIFIERS.get(identifier.scheme)
        if variable and variable not in fields:
            fields[variable] = identifier.value
        elif not variable:
            extra.setdefault(identifier.scheme, identifier.value)
    return fields, extra


def _names(document: Document) -> dict[str, tuple[Name, ...]]:
    names: dict[str, tuple[Name, ...]] = {}
    for contribution in sorted(document.contributions.all(), key=lambda credit: (credit.role, credit.position)):
        names[contribution.role] = (*names.get(contribution.role, ()), contribution.cited_name())
    return names


def _inherit(fields: dict[str, str], names: dict[str, tuple[Name, ...]], dates: dict[str, str], whole: Document) -> None:
    theirs, _ = _own_fields(whole)
    fields.setdefault("container-title", whole.title)
    for variable in _INHERITED:
        if variable in theirs:
            fields.setdefault(variable, theirs[variable])
    for role, credited in _names(whole).items():
        names.setdefault("container-author" if role == "author" else role, credited)
    if whole.issued:
        dates.setdefault("issued", whole.issued)


def _say_original(fields: dict[str, str], dates: dict[str, str], original: Document, *, title: str) -> None:
    if original.issued:
        dates.setdefault("original-date", original.issued)
    if original.title != title:
        fields.setdefault("original-title", original.title)
    publisher = original.publisher or original.container_title
    if publisher:
        fields.setdefault("original-publisher", publisher)
    if original.publisher_place:
        fields.setdefault("original-publisher-place", original.publisher_place)
