"""Citation keys for a batch of new documents: the file's own where it is fit and free, else one made by the pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError

from sources.citation_keys import key_stem, suffixes
from sources.formats.record import Name
from sources.models import NameVariant
from sources.models.documents import validate_citation_key
from sources.romanising import latin_letters
from sources.services.importing.incoming import Incoming, digest_of, leader_of

_LONGEST = 200
_FORMS = ("romanisation", "reading", "translation", "other", "original", "misprint")

#: Digest of a name -> the authors who bear it, primary key and whether it is the authority record's own name.
People = Mapping[str, Sequence[tuple[int, bool]]]


def is_fit(key: str) -> bool:
    """Whether a key of a file can be a citation key here."""
    if not key or len(key) > _LONGEST:
        return False
    try:
        validate_citation_key(key)
    except ValidationError:
        return False
    return True


def stems_of(batch: Iterable[Incoming], people: People) -> dict[int, str]:
    """Return what a key made for each entry begins with, by the entry's number. One statement if a name is not in Latin letters."""
    entries = list(batch)
    romanised = _romanised([digest_of(name) for entry in entries if not _called(name := leader_of(entry.record)).isascii()], people)
    return {entry.number: _stem(entry, romanised) for entry in entries}


def keys_of_stem(stem: str) -> list[str]:
    """Return the first keys that can be made of a stem, in lower case."""
    return [(stem + suffix).lower() for suffix in suffixes(1)]


def _stem(entry: Incoming, romanised: Mapping[str, str]) -> str:
    record = entry.record
    name = leader_of(record)
    others = {title.form: title.text for title in record.titles}
    titles = [others[form] for form in _FORMS if form in others and latin_letters(others[form])]
    title = record.fields.get("title", "")
    if "romanisation" in others or (not latin_letters(title) and titles):
        title = others.get("romanisation") or titles[0]
    return key_stem(romanised.get(digest_of(name), _called(name)), record.dates.get("issued", ""), title)


def _called(name: Name) -> str:
    return name.family or name.literal


def _romanised(digests: Iterable[str], people: People) -> dict[str, str]:
    """Return the names in Latin letters of authors here whose name is asked for in other letters."""
    authors = {people[digest][0][0]: digest for digest in digests if people.get(digest)}
    if not authors:
        return {}
    found: dict[str, str] = {}
    variants = NameVariant.objects.filter(author_id__in=authors).order_by("id")
    for variant in sorted(variants, key=lambda one: _FORMS.index(one.form)):
        name = variant.family or variant.literal
        if latin_letters(name):
            found.setdefault(authors[variant.author_id], name)
    return found
