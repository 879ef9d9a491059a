"""Which texts may share a stretch of words with one: asked of the index of fingerprints, not of the texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from sources.anchoring import fingerprints
from sources.anchoring.view import View, view_of
from sources.models import Document, Text
from sources.services.locating.index import ALGORITHM, STRETCH, WINDOW, index_in_passing, unindexed

#: So many texts are compared word by word, those that share the most in one place first.
MOST_TEXTS = 200
#: A fingerprint that more texts have is a phrase of everybody, and leads to none of them.
_MOST_SHARING = 50
#: So many fingerprints in a row are one place of the text.
_ONE_PLACE = 12
_SHARING = """
    SELECT other.text_id, array_agg(mine.place ORDER BY mine.place)
      FROM unnest(%s::bigint[], %s::int[]) AS mine(hash, place)
     CROSS JOIN LATERAL (SELECT array_agg(text_id) AS texts
                           FROM (SELECT text_id FROM sources_fingerprint WHERE hash = mine.hash AND text_id <> %s LIMIT %s) AS one) AS sharing
     CROSS JOIN LATERAL unnest(sharing.texts) AS other(text_id)
     WHERE cardinality(sharing.texts) <= %s
     GROUP BY other.text_id
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A text that is compared."""

    text: Text
    content: str
    view: View


def candidates_of(mine: Side) -> Iterator[Side]:
    """Yield the held texts of other works, newest versions alone, that may share a long stretch of words with one: four queries.

    Any 25 letters in common lead to a text, unless they are a phrase of very many. Of more than ``MOST_TEXTS`` those come that share
    the most in one place, since long texts have many short phrases in common.
    """
    is_indexed = index_in_passing()
    shared = _sharing(mine)
    possible = _of_other_works(mine.text.document)
    is_found = Q(pk__in=shared) if is_indexed else Q(pk__in=shared) | Q(pk__in=unindexed().values("pk"))
    keys = sorted(possible.filter(is_found).values_list("pk", flat=True), key=lambda key: (-_closeness(shared.get(key, [])), -key))
    others = Text.objects.filter(pk__in=keys[:MOST_TEXTS]).select_related("document", "view").order_by("pk")
    for other in others.iterator(chunk_size=1):
        yield Side(other, other.content or "", _view(other))


def _of_other_works(document: Document) -> QuerySet[Text]:
    """The newest versions of texts that are neither the work's own nor those of its reprints and parts."""
    family = {document.pk, document.original_id, document.part_of_id} - {None}
    kin = Q(pk__in=family) | Q(original__in=[document.pk]) | Q(part_of__in=[document.pk])
    if document.original_id:
        kin |= Q(original=document.original_id)
    return (
        Text.objects.filter(content__isnull=False, corrections__isnull=True).exclude(document__in=Document.objects.filter(kin)).order_by()
    )


def _sharing(mine: Side) -> dict[int, list[int]]:
    """For each text that has some of the fingerprints, which of them, by their order in the text at hand."""
    hashes: dict[int, int] = {}
    for place, (value, _) in enumerate(fingerprints(mine.view.text, k=STRETCH, window=WINDOW)):
        hashes.setdefault(value, place)
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [list(hashes), list(hashes.values()), mine.text.pk, _MOST_SHARING + 1, _MOST_SHARING])
        return dict(cursor.fetchall())


def _closeness(places: Sequence[int]) -> int:
    """How many shared fingerprints stand in one place, at the most."""
    most = first = 0
    for last, place in enumerate(places):
        while place - places[first] >= _ONE_PLACE:
            first += 1
        most = max(most, last - first + 1)
    return most


def _view(text: Text) -> View:
    kept = getattr(text, "view", None)
    if kept is not None and kept.algorithm == ALGORITHM:
        return View.from_bytes(bytes(kept.packed))
    return view_of(text.content or "")
