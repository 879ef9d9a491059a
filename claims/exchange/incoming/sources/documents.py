"""Some documents of a file: those that are here, and new ones with all that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from claims.exchange.incoming.comparing import compare, differ
from claims.exchange.incoming.names import note_sources, sources_named
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.incoming.sources.authors import authors_named
from claims.exchange.lines.source_records import Document
from sources import models
from sources.services.find_document import resolve_documents
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids
from sources.services.importing.titles import titles_resemble

_DOCUMENTS = Table(models.Document)
_PARTS = {
    "contributions": Table(models.Contribution),
    "identifiers": Table(models.Identifier),
    "titles": Table(models.TitleVariant),
}
_ABOVE = ("part_of", "original")


class DocumentBatch:
    """Some documents. Every one has a result afterwards; those with faults are not stored."""

    def __init__(self, documents: Sequence[Incoming[Document]]) -> None:
        self._documents = documents
        self._here: dict[str, models.Document] = {}
        self._by_identifier: dict[tuple[str, str], models.Document] = {}
        self._above: dict[str, int] = {}
        self._authors: dict[str, int] = {}

    def take(self) -> None:
        """Look up, compare, write."""
        self._look_up()
        for incoming in self._documents:
            self._judge(incoming)
        new = [incoming.record for incoming in self._documents if incoming.result == "created"]
        for document, pk in zip(new, next_ids(_DOCUMENTS.name, len(new)) if new else (), strict=True):
            document.pk = pk
            self._above[document.key] = pk
        for incoming in self._documents:
            self._refuse_unknown(incoming)
        new = [incoming.record for incoming in self._documents if incoming.result == "created"]
        _DOCUMENTS.write([self._row(document) for document in new])
        for name, table in _PARTS.items():
            rows = [row for document in new for row in self._parts(document, name)]
            keys = next_ids(table.name, len(rows)) if rows else []
            table.write([table.row(row | {"id": key}) for key, row in zip(keys, rows, strict=True)])
        brought = {id(document) for document in new}
        taken = [incoming.record for incoming in self._documents if not incoming.faults]
        note_sources("document", ((one.key, one.pk, id(one) in brought) for one in taken))

    def _look_up(self) -> None:
        records = [incoming.record for incoming in self._documents]
        above = {name for record in records for name in (record.part_of, record.original) if name}
        resolved = resolve_documents({record.key for record in records} | {record.public_id for record in records} | above)
        self._here = {name: one.document for name, one in resolved.items()}
        self._above = {name: one.document.pk for name, one in resolved.items() if name in above}
        self._above |= {name: source.pk for name, source in sources_named("document", above).items()}
        dois = {one["value"] for record in records for one in record.identifiers if one["scheme"] == "doi"}
        named = models.Identifier.objects.filter(scheme="doi", value__in=dois, document__merged_into__isnull=True)
        self._by_identifier = {(one.scheme, one.value): one.document for one in named.select_related("document").order_by("-id")}
        self._authors = authors_named({author for record in records for author, _ in record.contributions})

    def _judge(self, incoming: Incoming[Document]) -> None:
        document = incoming.record
        known = self._known(incoming)
        if known is None or incoming.faults:
            return
        document.pk = known.pk
        incoming.result = "unchanged"
        differ(incoming, "key", known.citation_key, document.key)
        compare(incoming, {name: getattr(known, name) for name in document.columns}, document.columns)

    def _known(self, incoming: Incoming[Document]) -> models.Document | None:
        """The document here that this one is: by its id, its key, or its DOI."""
        document = incoming.record
        by_id = self._here.get(document.public_id)
        if by_id is not None:
            return by_id
        by_key = self._here.get(document.key)
        if by_key is not None:
            if not titles_resemble(document.columns["title"], by_key.title):
                message = f"{document.key} is another work here: {by_key}. Rename that one, or this one in the file."
                incoming.refuse("key", message)
            return by_key
        names = ((one["scheme"], one["value"]) for one in document.identifiers)
        found = next((self._by_identifier[name] for name in names if name in self._by_identifier), None)
        return found if found is not None and titles_resemble(document.columns["title"], found.title) else None

    def _refuse_unknown(self, incoming: Incoming[Document]) -> None:
        if incoming.result != "created":
            return
        document = incoming.record
        for link in _ABOVE:
            name = getattr(document, link)
            if name and name not in self._above:
                incoming.refuse(link, f"There is no document {name} here, nor before this line.")
        for at, (author, _) in enumerate(document.contributions):
            if author not in self._authors:
                incoming.refuse(f"contributions[{at}].author", f"There is no author {author} here, nor before this line.")

    def _row(self, document: Document) -> list[Any]:
        values = {
            name: orjson.dumps(value or {}).decode() if name in {"variables", "extra"} else value
            for name, value in document.columns.items()
        }
        links = {f"{link}_id": self._above[getattr(document, link)] for link in _ABOVE if getattr(document, link)}
        names = {"id": document.pk, "public_id": document.public_id, "citation_key": document.key}
        return _DOCUMENTS.row(_plain(values) | links | names)

    def _parts(self, document: Document, name: str) -> Iterator[dict[str, Any]]:
        if name == "contributions":
            for author, credit in document.contributions:
                yield credit | {"document_id": document.pk, "author_id": self._authors[author]}
            return
        for one in getattr(document, name):
            yield one | {"document_id": document.pk}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without booleans that the line does not say."""
    return {name: False if value is None else value for name, value in values.items()}


def documents_named(names: set[str]) -> dict[str, models.Document]:
    """Return the documents that keys in the file stand for: as the file brought them, else as they are here."""
    found = sources_named("document", names)
    by_pk = models.Document.objects.select_related("merged_into").in_bulk([source.pk for source in found.values()])
    named = {name: by_pk[source.pk].merged_into or by_pk[source.pk] for name, source in found.items() if source.pk in by_pk}
    return named | {name: one.document for name, one in resolve_documents(names - named.keys()).items()}
