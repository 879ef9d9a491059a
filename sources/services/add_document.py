"""Add a document with its contributions, identifiers and titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from history.services import store
from sources.models import Author, Contribution, Document, Identifier, TitleVariant
from sources.services.key_for import key_for
from sources.services.references.resolving import retry_references


@dataclass(frozen=True)
class Credit:
    """One contribution to a new document."""

    author: Author
    role: str = "author"
    credited: str = ""


@dataclass(frozen=True)
class Titled:
    """One other form of a new document's title."""

    form: str
    language: str
    title: str


@dataclass(frozen=True)
class NewDocument:
    """What a new document is made of; ``fields`` are columns of Document."""

    fields: dict[str, Any]
    credits: Sequence[Credit] = ()
    identifiers: Sequence[tuple[str, str]] = ()
    titles: Sequence[Titled] = field(default_factory=tuple)


@transaction.atomic
def add_document(new: NewDocument) -> Document:
    """Store a document and what belongs to it; a key is made when none is given.

    Raises:
        ValidationError: A field is not fit; the message names it. Nothing is stored then.
    """
    document = Document(**new.fields)
    contributions = list(_contributions(document, new.credits))
    titles = [TitleVariant(document=document, form=other.form, language=other.language, title=other.title) for other in new.titles]
    if not document.citation_key:
        document.citation_key = key_for(document, contributions, titles)
    store(document)
    identifiers = [Identifier(document=document, scheme=scheme, value=value) for scheme, value in new.identifiers]
    for part in (*contributions, *titles, *identifiers):
        store(part)
    retry_references([document.pk])
    return document


def _contributions(document: Document, credited: Sequence[Credit]) -> Iterator[Contribution]:
    positions: dict[str, int] = {}
    for credit in credited:
        positions[credit.role] = positions.get(credit.role, 0) + 1
        yield Contribution(
            document=document, author=credit.author, role=credit.role, position=positions[credit.role], credited=credit.credited
        )
