"""Some authors of a file: those that are here, and new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.db.models import Q

from claims.exchange.incoming.comparing import compare
from claims.exchange.incoming.names import note_sources, sources_named, taken
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.source_records import Author
from sources import models
from sources.formats.record import Name
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids, rows_of

_AUTHORS = Table(models.Author)
_VARIANTS = Table(models.NameVariant)
_NUMBERS = ("orcid", "viaf", "wikidata")
# Of one family or whole name, by the index of what names are compared by.
_OF_NAME = """
    SELECT id FROM sources_author WHERE sources_match_key(family || literal) = ANY (
        ARRAY(SELECT sources_match_key(name) FROM unnest(%s::text[]) AS asked (name)))
"""
_PARTS = tuple(one.name for one in fields(Name))


def take_authors(authors: Sequence[Incoming[Author]]) -> None:
    """Know authors again by their ids, else by their numbers, else by the very same name; write the others.

    By name only those are known that were here before this file: two authors of one name in one file are two.
    """
    here = _here(authors)
    new = []
    for incoming in authors:
        author = incoming.record
        known = here.get(author.public_id)
        if known is None:
            new.append(author)
            continue
        author.pk = known.merged_into_id or known.pk
        incoming.result = "unchanged"
        compare(incoming, {name: getattr(known, name) for name in author.columns}, author.columns)
    for author, pk in zip(new, next_ids(_AUTHORS.name, len(new)) if new else (), strict=True):
        author.pk = pk
    _AUTHORS.write([_AUTHORS.row(one.columns | {"id": one.pk, "public_id": one.public_id}) for one in new])
    variants = [(one.pk, variant) for one in new for variant in one.variants]
    keys = next_ids(_VARIANTS.name, len(variants)) if variants else []
    _VARIANTS.write(
        [_VARIANTS.row(variant | {"id": key, "author_id": author}) for key, (author, variant) in zip(keys, variants, strict=True)]
    )
    brought = {one.public_id for one in new}
    note_sources("author", ((one.record.public_id, one.record.pk, one.record.public_id in brought) for one in authors))


def authors_named(names: set[str]) -> dict[str, int]:
    """Return the authors that ids in the file stand for: as the file brought them, else as they are here."""
    found = {name: source.pk for name, source in sources_named("author", names).items()}
    rows = models.Author.objects.filter(public_id__in=names - found.keys()).order_by().values_list("public_id", "pk", "merged_into")
    return found | {public_id: merged or pk for public_id, pk, merged in rows}


def _here(authors: Sequence[Incoming[Author]]) -> dict[str, models.Author]:
    """The authors here that those of the file are, by the ids that these have there."""
    records = [incoming.record for incoming in authors]
    by_id = {one.public_id: one for one in models.Author.objects.filter(public_id__in=[record.public_id for record in records])}
    unknown = [record for record in records if record.public_id not in by_id]
    candidates = _alike(unknown) if unknown else []
    used = taken("author", [one.pk for one in candidates]) | {one.pk for one in by_id.values()}
    found = dict(by_id)
    for record in unknown:
        match = next((one for one in candidates if one.pk not in used and _is(one, record.columns)), None)
        if match is not None:
            used.add(match.pk)
            found[record.public_id] = match
    return found


def _alike(records: Sequence[Author]) -> list[models.Author]:
    asked = Q(pk__in=())
    for number in _NUMBERS:
        asked |= Q(**{f"{number}__in": {record.columns[number] for record in records} - {""}})
    names = list({record.columns["family"] + record.columns["literal"] for record in records})
    asked |= Q(pk__in=[pk for (pk,) in rows_of(_OF_NAME, names)])
    return list(models.Author.objects.unmerged().filter(asked).order_by("pk"))


def _is(here: models.Author, file: dict[str, Any]) -> bool:
    numbers = [(getattr(here, name), file[name]) for name in _NUMBERS]
    if any(one and one == other for one, other in numbers):
        return True
    is_apart = any(one and other for one, other in numbers)
    return not is_apart and here.kind == file["kind"] and all(getattr(here, part) == file[part] for part in _PARTS)
