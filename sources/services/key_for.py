"""The citation key of a document from what belongs to it: contributions and titles, stored or about to be."""

from __future__ import annotations

from collections.abc import Iterable

from sources.models import Author, Contribution, Document, TitleVariant
from sources.services.make_citation_key import make_citation_key


def key_for(document: Document, contributions: Iterable[Contribution], titles: Iterable[TitleVariant]) -> str:
    """Return a free key from the first author, the year and the title, each romanised where that is known."""
    romanised = next((one.title for one in titles if one.form == TitleVariant.Form.ROMANISATION), "")
    return make_citation_key(family=_family(contributions), issued=document.issued, title=romanised or document.title)


def _family(contributions: Iterable[Contribution]) -> str:
    """The first author's name, else the first contributor's."""
    credited = sorted(contributions, key=lambda one: (one.role != "author", one.position))
    return _latin(credited[0].author) if credited else ""


def _latin(author: Author) -> str:
    name = author.family or author.literal
    if name.isascii():
        return name
    variant = author.variants.filter(form="romanisation").first()
    return (variant.family or variant.literal) if variant else name
