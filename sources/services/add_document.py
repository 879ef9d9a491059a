"""Add a document with its contributions, identifiers and titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from history.services import store
from sources.models import Author, Contribution, Document, Identifier, TitleVariant
from sources.services.make_citation_key import make_citation_key


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
    if not document.citation_key:
        document.citation_key = make_citation_key(
            family=_first_family(new.credits), issued=document.issued, title=_latin_title(document.title, new.titles)
        )
    store(document)
    positions: dict[str, int] = {}
    for credit in new.credits:
        positions[credit.role] = positions.get(credit.role, 0) + 1
        store(
            Contribution(
                document=document, author=credit.author, role=credit.role, position=positions[credit.role], credited=credit.credited
            )
        )
    for scheme, value in new.identifiers:
        store(Identifier(document=document, scheme=scheme, value=value))
    for titled in new.titles:
        store(TitleVariant(document=document, form=titled.form, language=titled.language, title=titled.title))
    return document


def _first_family(credits: Sequence[Credit]) -> str:  # noqa: A002 - the field's word for it
    if not credits:
        return ""
    author = credits[0].author
    name = author.family or author.literal
    if name.isascii():
        return name
    romanised = author.variants.filter(form="romanisation").first()
    return (romanised.family or romanised.literal) if romanised else name


def _latin_title(title: str, titles: Sequence[Titled]) -> str:
    return next((other.title for other in titles if other.form == "romanisation"), title)
