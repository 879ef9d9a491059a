"""From a stored document to the record that formats and citations are made of."""

from __future__ import annotations

from collections import defaultdict

from sources.formats.record import CSL_DATES, Name, Record, Title
from sources.models import Document
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS, IDENTIFIER_VARIABLES

# Variables that hold several identifiers, with a space between them.
_SEVERAL = frozenset({"ISBN", "ISSN"})

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
    fields, identifiers = own_fields(document)
    names = _names(document)
    dates = own_dates(document)
    # What is hidden is named nowhere, not even by what belongs to it (law 7).
    whole = document.part_of if document.part_of is not None and not document.part_of.is_hidden else None
    original = document.original if document.original is not None and not document.original.is_hidden else None
    if whole:
        _inherit(fields, names, dates, whole)
    if original:
        _say_original(fields, dates, original, title=document.title)
    return Record(
        key=document.citation_key,
        type=document.type,
        names=names,
        dates=dates,
        fields=fields,
        identifiers=identifiers,
        titles=tuple(Title(other.form, other.language, other.title) for other in document.titles.all()),
        part_of=whole.citation_key if whole else "",
        original=original.citation_key if original else "",
        extra={str(name): str(value) for name, value in document.extra.items()},
    )


def own_dates(document: Document) -> dict[str, str]:
    """Return the dates that a document has itself: CSL variable -> EDTF."""
    dates = {variable: value for column, variable in DATE_COLUMNS.items() if (value := getattr(document, column))}
    return dates | {name: value for name, value in document.variables.items() if name in CSL_DATES}


def own_fields(document: Document) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the texts that a document has itself, CSL variable -> text, and its identifiers that CSL has no variable for."""
    fields = {variable: value for column, variable in FIELD_COLUMNS.items() if (value := getattr(document, column))}
    fields |= {name: value for name, value in document.variables.items() if name not in CSL_DATES}
    further: dict[str, list[str]] = defaultdict(list)
    for identifier in document.identifiers.all():
        variable = IDENTIFIER_VARIABLES.get(identifier.scheme, "")
        if variable in _SEVERAL and variable in fields:
            fields[variable] += f" {identifier.value}"
        elif variable and variable not in fields:
            fields[variable] = identifier.value
        else:
            further[identifier.scheme].append(identifier.value)
    return fields, {scheme: tuple(values) for scheme, values in further.items()}


def _names(document: Document) -> dict[str, tuple[Name, ...]]:
    names: dict[str, tuple[Name, ...]] = {}
    for contribution in sorted(document.contributions.all(), key=lambda credit: (credit.role, credit.position)):
        names[contribution.role] = (*names.get(contribution.role, ()), contribution.cited_name())
    return names


def _inherit(fields: dict[str, str], names: dict[str, tuple[Name, ...]], dates: dict[str, str], whole: Document) -> None:
    theirs, _ = own_fields(whole)
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
