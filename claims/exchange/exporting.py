"""Write claims out as JSON Lines: topics, then each claim with its evidence, relations and reviews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Collate

from claims.exchange.shapes import ACTIONS
from claims.models import Claim, Evidence, Relation, Review, Topic
from claims.models.claims import CLAIM_STATES, ClaimQuerySet
from sources.models import Passage, Text
from sources.services.find_document import resolve_documents

if TYPE_CHECKING:
    from history.services import Actor

_AT_ONCE = 500


@dataclass(frozen=True)
class Choice:
    """Which claims: all that are visible where nothing is said; else those that every kind of choice allows."""

    claims: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.claims or self.topics or self.documents or self.states)


def export_claims(choice: Choice, *, user: Actor = None, with_quotes: bool = False) -> Iterator[str]:
    """Yield the lines: the same state gives the same bytes, whatever the order in which it came about. Constant memory.

    Args:
        choice: Which claims; topics come along.
        user: As whom: a curator's export has drafts and what was rejected, anybody else's what is public (law 7).
        with_quotes: Also the words of excerpts whose text may not be given away whole. They are for readers: an import goes by
            span and hash, and where the text is not held the words are not kept.

    Raises:
        ValidationError: What was chosen is not there; the message names it.
    """
    claims = _chosen(choice, user)
    for topic in _topics(choice, claims):
        yield _line(topic)
    for claim in _with_parts(claims, user, choice).iterator(chunk_size=_AT_ONCE):
        yield _line(_claim(claim, with_quotes=with_quotes))


def _chosen(choice: Choice, user: Actor) -> ClaimQuerySet:
    claims = Claim.objects.visible_to(user)
    if choice.claims:
        missing = sorted(set(choice.claims) - set(claims.filter(public_id__in=choice.claims).values_list("public_id", flat=True)))
        _refuse("claim", missing)
        claims = claims.filter(public_id__in=choice.claims)
    if choice.topics:
        _refuse("topic", sorted(set(choice.topics) - set(Topic.objects.filter(slug__in=choice.topics).values_list("slug", flat=True))))
        claims = claims.filter(pk__in=Claim.objects.filter(topics__slug__in=choice.topics).values("pk"))
    if choice.documents:
        found = resolve_documents(choice.documents)
        _refuse("document", sorted(set(choice.documents) - found.keys()))
        documents = [one.document.pk for one in found.values()]
        standing = Evidence.objects.visible_to(user).filter(passage__document__in=documents)
        claims = claims.filter(pk__in=standing.values("claim"))
    if choice.states:
        _refuse("state", sorted(set(choice.states) - set(CLAIM_STATES)))
        claims = claims.filter(status__in=choice.states)
    return claims


def _refuse(what: str, missing: Iterable[str]) -> None:
    names = ", ".join(missing)
    if names:
        raise ValidationError(f"There is no {what} {names}.")


def _by_name(name: str = "public_id") -> Collate:
    """The order of the bytes, which no language of the database changes."""
    return Collate(F(name), "C")


def _topics(choice: Choice, claims: ClaimQuerySet) -> Iterator[dict[str, Any]]:
    """The topics, each after the broader one; with a choice those of its claims and what is broader."""
    topics = list(Topic.objects.select_related("broader").prefetch_related("labels").order_by(_by_name("slug")))
    if not choice.is_everything:
        broader = {topic.pk: topic.broader_id for topic in topics}
        wanted: set[int | None] = set(claims.order_by().values_list("topics", flat=True).distinct())
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


def _with_parts(claims: ClaimQuerySet, user: Actor, choice: Choice) -> ClaimQuerySet:
    relations = Relation.objects.visible_to(user)
    if not choice.is_everything:
        # What leads out of the choice would lead nowhere where it is brought in.
        relations = relations.filter(Q(to_claim__in=claims) | Q(to_evidence__claim__in=claims))
    passages: QuerySet[Passage] = Passage.objects.select_related("document").prefetch_related(
        Prefetch("text", Text.objects.without_words())
    )
    evidence = Evidence.objects.visible_to(user).select_related("holder", "created_by").order_by(_by_name())
    reviews = Prefetch("reviews", Review.objects.select_related("by").order_by("id"))
    return (
        claims.select_related("holder", "created_by", "supersedes")
        .prefetch_related(
            "topics",
            reviews,
            Prefetch("evidence", evidence.prefetch_related(reviews, Prefetch("passage", passages))),
            Prefetch(
                "relations",
                relations.select_related("to_claim", "to_evidence", "created_by").prefetch_related(reviews).order_by(_by_name()),
            ),
        )
        .order_by(_by_name())
    )


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


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


def _claim(claim: Claim, *, with_quotes: bool) -> dict[str, Any]:
    return {
        "record": "claim",
        "id": claim.public_id,
        "type": claim.type,
        "statement": claim.statement,
        "attributes": dict(sorted(claim.attributes.items())),
        "language": claim.language,
        "holder": claim.holder.public_id if claim.holder else None,
        "topics": sorted(topic.slug for topic in claim.topics.all()),
        "supersedes": claim.supersedes.public_id if claim.supersedes else None,
        **_reviewed(claim),
        "evidence": [_evidence(link, with_quotes=with_quotes) for link in claim.evidence.all()],
        "relations": [_relation(relation) for relation in claim.relations.all()],
    }


def _reviewed(record: Claim | Evidence | Relation) -> dict[str, Any]:
    return {
        "status": record.status,
        "origin": record.origin,
        "tool": record.tool,
        "created_by": record.created_by.get_username() if record.created_by else None,
        "reviews": [_review(review) for review in _told(list(record.reviews.all()))],
    }


def _told(reviews: list[Review]) -> list[Review]:
    """The acts that people did. What was re-opened goes out as it was submitted: what it was accepted on are other words now."""
    reopened = max((at for at, review in enumerate(reviews) if review.action == "reopen"), default=-1)
    submitted = [review for review in reviews[: reopened + 1] if review.action == "submit"]
    return submitted[-1:] + [review for review in reviews[reopened + 1 :] if review.action in ACTIONS]


def _review(review: Review) -> dict[str, Any]:
    by = review.by.get_username() if review.by else None
    return {"action": review.action, "by": by, "at": review.at.isoformat(), "comment": review.comment}


def _evidence(link: Evidence, *, with_quotes: bool) -> dict[str, Any]:
    return {
        "id": link.public_id,
        "excerpt": _excerpt(link.passage, with_quotes=with_quotes),
        "stance": link.stance,
        "voice": link.voice,
        "holder": link.holder.public_id if link.holder else None,
        "holder_as_named": link.holder_as_named,
        "basis": link.basis,
        "strength": link.strength,
        "reason": link.reason,
        **_reviewed(link),
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.public_id,
        "kind": relation.kind,
        "to": relation.to_claim.public_id if relation.to_claim else None,
        "to_evidence": relation.to_evidence.public_id if relation.to_evidence else None,
        "reason": relation.reason,
        **_reviewed(relation),
    }


def _excerpt(passage: Passage, *, with_quotes: bool) -> dict[str, Any]:
    excerpt: dict[str, Any] = {"id": passage.public_id, "document": passage.document.citation_key}
    if passage.text is None:
        locator = {"label": passage.locator_label, "value": passage.locator_value} if passage.locator_label else None
        excerpt |= {"status": passage.status, "quote": passage.quote, "locator": locator}
    else:
        excerpt |= {"text": passage.text.sha256, "start": passage.start, "end": passage.end, "quote_sha256": passage.quote_sha256}
        if _may_show(passage.text, with_quotes=with_quotes) and passage.quote is not None:
            excerpt["quote"] = passage.quote
    return excerpt | {"origin": passage.origin, "tool": passage.tool}


def _may_show(text: Text, *, with_quotes: bool) -> bool:
    return text.rights == Text.Rights.OPEN or (with_quotes and text.rights == Text.Rights.EXCERPT_ONLY)
