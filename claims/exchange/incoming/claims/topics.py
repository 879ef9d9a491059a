"""Some topics of a file, each after the one that is broader."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from claims import models
from claims.exchange.incoming.claims.options import Options
from claims.exchange.incoming.outcomes import Incoming
from claims.exchange.lines.claim_records import Topic
from claims.services.find_topic import topics_named
from history.services import store


def take_topics(topics: Sequence[Incoming[Topic]], options: Options) -> None:
    """Store those that are new, with their labels; add labels to others where the file's are wanted. Topics are few."""
    here = topics_named(_names(topics))
    waiting = list(topics)
    while waiting:
        slugs = {incoming.record.slug for incoming in waiting}
        ready = [incoming for incoming in waiting if incoming.record.broader not in slugs]
        if not ready:
            for incoming in waiting:
                incoming.refuse("broader", "These topics are broader than each other, in a circle.")
            return
        for incoming in ready:
            _take(incoming, here, options)
        waiting = [incoming for incoming in waiting if incoming not in ready]


def _names(topics: Sequence[Incoming[Topic]]) -> set[str]:
    return {name for incoming in topics for name in (incoming.record.slug, incoming.record.broader) if name}


def _take(incoming: Incoming[Topic], here: dict[str, models.Topic], options: Options) -> None:
    topic = incoming.record
    known = here.get(topic.slug)
    broader = here.get(topic.broader) if topic.broader else None
    if topic.broader and broader is None:
        incoming.refuse("broader", f"There is no topic {topic.broader}, neither here nor in this file.")
        return
    try:
        if known is None:
            made = models.Topic(slug=topic.slug, broader=broader, **({"public_id": topic.public_id} if topic.public_id else {}))
            store(made)
            here[topic.slug] = made
            _add_labels(made, set(topic.labels))
            return
        incoming.result = "unchanged"
        _compare(incoming, known, broader, options)
    except ValidationError as error:
        incoming.refuse("", " ".join(error.messages))


def _compare(incoming: Incoming[Topic], known: models.Topic, broader: models.Topic | None, options: Options) -> None:
    topic = incoming.record
    if known.slug != topic.slug:
        incoming.differs("slug", known.slug, topic.slug)
    if known.broader != broader:
        incoming.differs("broader", known.broader.slug if known.broader else "", topic.broader)
    here = {(one.language, one.kind, one.label): one for one in known.labels.all()}
    preferred = {one.language: one for one in here.values() if one.kind == "preferred"}
    missing = sorted(set(topic.labels) - here.keys())
    for language, kind, label in missing:
        other = preferred[language].label if kind == "preferred" and language in preferred else ""
        incoming.differs("labels", f"{language}: {kind}: {other}" if other else "", f"{language}: {kind}: {label}")
    if not options.update or not incoming.differences:
        return
    if known.broader != broader:
        known.broader = broader
        store(known)
    for language, kind, label in missing:
        # A language has one preferred label: another one takes its place.
        row = preferred.get(language) if kind == "preferred" else None
        row = row or models.TopicLabel(topic=known, language=language, kind=kind)
        row.label = label
        store(row)
    incoming.result = "updated"


def _add_labels(topic: models.Topic, labels: set[tuple[str, str, str]]) -> None:
    for language, kind, label in sorted(labels):
        store(models.TopicLabel(topic=topic, language=language, kind=kind, label=label))
