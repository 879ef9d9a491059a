"""Make, change and discard topics with their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from claims.models import Topic, TopicLabel
from claims.services.review import WrongStateError
from history.services import law_in_words, recorded, store

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Label:
    """A name of a topic in one language."""

    language: str
    label: str
    kind: str = TopicLabel.Kind.PREFERRED


def write_topic(topic: Topic, *, by: User, changes: Mapping[str, Any], labels: Sequence[Label] | None = None, reason: str = "") -> Topic:
    """Store a topic, new or changed.

    Args:
        topic: The topic; if it is stored already, lock its row before.
        by: Who writes it.
        changes: Columns and their new values: slug, broader.
        labels: All its names from now on; None to leave them alone.
        reason: Why, for the history.

    Raises:
        ValidationError: A field is not fit; the message names it.
    """
    with recorded(by=by, reason=reason):
        if any(getattr(topic, name) != value for name, value in changes.items()):
            for name, value in changes.items():
                setattr(topic, name, value)
            store(topic)
        if labels is not None:
            _set_labels(topic, labels)
    return topic


def _set_labels(topic: Topic, labels: Sequence[Label]) -> None:
    wanted = list(labels)
    # Those that go, go first: there is one preferred name in each language.
    for held in TopicLabel.objects.filter(topic=topic):
        as_it_is = Label(held.language, held.label, held.kind)
        if as_it_is in wanted:
            wanted.remove(as_it_is)
        else:
            held.delete()
    for one in wanted:
        try:
            store(TopicLabel(topic=topic, language=one.language, label=one.label, kind=one.kind))
        except ValidationError as error:
            raise ValidationError({"labels": error.messages}) from error


def discard_topic(topic: Topic, *, by: User, reason: str = "") -> None:
    """Delete a topic that no claim is about and that is nothing's broader one.

    Raises:
        WrongStateError: Something refers to it.
    """
    try:
        with recorded(by=by, reason=reason), transaction.atomic():
            topic.delete()
    except ProtectedError as error:
        raise WrongStateError(
            "Claims are about this topic, it is the broader one of another, or a former address leads to it: it stays."
        ) from error
    except IntegrityError as error:
        raise ValidationError(law_in_words(error)) from error
