"""Which texts a quote is looked for in: their facts, without their words.

The statements that every search runs are written out. Composing them anew for each would take longer than running them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Sum

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


def _in_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns of a model in the order in which Django wants their values."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in names)


# What an answer says of a text and of its document; the rest is read when it is asked for.
_TEXT = _in_order(Text, "id", "public_id", "document_id", "version", "sha256", "length", "language", "rights")
_DOCUMENT = _in_order(Document, "id", "public_id", "citation_key", "type", "title", "language")
_SHOWN = ", ".join([*(f"text.{name}" for name in _TEXT), *(f"document.{name}" for name in _DOCUMENT)])
_VISIBLE = """
    text.content IS NOT NULL AND document.merged_into_id IS NULL
    AND (%(sees_hidden)s OR NOT document.is_hidden) AND (%(sees_private)s OR text.rights <> 'private')
"""
_NEWEST = """
    NOT text.is_second_copy AND NOT EXISTS (SELECT 1 FROM sources_text AS newer WHERE newer.document_id = text.document_id
        AND newer.version > text.version AND newer.content IS NOT NULL AND NOT newer.is_second_copy)
"""
_ALIKE = f"""
WITH alike AS MATERIALIZED (
    SELECT text_id, count(*) AS votes FROM sources_fingerprint WHERE hash = ANY(%(hashes)s)
     GROUP BY text_id ORDER BY votes DESC, text_id LIMIT 1000)
SELECT alike.votes, {_SHOWN}
  FROM alike CROSS JOIN LATERAL (SELECT * FROM sources_text WHERE id = alike.text_id OFFSET 0) AS text
  JOIN sources_document AS document ON document.id = text.document_id
 WHERE {_VISIBLE} AND {_NEWEST}
 ORDER BY alike.votes DESC, alike.text_id LIMIT {_MOST_EQUAL}
"""  # noqa: S608 - made of constants
_OF_DOCUMENT = f"""
SELECT {_SHOWN} FROM sources_text AS text JOIN sources_document AS document ON document.id = text.document_id
 WHERE text.document_id = %(document)s AND {_VISIBLE}
"""  # noqa: S608 - made of constants
_IN_NEWEST = f"{_OF_DOCUMENT} AND NOT text.is_second_copy ORDER BY text.version DESC LIMIT 1"
_IN_VERSION = f"{_OF_DOCUMENT} AND text.version = %(version)s ORDER BY text.id LIMIT 1"


def texts_alike(hashes: Collection[int], reader: Reader) -> list[Text]:
    """The texts that share fingerprints with a quote, the most alike first: one query."""
    if not hashes:
        return []
    rows = _rows(_ALIKE, reader, hashes=list(hashes))
    return [_text(row[1:]) for place, row in enumerate(rows) if place < _MOST_ALIKE or row[0] == len(hashes)]


def text_of(document: Document, reader: Reader, version: int | None) -> Text | None:
    """The text of a document that is searched: its newest held one, or the version asked for. None where the reader may search none."""
    if version is None:
        rows = _rows(_IN_NEWEST, reader, document=document.pk)
    else:
        rows = _rows(_IN_VERSION, reader, document=document.pk, version=version)
    return _text(rows[0]) if rows else None


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


def remaining(reader: Reader, looked_at: Collection[int]) -> TextQuerySet | None:
    """The searchable texts that were not looked at yet, the shortest first; None where they are too many words to read through."""
    texts = searchable(reader).exclude(pk__in=looked_at)
    if (texts.aggregate(characters=Sum("length"))["characters"] or 0) > MOST_CHARACTERS:
        return None
    return texts.order_by("length", "pk")


def not_indexed(reader: Reader) -> TextQuerySet:
    """The searchable texts that no fingerprint can lead to yet."""
    return searchable(reader).filter(pk__in=unindexed().values("pk"))


def _rows(statement: str, reader: Reader, **parameters: Any) -> list[tuple[Any, ...]]:
    parameters |= {"sees_hidden": reader.sees_hidden, "sees_private": reader.sees_private}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _text(row: tuple[Any, ...]) -> Text:
    text = Text.from_db(connection.alias, _TEXT, row[: len(_TEXT)])
    text.document = Document.from_db(connection.alias, _DOCUMENT, row[len(_TEXT) :])
    return text
