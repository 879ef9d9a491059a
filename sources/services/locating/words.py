"""Words of texts with their views, as a search for a quote reads them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from sources.anchoring import View, view_of
from sources.models import Text
from sources.services.locating.index import ALGORITHM

# What one process keeps in memory: some ten bytes for each character.
_KEPT_CHARACTERS = 4_000_000
_READ_AT_ONCE = 2_000_000
_WORDS = """
SELECT text.id, text.sha256, text.content, view.packed
  FROM sources_text AS text LEFT JOIN sources_textview AS view ON view.text_id = text.id AND view.algorithm = %(algorithm)s
 WHERE text.id = ANY(%(keys)s) AND text.content IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text and their view."""

    content: str
    view: View


class _Kept:
    """The words read last, by their SHA-256: the same words are the same for ever, in whatever text."""

    def __init__(self) -> None:
        self._words: OrderedDict[str, Words] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def get(self, sha256: str) -> Words | None:
        with self._lock:
            if sha256 in self._words:
                self._words.move_to_end(sha256)
            return self._words.get(sha256)

    def put(self, sha256: str, words: Words) -> None:
        if len(words.content) > _KEPT_CHARACTERS // 2:
            return
        with self._lock:
            if sha256 not in self._words:
                self._words[sha256] = words
                self._characters += len(words.content)
            while self._characters > _KEPT_CHARACTERS:
                self._characters -= len(self._words.popitem(last=False)[1].content)


_KEPT = _Kept()


def read_words(texts: Iterable[Text]) -> Iterator[tuple[Text, Words]]:
    """Yield held texts with their words, in their order; one query for each two million characters that are not in memory."""
    for batch in _batches(texts):
        missing = [text for text in batch if _KEPT.get(text.sha256) is None]
        read = _read(missing)
        for text in batch:
            words = read.get(text.pk) or _KEPT.get(text.sha256)
            if words is None:
                # Pushed out by the others of this very batch.
                words = _read([text])[text.pk]
            yield text, words


def _batches(texts: Iterable[Text]) -> Iterator[Sequence[Text]]:
    batch: list[Text] = []
    characters = 0
    for text in texts:
        if batch and characters + text.length > _READ_AT_ONCE:
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += text.length
    if batch:
        yield batch


def _read(texts: Sequence[Text]) -> dict[int, Words]:
    if not texts:
        return {}
    read = {}
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"keys": [text.pk for text in texts], "algorithm": ALGORITHM})
        for key, sha256, content, packed in cursor:
            read[key] = Words(content, view_of(content) if packed is None else View.from_bytes(bytes(packed)))
            _KEPT.put(sha256, read[key])
    return read
