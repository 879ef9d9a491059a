"""Write claims out as JSON Lines, with what they stand on: one file that an empty database takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction

from claims.exchange.outgoing.choice import Choice, Chosen, choose
from claims.exchange.outgoing.claims import claims_of
from claims.exchange.outgoing.sources import by_name, sources_of
from claims.models import Topic

if TYPE_CHECKING:
    from history.services import Actor

__all__ = ["Choice", "export_claims"]


def export_claims(choice: Choice, *, user: Actor = None, with_quotes: bool = False, with_sources: bool = True) -> Iterator[str]:
    """Yield the lines: the same state gives the same bytes, whatever the order in which it came about. Constant memory.

    Authors, documents, texts and retractions that the claims need, then topics, then claims with evidence, relations and reviews. All
    are read as they were at one moment, however long it takes.

    Args:
        choice: Which claims; topics come along.
        user: As whom: a curator's export has drafts and what was rejected, anybody else's what is public (law 7).
        with_quotes: Also the words of excerpts whose text may not be given away whole. They are for readers: an import goes by
            span and hash, and where the text is not held the words are not kept.
        with_sources: Also what the claims stand on; else that must be known where they are brought in.

    Raises:
        ValidationError: What was chosen is not there; the message names it.
    """
    with _one_moment():
        chosen = choose(choice, user)
        if with_sources:
            yield from map(_line, sources_of(chosen))
        yield from map(_line, _topics(chosen))
        yield from map(_line, claims_of(chosen, with_quotes=with_quotes))


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which every statement reads the same state, unless the caller has one of its own."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _topics(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The topics, each after the broader one; with a choice those of its claims and what is broader."""
    topics = list(Topic.objects.select_related("broader").prefetch_related("labels").order_by(by_name("slug")))
    if not chosen.is_everything:
        broader = {topic.pk: topic.broader_id for topic in topics}
        wanted: set[int | None] = set(chosen.claims.order_by().values_list("topics", flat=True).distinct())
        while more := {broader[pk] for pk in wanted if pk is not None} - wanted:
            wanted |= more
        topics = [topic for topic in topics if topic.pk in wanted]
    done: set[int | None] = {None}
    while topics:
        # Topics in a circle would come last, as they are.
        ready = [topic for topic in topics if topic.broader_id in done] or topics
        yield from map(_topic, ready)
        done |= {topic.pk for topic in ready}
        topics = [topic for topic in topics if topic.pk not in done]


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "record": "topic",
        "id": topic.public_id,
        "slug": topic.slug,
        "broader": topic.broader.slug if topic.broader else None,
        "labels": [
            {"language": one.language, "kind": one.kind, "label": one.label}
            for one in sorted(topic.labels.all(), key=lambda one: (one.language, one.kind != "preferred", one.label))
        ],
    }


def _line(content: dict[str, Any]) -> str:
    try:
        return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:
        # A whole number of more than 64 bits.
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
