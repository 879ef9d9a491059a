"""Lines of claims with evidence, relations and reviews: a batch of claims in as many queries as there are kinds of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When

from claims.exchange.lines.told import told
from claims.exchange.outgoing.choice import Chosen
from claims.exchange.outgoing.sources import by_name, may_show_words
from claims.models import ClaimTopic, Evidence, Relation, Review
from claims.models.claims import ClaimQuerySet
from sources.models import Text

_AT_ONCE = 1000
_MADE = ("status", "origin", "tool", "created_by__username")
_CLAIM = ("pk", "public_id", "type", "statement", "attributes", "language", "holder__public_id", "supersedes", *_MADE)
_EVIDENCE = ("stance", "voice", "holder_as_named", "basis", "strength", "reason")
_LINK = ("pk", "claim", "public_id", *_EVIDENCE, "holder__public_id", "supersedes", *_MADE)
_PASSAGE = (
    "public_id",
    "status",
    "quote",
    "quote_sha256",
    "start",
    "end",
    "locator_label",
    "locator_value",
    "is_published",
    "origin",
    "tool",
)
_TEXT = ("sha256", "rights", "length")
_WORDS = (
    *(f"passage__{name}" for name in _PASSAGE),
    "passage__document__citation_key",
    *(f"passage__text__{name}" for name in _TEXT),
    "version",
)
_RELATION = ("pk", "from_claim", "public_id", "kind", "to_claim__public_id", "to_evidence__public_id", "reason", "supersedes", *_MADE)
_REVIEW = ("action", "by__username", "at", "comment", "corrected__public_id", "retraction__public_id")


class _Act(NamedTuple):
    """A row of reviews."""

    action: str
    by: str | None
    at: datetime
    comment: str
    corrected: str | None
    retraction: str | None


def claims_of(chosen: Chosen, *, with_quotes: bool) -> Iterator[dict[str, Any]]:
    """Yield the lines of the chosen claims, in the order of their ids; in constant memory."""
    rows = chosen.claims.order_by(by_name()).values_list(*_CLAIM).iterator(chunk_size=_AT_ONCE)
    some: list[tuple[Any, ...]] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield from _Batch(chosen, some, with_quotes=with_quotes).lines()
            some = []
    if some:
        yield from _Batch(chosen, some, with_quotes=with_quotes).lines()


class _Batch:
    """Some claims, and what belongs to them."""

    def __init__(self, chosen: Chosen, rows: Sequence[tuple[Any, ...]], *, with_quotes: bool) -> None:
        self._claims = [dict(zip(_CLAIM, row, strict=True)) for row in rows]
        self._with_quotes = with_quotes
        keys = [claim["pk"] for claim in self._claims]
        self._topics = _grouped(
            ClaimTopic.objects.filter(claim__in=keys).order_by(by_name("topic__slug")).values_list("claim", "topic__slug")
        )
        evidence, relations = self._evidence_of(chosen, keys), self._relations_of(chosen, keys)
        self._borne_out = _grouped((one["relation"], one) for one in self._passages_of(chosen, [one["pk"] for one in relations]))
        self._acts = {
            "claim": _acts("claim", keys),
            "evidence": _acts("evidence", [one["pk"] for one in evidence]),
            "relation": _acts("relation", [one["pk"] for one in relations]),
        }
        self._superseded = {
            "claim": _names(_grounded(chosen), self._claims),
            "evidence": _names(Evidence.objects.visible_to(chosen.user), evidence),
            "relation": _names(Relation.objects.visible_to(chosen.user), relations),
        }
        self._evidence = _grouped((one["claim"], one) for one in evidence)
        self._relations = _grouped((one["from_claim"], one) for one in relations)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the line of each claim."""
        return map(self._claim, self._claims)

    def _evidence_of(self, chosen: Chosen, claims: Sequence[int]) -> list[dict[str, Any]]:
        evidence = Evidence.objects.visible_to(chosen.user).filter(claim__in=claims).order_by(by_name())
        return list(evidence.annotate(version=_version()).values(*_LINK, *_WORDS))

    def _passages_of(self, chosen: Chosen, relations: Sequence[int]) -> list[dict[str, Any]]:
        links = chosen.borne_out.filter(relation__in=relations).order_by(by_name("passage__public_id"))
        return list(links.annotate(version=_version()).values("relation", *_WORDS)) if relations else []

    def _relations_of(self, chosen: Chosen, claims: Sequence[int]) -> list[dict[str, Any]]:
        relations = Relation.objects.visible_to(chosen.user).filter(from_claim__in=claims)
        if not chosen.is_everything:
            # What leads out of the choice would lead nowhere where it is brought in.
            there = chosen.claims.order_by().values("pk")
            relations = relations.filter(Q(to_claim__in=there) | Q(to_evidence__claim__in=there))
        return list(relations.order_by(by_name()).values(*_RELATION))

    def _claim(self, claim: dict[str, Any]) -> dict[str, Any]:
        key = claim["pk"]
        return {
            "record": "claim",
            "id": claim["public_id"],
            "type": claim["type"],
            "statement": claim["statement"],
            "attributes": dict(sorted(claim["attributes"].items())),
            "language": claim["language"],
            "holder": claim["holder__public_id"],
            "topics": self._topics.get(key, []),
            **self._reviewed(claim, "claim"),
            "evidence": [self._link(one) for one in self._evidence.get(key, ())],
            "relations": [self._relation(one) for one in self._relations.get(key, ())],
        }

    def _reviewed(self, row: dict[str, Any], kind: str) -> dict[str, Any]:
        return {
            "supersedes": self._superseded[kind].get(row["supersedes"]),
            "status": row["status"],
            "origin": row["origin"],
            "tool": row["tool"],
            "created_by": row["created_by__username"],
            "reviews": [_review(act) for act in told(self._acts[kind].get(row["pk"], ()), row["status"])],
        }

    def _link(self, link: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": link["public_id"],
            "excerpt": self._excerpt(link),
            "holder": link["holder__public_id"],
            **{name: link[name] for name in _EVIDENCE},
            **self._reviewed(link, "evidence"),
        }

    def _relation(self, relation: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": relation["public_id"],
            "kind": relation["kind"],
            "to": relation["to_claim__public_id"],
            "to_evidence": relation["to_evidence__public_id"],
            "reason": relation["reason"],
            "evidence": [self._excerpt(one) for one in self._borne_out.get(relation["pk"], ())],
            **self._reviewed(relation, "relation"),
        }

    def _excerpt(self, link: dict[str, Any]) -> dict[str, Any]:
        passage = {name: link[f"passage__{name}"] for name in _PASSAGE}
        excerpt = {"id": passage["public_id"], "document": link["passage__document__citation_key"]}
        if link["passage__text__sha256"] is None:
            label, value = passage["locator_label"], passage["locator_value"]
            excerpt |= {name: passage[name] for name in ("status", "quote")}
            excerpt["locator"] = {"label": label, "value": value} if label else None
        else:
            excerpt |= {"text": link["passage__text__sha256"], "version": link["version"]}
            excerpt |= {name: passage[name] for name in ("start", "end", "quote_sha256")}
            if passage["quote"] is not None and self._shows(link):
                excerpt["quote"] = passage["quote"]
        excerpt |= {"origin": passage["origin"], "tool": passage["tool"]}
        return excerpt | ({"is_published": True} if passage["is_published"] else {})

    def _shows(self, link: dict[str, Any]) -> bool:
        rights = link["passage__text__rights"]
        is_asked = self._with_quotes and rights != Text.Rights.PRIVATE
        return is_asked or may_show_words(rights, link["passage__text__length"])


def _version() -> Case:
    """The version of a passage's text; of a second copy of the same words that of the first."""
    first = Text.objects.filter(document=OuterRef("passage__document"), sha256=OuterRef("passage__text__sha256"), is_second_copy=False)
    return Case(
        When(passage__text__is_second_copy=True, then=Subquery(first.order_by("version").values("version")[:1])),
        default=F("passage__text__version"),
    )


def _grounded(chosen: Chosen) -> ClaimQuerySet:
    """The claims that can be published elsewhere too: for strangers those with evidence that they see."""
    if chosen.sees_all:
        return chosen.claims
    return chosen.claims.filter(Exists(Evidence.objects.visible_to(chosen.user).filter(claim=OuterRef("pk"))))


def _grouped(pairs: Any) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _acts(link: str, keys: Sequence[int]) -> dict[int, list[_Act]]:
    reviews = Review.objects.filter(**{f"{link}__in": keys}).order_by("id").values_list(link, *_REVIEW)
    return _grouped((key, _Act(*act)) for key, *act in reviews)


def _names(records: Any, rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """The ids of those revised, as far as they go out themselves."""
    keys = {row["supersedes"] for row in rows if row["supersedes"] is not None}
    return dict(records.filter(pk__in=keys).order_by().values_list("pk", "public_id")) if keys else {}


def _review(act: _Act) -> dict[str, Any]:
    line: dict[str, Any] = {"action": act.action, "by": act.by, "at": act.at.isoformat(), "comment": act.comment}
    because = {"corrected": act.corrected, "retraction": act.retraction}
    return line | {name: public_id for name, public_id in because.items() if public_id}
