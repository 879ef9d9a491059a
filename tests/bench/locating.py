"""Locating quotations: among all texts against a bare probe of the index, in a text of a megabyte against a bare scan."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle

from django.db import connection

from sources.anchoring import view_of
from sources.ingestion.extraction import Extraction
from sources.models import Document, Text
from sources.services.hold_text import Copy, hold_text
from sources.services.locate_quote import locate_quote
from sources.services.locating.index import hashes_of, index_texts
from sources.services.locating.located import Quote

_ROUNDS = 60
_WORDS = 20
_MEGABYTE = 1_000_000
_PROBE = "SELECT text_id, count(*) FROM sources_fingerprint WHERE hash = ANY(%s) GROUP BY text_id ORDER BY 2 DESC LIMIT 20"


def measure_locating() -> None:
    """Index what is held, then print the ratios."""
    started = time.perf_counter()
    texts = index_texts()
    characters = sum(Text.objects.values_list("length", flat=True))
    print(f"{texts} texts, {characters / 1e6:.1f} million characters, indexed in {time.perf_counter() - started:.0f} s")  # noqa: T201
    chosen = random.Random(7)
    keys = list(Text.objects.values_list("pk", flat=True))
    quotes = [_quote(chosen, _content(chosen.choice(keys))) for _ in range(_ROUNDS)]
    _print_ratio("locate among all texts", _each(quotes, _among_all), _each([hashes_of(view_of(one).text) for one in quotes], _probe))
    _measure_one_text(chosen, keys)


def _measure_one_text(chosen: random.Random, keys: list[int]) -> None:
    content = ""
    while len(content) < _MEGABYTE:
        content += _content(chosen.choice(keys)) + "\n"
    document = Document.objects.create(citation_key="bench2000megabyte", type="book", title="A megabyte")
    hold_text(
        document,
        Copy(
            "megabyte.txt", content.encode(), Extraction(content=content, marks=(), media_type="text/plain", tool="bench", tool_version="1")
        ),
    )
    exact = [_quote(chosen, content) for _ in range(_ROUNDS)]
    noisy = [one.replace("1", "l", 1).replace("w2", "vv2", 1) for one in exact]
    for name, quotes in (("exact", exact), ("noisy", noisy)):
        product = _each(quotes, lambda words: locate_quote(Quote(words), document=document))
        _print_ratio(f"locate in 1 MB, {name}", product, _each(exact, content.find))


def _among_all(words: str) -> None:
    located = locate_quote(Quote(words))
    assert located.candidates, "a quote that was cut out of a text is found"


def _probe(hashes: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PROBE, [list(hashes)])
        cursor.fetchall()


def _content(key: int) -> str:
    return str(Text.objects.values_list("content", flat=True).get(pk=key))


def _quote(chosen: random.Random, content: str) -> str:
    words = content.split(" ")
    start = chosen.randrange(max(1, len(words) - _WORDS))
    return " ".join(words[start : start + _WORDS])


def _each(things: list[object], act: Callable[..., object]) -> Callable[[], object]:
    """An action on the next of some things at each call."""
    following: Iterator[object] = cycle(things)
    return lambda: act(next(following))


def _print_ratio(name: str, product: Callable[[], object], bare: Callable[[], object]) -> None:
    times: dict[str, list[float]] = {"product": [], "bare": []}
    for _ in range(_ROUNDS):
        for kind, action in (("product", product), ("bare", bare)):
            started = time.perf_counter()
            action()
            times[kind].append(time.perf_counter() - started)
    mine, theirs = (statistics.median(times[kind]) for kind in ("product", "bare"))
    print(f"{name:<28} {mine * 1000:9.2f} ms  bare {theirs * 1000:9.2f} ms  ratio {mine / theirs:6.2f}")  # noqa: T201
