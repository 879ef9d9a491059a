"""What corrections made of passages, as readers may know it: from which excerpt each came, and which one takes its place now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from claims.models.excerpts import excerpts_visible_to
from sources.models import Passage


@dataclass(frozen=True)
class Newer:
    """The next version of a passage's text. ``excerpt`` is its public id there, None where it is gone or not public."""

    version: int
    carried: str
    excerpt: str | None


@dataclass(frozen=True)
class Lineage:
    """Where a passage stands among its versions. ``derived_from`` is the public id of the earlier one, None if none or not public."""

    derived_from: str | None = None
    newer: Newer | None = None


_NEWER = """
    SELECT passage.id, text.version, coalesce(carried.carried, ''), carried.id
      FROM sources_passage passage JOIN sources_text text ON text.derived_from_id = passage.text_id
      LEFT JOIN sources_passage carried ON carried.derived_from_id = passage.id AND carried.text_id = text.id
     WHERE passage.id = ANY(%s)
"""


def lineages(passages: Sequence[Passage]) -> dict[int, Lineage]:
    """Return the lineage of each passage, by primary key: two queries, however many passages; alike for every reader."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWER, [[passage.pk for passage in passages]])
        newer = {pk: (version, carried, there) for pk, version, carried, there in cursor.fetchall()}
    earlier = [passage.derived_from_id for passage in passages if passage.derived_from_id is not None]
    related = [*earlier, *(there for _, _, there in newer.values() if there is not None)]
    public = dict(excerpts_visible_to(None).filter(pk__in=related).values_list("pk", "public_id")) if related else {}
    return {
        passage.pk: Lineage(
            derived_from=public.get(passage.derived_from_id or 0),
            newer=_newer(newer[passage.pk], public) if passage.pk in newer else None,
        )
        for passage in passages
    }


def _newer(found: tuple[int, str, int | None], public: dict[int, str]) -> Newer:
    version, carried, there = found
    return Newer(version, carried, public.get(there or 0))
