"""What a claim is to other claims of its type, as far as their attributes tell: relations to propose, for whoever has read both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from claims.models import Claim, ComparedClaim, Relation
from claims.types import CLAIM_TYPES

#: Claims that one is compared with: those published about the same thing, and the newest that are not decided on.
_MOST_COMPARED = 200
_MOST_PROPOSED = 10
_KINDS = {"same": "restates", "contradicts": "contradicts", "refines": "refines", "refined_by": "refines"}
_FIRST = ("contradicts", "restates", "refines")


@dataclass(frozen=True)
class ProposedRelation:
    """A relation that the attributes of two claims suggest."""

    from_claim: Claim
    kind: str
    to_claim: Claim
    #: Why, for example: Not both hold: they differ in value.
    sentence: str


def propose_relations(claim: Claim) -> list[ProposedRelation]:
    """Return relations that the attributes of ``claim`` suggest and that nobody proposed yet, contradictions first, ten at most.

    Three queries however many claims there are; it reads at most two hundred published claims about the same thing (found by their
    key, ``ClaimType.comparison_key``) and as many of its type that are not decided on. Claims of types that cannot be compared have none.
    """
    kind = CLAIM_TYPES[claim.type]
    if not kind.judges or kind.faults(claim.attributes):
        return []
    related = _related_to(claim)
    found = [one for other in _candidates(claim) if other.pk not in related and (one := _proposed(claim, other)) is not None]
    return sorted(found, key=lambda one: _FIRST.index(one.kind))[:_MOST_PROPOSED]


def _candidates(claim: Claim) -> Iterator[Claim]:
    key = CLAIM_TYPES[claim.type].comparison_key(claim.attributes)
    if key:
        # Those that wait to be compared have no key yet.
        alike = Q(key=key) | Q(is_compared=False, claim__type=claim.type)
        published = ComparedClaim.objects.filter(alike, claim__status=Claim.Status.PUBLISHED).exclude(claim=claim)
        yield from (compared.claim for compared in published.select_related("claim").order_by("-claim")[:_MOST_COMPARED])
    undecided = Claim.objects.filter(type=claim.type, status__in=[Claim.Status.DRAFT, Claim.Status.IN_REVIEW]).exclude(pk=claim.pk)
    # What it revises says nearly the same, and that is no news.
    yield from undecided.exclude(supersedes=claim).order_by("-pk")[:_MOST_COMPARED]


def _related_to(claim: Claim) -> set[int]:
    """The claims to which there is a relation already, and those of which this is a revision."""
    standing = Relation.objects.filter(Q(from_claim=claim) | Q(to_claim=claim), to_claim__isnull=False)
    pairs = standing.exclude(status__in=["rejected", "retracted", "superseded"]).values_list("from_claim_id", "to_claim_id")
    named = {key for pair in pairs for key in pair}
    return named | ({claim.supersedes_id} if claim.supersedes_id else set())


def _proposed(claim: Claim, other: Claim) -> ProposedRelation | None:
    kind = CLAIM_TYPES[claim.type]
    if kind.faults(other.attributes):
        return None
    comparison = kind.compare(claim.attributes, other.attributes)
    if comparison.outcome not in _KINDS:
        return None
    ends = (other, claim) if comparison.outcome == "refined_by" else (claim, other)
    return ProposedRelation(ends[0], _KINDS[comparison.outcome], ends[1], comparison.sentence)
