"""Lines of what claims stand on: authors, documents, their texts with marks and corrected passages, retractions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from claims.exchange.lines import columns
from claims.exchange.outgoing.choice import Chosen
from sources.models import Author, Contribution, Document, Identifier, Mark, NameVariant, Passage, Retraction, Text, TitleVariant

_AT_ONCE = 200
#: In code points. The words of a longer text do not go out: a line must stay one that is taken (``reading.LONGEST_LINE``).
LONGEST_WORDS = 5_000_000

# The passages that evidence stands on, with their documents.
_STANDING = (
    "CREATE TEMP TABLE export_standing ON COMMIT DROP AS SELECT DISTINCT passage, document FROM ({standing}) AS one (passage, document)"
)
# Their documents, and what those are part of or reprints of, with the number of steps below which each comes.
_NEEDED = """
    CREATE TEMP TABLE export_document ON COMMIT DROP AS
      WITH RECURSIVE cited AS MATERIALIZED (SELECT DISTINCT document FROM export_standing),
        up AS (SELECT one.id, link.above FROM sources_document one CROSS JOIN LATERAL (VALUES (part_of_id), (original_id)) AS link (above)
                 JOIN sources_document other ON other.id = link.above AND ({sees_all} OR NOT other.is_hidden)),
        needed (id) AS (SELECT document FROM cited UNION SELECT up.above FROM needed JOIN up USING (id)),
        walk (id, at, steps) AS (SELECT id, id, 0 FROM needed UNION ALL SELECT walk.id, up.above, steps + 1 FROM walk JOIN up ON up.id = walk.at)
      SELECT id, max(steps) AS level, EXISTS (SELECT 1 FROM cited WHERE document = walk.id) AS is_cited FROM walk GROUP BY id
"""
# The passages of which a correction made these, and those that it made of them, through all corrections.
_CARRIED = """
    CREATE TEMP TABLE export_carried ON COMMIT DROP AS
      WITH RECURSIVE carried (id) AS (
        SELECT passage FROM export_standing JOIN sources_passage one ON one.id = passage
         WHERE derived_from_id IS NOT NULL OR EXISTS (SELECT 1 FROM sources_passage made WHERE made.derived_from_id = one.id)
         UNION
        SELECT kin.id FROM carried JOIN sources_passage one ON one.id = carried.id CROSS JOIN LATERAL (
            SELECT one.derived_from_id AS id WHERE one.derived_from_id IS NOT NULL
            UNION ALL SELECT made.id FROM sources_passage made WHERE made.derived_from_id = one.id) AS kin)
      SELECT id FROM carried
"""
_FORGET = "DROP TABLE IF EXISTS pg_temp.export_standing, pg_temp.export_document, pg_temp.export_carried"
_DOCUMENTS = RawSQL("(SELECT id FROM export_document)", ())
_CITED = RawSQL("(SELECT id FROM export_document WHERE is_cited)", ())
_LEVEL = RawSQL("(SELECT level FROM export_document WHERE export_document.id = sources_document.id)", ())
_PASSAGES = RawSQL("(SELECT id FROM export_carried)", ())


def by_name(name: str = "public_id") -> Collate:
    """The order of the bytes, which no language of the database changes."""
    return Collate(F(name), "C")


def may_show_words(rights: str, length: int) -> bool:
    """Whether a text's words go out whole: the same whether they are held or not, so that the same bytes come back."""
    return rights == Text.Rights.OPEN and length <= LONGEST_WORDS


def sources_of(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """Yield the lines of all that the chosen claims stand on, each after those that it points to. To be called in a transaction."""
    of_claims = chosen.evidence.order_by().values_list("passage", "passage__document")
    of_relations = chosen.borne_out.order_by().values_list("passage", "passage__document")
    sql, parameters = of_claims.union(of_relations).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        cursor.execute(_STANDING.format(standing=sql), parameters)
        cursor.execute(_NEEDED.format(sees_all="true" if chosen.sees_all else "false"))
        cursor.execute(_CARRIED)
        for table in ("export_document", "export_carried"):
            cursor.execute(f"ANALYZE {table}")
    yield from map(_author, _authors(chosen))
    yield from (_document(one, chosen) for one in _documents())
    for text in _texts():
        yield _text(text)
    retractions = Retraction.objects.filter(document__in=_CITED).select_related("document")
    # One stands at a time: those that were lifted before it.
    in_turn = retractions.order_by(by_name("document__citation_key"), F("lifted_at").asc(nulls_last=True), by_name())
    yield from map(_retraction, in_turn.iterator(chunk_size=_AT_ONCE))


def _authors(chosen: Chosen) -> Iterator[Author]:
    credited = Contribution.objects.filter(document__in=_DOCUMENTS).order_by().values("author")
    holding = chosen.claims.filter(holder__isnull=False).order_by().values("holder")
    said = chosen.evidence.filter(holder__isnull=False).order_by().values("holder")
    authors = Author.objects.filter(Q(pk__in=credited) | Q(pk__in=holding) | Q(pk__in=said))
    variants = Prefetch("variants", NameVariant.objects.order_by("id"))
    return authors.order_by(by_name()).prefetch_related(variants).iterator(chunk_size=_AT_ONCE)


def _documents() -> Iterator[Document]:
    documents = Document.objects.filter(pk__in=_DOCUMENTS).select_related("part_of", "original")
    parts = (
        Prefetch("contributions", Contribution.objects.select_related("author").order_by(by_name("role"), "position")),
        Prefetch("identifiers", Identifier.objects.order_by(by_name("scheme"), by_name("value"))),
        Prefetch("titles", TitleVariant.objects.order_by("id")),
    )
    return documents.prefetch_related(*parts).order_by(_LEVEL, by_name("citation_key")).iterator(chunk_size=_AT_ONCE)


def _texts() -> Iterator[Text]:
    """One text for the same words of a document: a second copy's passages are told of the first."""
    texts = Text.objects.without_words().filter(document__in=_CITED, is_second_copy=False)
    parts = (
        Prefetch("marks", Mark.objects.order_by("start", "-end", by_name("label"))),
        Prefetch("passages", _carried()),
    )
    texts = texts.select_related("document", "derived_from").prefetch_related(*parts)
    return texts.order_by(by_name("document__citation_key"), "version").iterator(chunk_size=20)


def _carried() -> QuerySet[Passage]:
    carried = Passage.objects.filter(pk__in=_PASSAGES)
    return carried.select_related("derived_from").order_by(by_name())


def _author(author: Author) -> dict[str, Any]:
    variants = [columns.said(one, columns.VARIANT) for one in author.variants.all()]
    return {"record": "author", "id": author.public_id, **columns.said(author, columns.AUTHOR), "variants": variants}


def _document(document: Document, chosen: Chosen) -> dict[str, Any]:
    above = {name: getattr(document, name) for name in ("part_of", "original")}
    links = {name: one.citation_key for name, one in above.items() if one is not None and (chosen.sees_all or not one.is_hidden)}
    return {
        "record": "document",
        "id": document.public_id,
        "key": document.citation_key,
        **columns.said(document, columns.DOCUMENT),
        **links,
        "contributions": [
            {"author": one.author.public_id, **columns.said(one, columns.CONTRIBUTION)} for one in document.contributions.all()
        ],
        "identifiers": [columns.said(one, columns.IDENTIFIER) for one in document.identifiers.all()],
        "titles": [columns.said(one, columns.TITLE) for one in document.titles.all()],
    }


def _text(text: Text) -> dict[str, Any]:
    line = {"record": "text", "id": text.public_id, "document": text.document.citation_key, **columns.said(text, columns.TEXT)}
    if text.derived_from is not None:
        line["derived_from"] = text.derived_from.public_id
    if may_show_words(text.rights, text.length):
        words = Text.objects.values_list("content", flat=True).get(pk=text.pk)
        line |= {} if words is None else {"content": words}
    line["marks"] = [columns.said(one, columns.MARK) for one in text.marks.all()]
    line["excerpts"] = [_excerpt(one) for one in text.passages.all()]
    return line


def _excerpt(passage: Passage) -> dict[str, Any]:
    """A passage that a correction carried over, or from which it did: neither is told with its evidence alone."""
    line: dict[str, Any] = {"id": passage.public_id}
    if passage.start is not None:
        line |= {"start": passage.start, "end": passage.end}
    line["quote_sha256"] = passage.quote_sha256
    if passage.derived_from is not None:
        line |= {"derived_from": passage.derived_from.public_id, "carried": passage.carried}
    return line | {"origin": passage.origin, "tool": passage.tool} | ({"is_published": True} if passage.is_published else {})


def _retraction(retraction: Retraction) -> dict[str, Any]:
    line = {"record": "retraction", "id": retraction.public_id, "document": retraction.document.citation_key}
    return line | columns.said(retraction, columns.RETRACTION)
