"""From a stored document to the record that formats and citations are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sources.formats.record import CSL_DATES, Name, Record, Title
from sources.models import Document
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS, IDENTIFIER_VARIABLES
from sources.services.inheritance import with_inherited

# Variables that hold several identifiers, with a space between them.
_SEVERAL = frozenset({"ISBN", "ISSN"})


def describe_document(document: Document) -> Record:
    """Return the bibliographic record of a document, with what it takes from the whole it is part of and from its original.

    Makes no query when the document was read ``with_record``.
    """
    # What is hidden is named nowhere, not even by what belongs to it (law 7).
    whole, original = (
        own_record(linked) if linked is not None and not linked.is_hidden else None for linked in (document.part_of, document.original)
    )
    return with_inherited(own_record(document), whole, original)


def own_record(document: Document) -> Record:
    """Return what a document says itself."""
    own = {variable: value for column, variable in FIELD_COLUMNS.items() if (value := getattr(document, column))}
    own |= {name: value for name, value in document.variables.items() if name not in CSL_DATES}
    fields, identifiers = with_identifiers(own, ((one.scheme, one.value) for one in document.identifiers.all()))
    dates = {variable: value for column, variable in DATE_COLUMNS.items() if (value := getattr(document, column))}
    return Record(
        key=document.citation_key,
        type=document.type,
        names=_names(document),
        dates=dates | {name: value for name, value in document.variables.items() if name in CSL_DATES},
        fields=fields,
        identifiers=identifiers,
        titles=tuple(Title(other.form, other.language, other.title) for other in document.titles.all()),
        extra={str(name): str(value) for name, value in document.extra.items()},
    )


def with_identifiers(fields: dict[str, str], found: Iterable[tuple[str, str]]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the fields with those identifiers that CSL has a variable for, and the other identifiers.

    Args:
        fields: CSL variable -> text; the URL's column comes before an identifier.
        found: Scheme and value of each, in order.
    """
    fields = dict(fields)
    further: dict[str, list[str]] = defaultdict(list)
    for scheme, value in found:
        variable = IDENTIFIER_VARIABLES.get(scheme, "")
        if variable in _SEVERAL and variable in fields:
            fields[variable] += f" {value}"
        elif variable and variable not in fields:
            fields[variable] = value
        else:
            further[scheme].append(value)
    return fields, {scheme: tuple(values) for scheme, values in further.items()}


def _names(document: Document) -> dict[str, tuple[Name, ...]]:
    names: dict[str, tuple[Name, ...]] = {}
    for contribution in sorted(document.contributions.all(), key=lambda credit: (credit.role, credit.position)):
        names[contribution.role] = (*names.get(contribution.role, ()), contribution.cited_name())
    return names
