"""Some texts of a file: those that are here, and new ones with their marks and the passages that corrections carried over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from claims.exchange.incoming.names import sources_named
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.incoming.sources.documents import documents_named
from claims.exchange.lines.source_records import Retraction, Text
from history.services import store
from sources import models
from sources.services.importing.rows import Table
from sources.services.importing.tables import next_ids, rows_of, run

_TEXTS = Table(models.Text)
_MARKS = Table(models.Mark)
_PASSAGES = Table(models.Passage)
_LIMITS = ("rights", "excerpt_most_words", "excerpt_most_share")
#: What is said of a passage that would show by itself.
UNPUBLISHED = "It comes in unpublished: an editor publishes an excerpt by itself, or an administrator who imports it."


class TextBatch:
    """Some texts. Every one has a result afterwards; those with faults are not stored."""

    def __init__(self, texts: Sequence[Incoming[Text]], *, is_editors: bool) -> None:
        self._texts = texts
        self._is_editors = is_editors
        self._documents: dict[str, models.Document] = {}
        self._brought: set[str] = set()
        #: Texts here by their ids, and by document.
        self._here: dict[str, models.Text] = {}
        self._of: dict[int, list[models.Text]] = defaultdict(list)
        self._new: dict[str, Text] = {}
        self._versions: dict[int, set[int]] = defaultdict(set)

    def take(self) -> None:
        """Look up, compare, write."""
        self._look_up()
        for incoming in self._texts:
            self._judge(incoming)
        new = list(self._new.values())
        for text, pk in zip(new, next_ids(_TEXTS.name, len(new)) if new else (), strict=True):
            text.pk = pk
        _TEXTS.write([self._row(text) for text in new])
        self._write_limits([text for text in new if text.derived_from])
        self._write_marks(new)
        self._write_carried(new)
        # Said now, where the line is known, and not at the end of the import.
        run("SET CONSTRAINTS law_all_carried IMMEDIATE")
        run("SET CONSTRAINTS law_all_carried DEFERRED")

    def _look_up(self) -> None:
        names = {incoming.record.document for incoming in self._texts}
        self._documents = documents_named(names)
        self._brought = {name for name, source in sources_named("document", names).items() if source.is_new}
        texts = models.Text.objects.without_words().order_by("is_second_copy", "version")
        for text in texts.filter(document__in=[one.pk for one in self._documents.values()]):
            self._of[text.document_id].append(text)
            self._versions[text.document_id].add(text.version)
        ids = {name for incoming in self._texts for name in (incoming.record.public_id, incoming.record.derived_from) if name}
        self._here = {text.public_id: text for text in texts.filter(public_id__in=ids)}

    def _judge(self, incoming: Incoming[Text]) -> None:
        text = incoming.record
        document = self._documents.get(text.document)
        if document is None:
            incoming.refuse("document", f"There is no document {text.document} here, nor before this line.")
            return
        known = self._known(text, document)
        if known is not None:
            incoming.result = "unchanged"
            text.pk = known.pk
            if known.sha256 != text.columns["sha256"] or known.document_id != document.pk:
                incoming.refuse("id", f"The text {text.public_id} here has other words. An id never changes its meaning.")
            return
        if text.derived_from and text.derived_from not in self._here and text.derived_from not in self._new:
            incoming.refuse("derived_from", f"There is no text {text.derived_from} here, nor before this line.")
            return
        if not text.derived_from and self._of[document.pk] and text.document not in self._brought:
            message = f"{document.citation_key} has other words here. If this is another edition, give it a document of its own."
            incoming.refuse("sha256", message)
            return
        if not self._is_editors:
            _unpublish(incoming)
        self._number(text, document)

    def _known(self, text: Text, document: models.Document) -> models.Text | None:
        if text.public_id in self._here:
            return self._here[text.public_id]
        same = [one for one in self._of[document.pk] if one.sha256 == text.columns["sha256"]]
        if text.document in self._brought:
            # What the file brings itself is known by its id alone: a correction may have been taken back.
            return None
        return next((one for one in same if one.version == text.columns["version"]), same[0] if same else None)

    def _number(self, text: Text, document: models.Document) -> None:
        versions = self._versions[document.pk]
        if text.columns["version"] in versions:
            text.columns["version"] = max(versions) + 1
        versions.add(text.columns["version"])
        self._new[text.public_id] = text

    def _pk_of(self, public_id: str) -> int | None:
        if not public_id:
            return None
        return self._new[public_id].pk if public_id in self._new else self._here[public_id].pk

    def _row(self, text: Text) -> list[Any]:
        names = {"id": text.pk, "public_id": text.public_id, "document_id": self._documents[text.document].pk}
        return _TEXTS.row(text.columns | names | {"content": text.content, "derived_from_id": self._pk_of(text.derived_from)})

    def _write_limits(self, corrections: Sequence[Text]) -> None:
        """A correction begins with the rights of what it corrects; the law says who may loosen them."""
        for text in corrections:
            run(
                "UPDATE sources_text SET rights = %s, excerpt_most_words = %s, excerpt_most_share = %s WHERE id = %s"
                " AND (rights, excerpt_most_words, excerpt_most_share) IS DISTINCT FROM (%s, %s, %s)",
                *(limits := [text.columns[name] for name in _LIMITS]),
                text.pk,
                *limits,
            )

    def _write_marks(self, texts: Sequence[Text]) -> None:
        marks = [(text.pk, mark) for text in texts for mark in text.marks]
        keys = next_ids(_MARKS.name, len(marks)) if marks else []
        _MARKS.write([_MARKS.row(mark | {"id": key, "text_id": text}) for key, (text, mark) in zip(keys, marks, strict=True)])

    def _write_carried(self, texts: Sequence[Text]) -> None:
        """Each after the one that it was made of, which is of an earlier version."""
        excerpts = [(text, one) for text in texts for one in text.excerpts]
        if not excerpts:
            return
        before = {one["derived_from"] for _, one in excerpts if one["derived_from"]}
        pks = dict(models.Passage.objects.filter(public_id__in=before).order_by().values_list("public_id", "pk"))
        quotes = _quotes(excerpts)
        rows = []
        for key, (text, one) in zip(next_ids(_PASSAGES.name, len(excerpts)), excerpts, strict=True):
            pks[one["id"]] = key
            rows.append(
                _PASSAGES.row(
                    self._passage(text, one, quotes.get(one["id"])) | {"id": key, "derived_from_id": pks.get(one["derived_from"])}
                )
            )
        _PASSAGES.write(rows)

    def _passage(self, text: Text, excerpt: dict[str, Any], quote: str | None) -> dict[str, Any]:
        names = ("start", "end", "quote_sha256", "carried", "origin", "tool", "is_published")
        status = "orphaned" if excerpt["carried"] == "orphaned" else "pinned" if quote is None else "exact"
        own = {"public_id": excerpt["id"], "document_id": self._documents[text.document].pk, "text_id": text.pk}
        return {name: excerpt[name] for name in names} | own | {"quote": quote, "status": status}


def _unpublish(incoming: Incoming[Text]) -> None:
    for place, one in enumerate(incoming.record.excerpts):
        if one["is_published"]:
            incoming.warn(f"excerpts[{place}].is_published", UNPUBLISHED)
            one["is_published"] = False


def _quotes(excerpts: Sequence[tuple[Text, dict[str, Any]]]) -> dict[str, str]:
    held = [(text, one) for text, one in excerpts if text.content is not None and one["start"] is not None]
    return {one["id"]: (text.content or "")[one["start"] : one["end"]] for text, one in held}


def take_retractions(retractions: Sequence[Incoming[Retraction]], *, is_editors: bool) -> None:
    """Record those that are not known here, and lift those that were lifted. They are few."""
    documents = documents_named({incoming.record.document for incoming in retractions})
    known = {one.public_id: one for one in models.Retraction.objects.filter(public_id__in=[one.record.public_id for one in retractions])}
    for incoming in retractions:
        retraction = incoming.record
        document = documents.get(retraction.document)
        if document is None:
            incoming.refuse("document", f"There is no document {retraction.document} here, nor before this line.")
        elif retraction.public_id in known:
            incoming.result = "unchanged"
        elif not is_editors:
            incoming.result = "unchanged"
            incoming.warn("", "It is left out: an editor records that a document was retracted, or an administrator who imports it.")
        else:
            _retract(document, retraction)


def _retract(document: models.Document, retraction: Retraction) -> None:
    lifted_because = retraction.columns["lifted_because"]
    made = models.Retraction(public_id=retraction.public_id, document=document, **retraction.columns | {"lifted_because": ""})
    store(made)
    if lifted_because:
        made.lifted_because = lifted_because
        store(made)


class TextHere(NamedTuple):
    """A text that is here, by the document that it is of and the SHA-256 of its words."""

    document: int
    sha256: str
    version: int
    pk: int
    #: In Unicode code points.
    length: int


def texts_of(documents: Sequence[int], hashes: Sequence[str]) -> list[TextHere]:
    """Return the texts of documents (by primary key) that have one of these hashes; the newest first, second copies before all."""
    statement = """
        SELECT document_id, sha256, version, id, length FROM sources_text
         WHERE document_id = ANY(%s) AND sha256 = ANY(%s) ORDER BY is_second_copy DESC, version DESC
    """
    return [TextHere(*row) for row in rows_of(statement, list(documents), list(hashes))] if hashes else []
