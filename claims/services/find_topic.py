"""From a name that somebody gives to the topic that it stands for today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from claims.models import Claim, FormerSlug, Topic
from claims.models.claims import ClaimQuerySet


@dataclass(frozen=True)
class ResolvedTopic:
    """The topic that a name leads to; ``is_current`` is false where it has another slug now: redirect there."""

    topic: Topic
    is_current: bool


def resolve_topics(names: Iterable[str]) -> dict[str, ResolvedTopic]:
    """Return what each of several names leads to; names that lead nowhere are left out. Two queries at most, however many names.

    Tried in this order: its slug, its public id, a former slug. In the past (``history.past``) what was so then.

    Args:
        names: Slugs, present or former, and public ids.
    """
    wanted = set(names)
    present = list(Topic.objects.filter(Q(slug__in=wanted) | Q(public_id__in=wanted)))
    found = {one.public_id: one for one in present} | {one.slug: one for one in present}
    missing = wanted - found.keys()
    former = FormerSlug.objects.filter(slug__in=missing).select_related("topic") if missing else ()
    return {name: ResolvedTopic(found[name], is_current=True) for name in wanted & found.keys()} | {
        one.slug: ResolvedTopic(one.topic, is_current=False) for one in former
    }


def resolve_topic(name: str) -> ResolvedTopic | None:
    """Return what one name leads to, as `resolve_topics` does; None where it leads nowhere."""
    return resolve_topics([name]).get(name)


def find_topic(name: str) -> Topic | None:
    """Return the topic that a name leads to today, as `resolve_topics` does; None where it leads nowhere."""
    resolved = resolve_topic(name)
    return None if resolved is None else resolved.topic


def topics_named(names: Iterable[str]) -> dict[str, Topic]:
    """Return by name the topics that names lead to, as `resolve_topics` does."""
    return {name: resolved.topic for name, resolved in resolve_topics(names).items()}


def claims_about(name: str) -> ClaimQuerySet:
    """Return the claims about the topic that a name leads to, of whatever state; none where it leads nowhere. One or two queries."""
    topic = find_topic(name)
    return Claim.objects.none() if topic is None else Claim.objects.filter(topics=topic)
