"""Which texts a quote is looked for in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import connection
from django.db.models import Exists, OuterRef, Sum

from sources.models import Document, Text
from sources.models.texts import TextQuerySet
from sources.services.locating.index import unindexed
from sources.services.locating.located import Reader

#: More words than this are not read through for one quote.
MOST_CHARACTERS = 50_000_000
#: Texts that share stretches with the quote: so many of the most alike are read.
_MOST_ALIKE = 20
#: Texts that share every stretch: what holds the very words is among them.
_MOST_EQUAL = 100
_VOTED = """
    SELECT text_id, count(*) AS votes FROM sources_fingerprint WHERE hash = ANY(%s)
     GROUP BY text_id ORDER BY votes DESC, text_id LIMIT 1000
"""


def searchable(reader: Reader) -> TextQuerySet:
    """The texts that a reader may search: of each document the newest held one. Without their words, with their documents."""
    newer = Text.objects.filter(document=OuterRef("document"), version__gt=OuterRef("version"), content__isnull=False, is_second_copy=False)
    texts = Text.objects.without_words().select_related("document").filter(~Exists(newer), content__isnull=False, is_second_copy=False)
    return visible(texts, reader)


def visible(texts: TextQuerySet, reader: Reader) -> TextQuerySet:
    """Those of texts whose words and document this reader may know of."""
    texts = texts.filter(document__merged_into__isnull=True)
    if not reader.sees_hidden:
        texts = texts.filter(document__is_hidden=False)
    return texts if reader.sees_private else texts.exclude(rights=Text.Rights.PRIVATE)


def texts_alike(hashes: Collection[int], reader: Reader) -> Iterator[Text]:
    """Yield the texts that share fingerprints with a quote, the most alike first: two queries."""
    votes = _votes(hashes)
    found = list(searchable(reader).filter(pk__in=votes))
    found.sort(key=lambda text: (-votes[text.pk], text.pk))
    for place, text in enumerate(found[:_MOST_EQUAL]):
        if place < _MOST_ALIKE or votes[text.pk] == len(hashes):
            yield text


def _votes(hashes: Collection[int]) -> dict[int, int]:
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_VOTED, [list(hashes)])
        return dict(cursor.fetchall())


def remaining(reader: Reader, looked_at: Collection[int]) -> TextQuerySet | None:
    """The searchable texts that were not looked at yet, the shortest first; None where they are too many words to read through."""
    texts = searchable(reader).exclude(pk__in=looked_at)
    if (texts.aggregate(characters=Sum("length"))["characters"] or 0) > MOST_CHARACTERS:
        return None
    return texts.order_by("length", "pk")


def not_indexed(reader: Reader) -> TextQuerySet:
    """The searchable texts that no fingerprint can lead to yet."""
    return searchable(reader).filter(pk__in=unindexed().values("pk"))


def text_of(document: Document, reader: Reader, version: int | None) -> Text | None:
    """The text of a document that is searched: its newest held one, or the version asked for. None where the reader may search none."""
    if version is None:
        return searchable(reader).filter(document=document).first()
    of_version = Text.objects.without_words().select_related("document").filter(document=document, version=version, content__isnull=False)
    return visible(of_version, reader).first()
