"""The citation key of a document from what belongs to it: contributions and titles, stored or about to be."""

from __future__ import annotations

from collections.abc import Iterable

from sources.models import Author, Contribution, Document, TitleVariant
from sources.romanising import latin_letters
from sources.services.make_citation_key import make_citation_key

# Which form of a name says best how it is written in Latin letters.
_FORMS = ("romanisation", "reading", "translation", "other", "original", "misprint")


def key_for(document: Document, contributions: Iterable[Contribution], titles: Iterable[TitleVariant]) -> str:
    """Return a free key from the first author, the year and the title, each romanised where that is known."""
    return make_citation_key(family=_family(contributions), issued=document.issued, title=_title(document, titles))


def _title(document: Document, titles: Iterable[TitleVariant]) -> str:
    """The title, else its romanisation, else any other form that has Latin letters."""
    others = {one.form: one.title for one in titles}
    if "romanisation" in others:
        return others["romanisation"]
    return next((title for title in (document.title, *others.values()) if latin_letters(title)), document.title)


def _family(contributions: Iterable[Contribution]) -> str:
    """The first author's name, else the first contributor's."""
    credited = sorted(contributions, key=lambda one: (one.role != "author", one.position))
    return _latin(credited[0]) if credited else ""


def _latin(credit: Contribution) -> str:
    """The name that is cited where it is phonetic; else the author's other forms; else what the document prints."""
    cited = credit if credit.has_name else credit.author
    name = cited.family or cited.literal
    if latin_letters(name) and name.isascii():
        return name
    romanised = _variant(credit.author) or family_in(credit.credited)
    return romanised if latin_letters(romanised) else name


def _variant(author: Author) -> str:
    """The best of the author's other names that has Latin letters; one query for an author who is stored."""
    variants = sorted(author.variants.all(), key=lambda one: _FORMS.index(one.form)) if author.pk else []
    names = (one.family or one.literal for one in variants)
    return next((name for name in names if latin_letters(name)), "")


def family_in(printed: str) -> str:
    """Return the family name in a name as it is printed: before a comma, else in capitals, else last; empty without Latin letters."""
    before, comma, _ = printed.partition(",")
    words = [word for word in (before if comma else printed).split() if latin_letters(word)]
    if comma or not words:
        return " ".join(words)
    # A rank such as COL is written in capitals too: only a word in capitals among others of at least four letters is the family.
    capitals = [word for word in words if word.isupper() and len(word) >= 4]
    return capitals[0] if len(capitals) == 1 and len(words) > 1 else words[-1]
