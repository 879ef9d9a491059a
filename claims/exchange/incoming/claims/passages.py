"""The passages that the evidence of a batch rests on: those that are here, and new ones, each proved against the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.incoming.sources.documents import documents_named
from claims.exchange.incoming.sources.texts import UNPUBLISHED, TextHere, texts_of
from claims.exchange.lines.claim_records import Excerpt
from sources.models import Document, Passage
from sources.services.hold_text import sha256_of
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids, rows_of
from sources.services.locating.located import Quote, Reader
from sources.services.pin_passage import place_to_pin

_PASSAGES = Table(Passage)
_READER = Reader(sees_hidden=True, sees_private=True)
Asked = tuple[Incoming[Any], Excerpt]


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of a text. ``sha256`` is empty where the place was found by its very words."""

    document: int
    text: int
    start: int
    end: int
    sha256: str


class Passages:
    """Finds or makes the passages of a batch. A fault is noted in the line that it concerns."""

    def __init__(self, asked: Sequence[Asked], *, is_editors: bool) -> None:
        self._asked = asked
        self._is_editors = is_editors
        self._known: dict[str, tuple[Any, ...]] = {}
        self._documents: dict[str, Document] = {}
        self._texts: dict[tuple[int, str, int | None], TextHere] = {}
        #: Rows to be written, by the place of the passage.
        self._new: dict[tuple[Any, ...], list[Any]] = {}
        self._rows: dict[int, list[Any]] = {}
        self._found: dict[int, int] = {}

    def find(self) -> None:
        """Look everything up, in as many queries as there are kinds of things, and make ready what must be written."""
        ids = {one.public_id for _, one in self._asked if one.public_id}
        fields = ("public_id", "pk", "document", "text__sha256", "start", "end", "quote_sha256")
        self._known = {row[0]: row[1:] for row in Passage.objects.filter(public_id__in=ids).order_by().values_list(*fields)}
        self._documents = documents_named({one.document for _, one in self._asked if one.document})
        self._find_texts()
        spans = [(incoming, excerpt, span) for incoming, excerpt in self._asked if (span := self._place(incoming, excerpt))]
        self._find_spans(spans)

    def write(self, wanted: Iterable[Excerpt]) -> None:
        """Write those new passages that are wanted; the database proves each."""
        place = _PASSAGES.place["id"]
        rows = list({id(row): row for one in wanted if (row := self._rows.get(id(one))) is not None and not row[place]}.values())
        for pk, row in zip(next_ids(_PASSAGES.name, len(rows)) if rows else (), rows, strict=True):
            row[place] = pk
        _PASSAGES.write(rows)

    def pk_of(self, excerpt: Excerpt) -> int | None:
        """The passage of an excerpt; None if it was refused, or before ``write`` is not here yet."""
        row = self._rows.get(id(excerpt))
        return self._found.get(id(excerpt)) if row is None else row[_PASSAGES.place["id"]]

    def _find_texts(self) -> None:
        hashes = {one.text for _, one in self._asked if one.text}
        for text in texts_of([one.pk for one in self._documents.values()], list(hashes)):
            # Without a version the first: a correction may have been taken back, and its words are those of an earlier one again.
            self._texts[text.document, text.sha256, text.version] = self._texts[text.document, text.sha256, None] = text

    def _place(self, incoming: Incoming[Any], excerpt: Excerpt) -> _Span | None:
        """Settle an excerpt that needs no look into a text; return the span of one that does."""
        known = self._known.get(excerpt.public_id) if excerpt.public_id else None
        if known is not None:
            self._take_known(incoming, excerpt, known)
            return None
        if not excerpt.document:
            incoming.refuse(excerpt.place, f"There is no excerpt {excerpt.public_id} here.")
            return None
        document = self._documents.get(excerpt.document)
        if document is None:
            incoming.refuse(f"{excerpt.place}.document", f"There is no document {excerpt.document} here: import it first.")
            return None
        if excerpt.quote is not None and excerpt.quote_sha256 and sha256_of(excerpt.quote) != excerpt.quote_sha256:
            message = f"The SHA-256 of the quote is {sha256_of(excerpt.quote)}, not {excerpt.quote_sha256}."
            incoming.refuse(f"{excerpt.place}.quote_sha256", message)
            return None
        if excerpt.status == Passage.Status.TRANSCRIBED:
            self._transcribe(incoming, excerpt, document)
            return None
        return self._in_text(incoming, excerpt, document) if excerpt.text else self._by_quote(incoming, excerpt, document)

    def _take_known(self, incoming: Incoming[Any], excerpt: Excerpt, known: tuple[Any, ...]) -> None:
        pk, document, *place = known
        named = self._documents.get(excerpt.document) if excerpt.document else None
        is_other = excerpt.document and (named is None or named.pk != document)
        if excerpt.text:
            is_other = is_other or place != [excerpt.text, excerpt.start, excerpt.end, excerpt.quote_sha256]
        elif excerpt.quote is not None:
            is_other = is_other or place[3] != sha256_of(excerpt.quote)
        if is_other:
            incoming.refuse(
                f"{excerpt.place}.id", f"The excerpt {excerpt.public_id} here is of other words. An id never changes its meaning."
            )
            return
        self._found[id(excerpt)] = pk

    def _in_text(self, incoming: Incoming[Any], excerpt: Excerpt, document: Document) -> _Span | None:
        text = self._texts.get((document.pk, excerpt.text, excerpt.version)) or self._texts.get((document.pk, excerpt.text, None))
        if text is None or excerpt.start is None or excerpt.end is None:
            message = f"{document.citation_key} has no text with SHA-256 {excerpt.text} here: ingest the copy, or export with the sources."
            incoming.refuse(f"{excerpt.place}.text", message)
            return None
        if excerpt.end > text.length:
            incoming.refuse(f"{excerpt.place}.end", f"The span ends at {excerpt.end}, the text at {text.length}.")
            return None
        return _Span(document.pk, text.pk, excerpt.start, excerpt.end, excerpt.quote_sha256)

    def _by_quote(self, incoming: Incoming[Any], excerpt: Excerpt, document: Document) -> _Span | None:
        try:
            place = place_to_pin(document, Quote(excerpt.quote or "", excerpt.prefix, excerpt.suffix), reader=_READER)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                where, words = f"{excerpt.place}.{name}", " ".join(messages)
                if excerpt.transcribe:
                    incoming.warn(where, f"It is taken as typed from a copy. {words}")
                else:
                    incoming.refuse(where, words)
            if excerpt.transcribe:
                self._transcribe(incoming, excerpt, document)
            return None
        return _Span(document.pk, place.text.pk, place.start, place.end, "")

    def _transcribe(self, incoming: Incoming[Any], excerpt: Excerpt, document: Document) -> None:
        if excerpt.quote is None:
            incoming.refuse(f"{excerpt.place}.quote", "A transcribed excerpt is its words: write them.")
            return
        sha256 = sha256_of(excerpt.quote)
        label, value = excerpt.locator
        # What has an id of its own is a passage of its own, even where somebody typed the same words twice.
        found = None if excerpt.public_id else self._typed(document, sha256, label, value)
        if found is not None:
            self._found[id(excerpt)] = found
            return
        values = {"document_id": document.pk, "quote": excerpt.quote, "status": "transcribed", "quote_sha256": sha256}
        values |= {"locator_label": label, "locator_value": value}
        self._add(incoming, excerpt, (document.pk, sha256, label, value, excerpt.public_id), values)

    def _typed(self, document: Document, sha256: str, label: str, value: str) -> int | None:
        typed = Passage.objects.filter(document=document, status="transcribed", quote_sha256=sha256)
        return typed.filter(locator_label=label, locator_value=value).order_by("pk").values_list("pk", flat=True).first()

    def _add(self, incoming: Incoming[Any], excerpt: Excerpt, place: tuple[Any, ...], values: dict[str, Any]) -> None:
        row = self._new.get(place)
        if row is None:
            is_published = excerpt.is_published and self._is_editors
            row = self._new[place] = _PASSAGES.row(
                values | excerpt.provenance | {"public_id": excerpt.public_id, "is_published": is_published}
            )
            if excerpt.is_published and not is_published:
                incoming.warn(f"{excerpt.place}.is_published", UNPUBLISHED)
        self._rows[id(excerpt)] = row

    def _find_spans(self, spans: Sequence[tuple[Incoming[Any], Excerpt, _Span]]) -> None:
        here = _passages_at({span for _, _, span in spans})
        missing = [(incoming, excerpt, span) for incoming, excerpt, span in spans if _at(span) not in here]
        words = _slices({span for _, _, span in missing})
        for incoming, excerpt, span in spans:
            pk, sha256 = here.get(_at(span), (0, ""))
            quote = words.get(_at(span))
            sha256 = sha256 or ("" if quote is None else sha256_of(quote))
            if span.sha256 and sha256 and sha256 != span.sha256:
                message = f"The words {span.start}-{span.end} of the text here have SHA-256 {sha256}, not {span.sha256}."
                incoming.refuse(f"{excerpt.place}.quote_sha256", message)
            elif pk:
                self._found[id(excerpt)] = pk
            else:
                values = {"document_id": span.document, "text_id": span.text, "start": span.start, "end": span.end, "quote": quote}
                values |= {"quote_sha256": sha256 or span.sha256, "status": "pinned" if quote is None else "exact"}
                self._add(incoming, excerpt, _at(span), values)


def _at(span: _Span) -> tuple[int, int, int]:
    return span.text, span.start, span.end


def _columns(spans: Iterable[_Span]) -> tuple[list[int], list[int], list[int]]:
    texts, starts, ends = [], [], []
    for span in spans:
        texts.append(span.text)
        starts.append(span.start)
        ends.append(span.end)
    return texts, starts, ends


def _passages_at(spans: Iterable[_Span]) -> dict[tuple[int, int, int], tuple[int, str]]:
    statement = """
        SELECT DISTINCT ON (asked.text, asked.start, asked.end) asked.text, asked.start, asked.end, passage.id, passage.quote_sha256
          FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS asked(text, start, "end")
          JOIN sources_passage AS passage ON (passage.text_id, passage.start, passage."end") = (asked.text, asked.start, asked.end)
         ORDER BY asked.text, asked.start, asked.end, passage.derived_from_id IS NOT NULL, passage.id
    """
    return {(text, start, end): (pk, sha256) for text, start, end, pk, sha256 in rows_of(statement, *_columns(spans))}


def _slices(spans: Iterable[_Span]) -> dict[tuple[int, int, int], str]:
    """The words of spans whose texts are held, cut out by the database: a text may be large."""
    statement = """
        SELECT asked.text, asked.start, asked.end, substr(content, asked.start + 1, asked.end - asked.start)
          FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS asked(text, start, "end")
          JOIN sources_text ON sources_text.id = asked.text AND content IS NOT NULL
    """
    return {(text, start, end): words for text, start, end, words in rows_of(statement, *_columns(spans))}


def place_of(passage: Passage) -> str:
    """Where a passage stands, for people: document and span, or the words of one that was typed from a copy."""
    if passage.text_id is None:
        return f"{passage.document.citation_key}: {passage.quote}"
    return f"{passage.document.citation_key} {passage.start}-{passage.end}"
