"""Published claims that do not both hold, as far as their attributes tell: found when somebody asks, each pair compared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from claims.models import Claim, ClaimStanding, ComparedClaim, Contradiction, Relation
from claims.types import CLAIM_TYPES

#: How many claims one question has compared before it answers; what a large import published is for ``compare_claims``.
AT_ONCE = 500

_KEYS = (
    "UPDATE claims_comparedclaim AS kept SET key = made.key, is_compared = true"
    " FROM unnest(%s::bigint[], %s::text[]) AS made (claim, key) WHERE kept.claim_id = made.claim"
)


def compare_waiting(*, at_most: int = AT_ONCE) -> int:
    """Compare the published claims that were not compared yet, those first that were proposed first; return how many.

    The words of a published claim never change, so that a pair is compared once: when the second of them is.

    Args:
        at_most: How many claims; the rest waits for the next call.
    """
    waiting = ComparedClaim.objects.filter(is_compared=False)
    if not waiting.exists():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        # Two that compare at the same time would each miss what the other has in hand.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_comparedclaim'))")
        claims = list(Claim.objects.filter(pk__in=waiting.order_by("claim").values("claim")[:at_most]).order_by("pk"))
        keys = {claim.pk: _key(claim) for claim in claims}
        cursor.execute(_KEYS, [list(keys), list(keys.values())])
        Contradiction.objects.bulk_create(_found(keys), batch_size=1000, ignore_conflicts=True)
    return len(claims)


def compare_again() -> int:
    """Compare every published claim once more, after a type was declared anew; return how many."""
    with transaction.atomic():
        Contradiction.objects.all().delete()
        ComparedClaim.objects.update(is_compared=False, key="")
    return compare_all()


def compare_all() -> int:
    """Compare all that wait, some at a time; return how many."""
    return sum(iter(lambda: compare_waiting(at_most=AT_ONCE), 0))


def contradicted() -> QuerySet[ClaimStanding]:
    """The standings of published claims that another contradicts which stands on another document: found here, or related by an editor.

    What is withdrawn on either side is left out, and so are two claims that stand on one and the same document, or on none.
    """
    compared = _standing_apart(Contradiction.objects.all(), "claim", "other")
    # The index by which no two claims are related twice holds relations that lead to claims alone.
    related = Relation.objects.filter(kind=Relation.Kind.CONTRADICTS, status=Relation.Status.ACCEPTED, to_claim__isnull=False)
    either = [_standing_apart(related, *ends) for ends in (("from_claim", "to_claim"), ("to_claim", "from_claim"))]
    return ClaimStanding.objects.filter(pk__in=compared.union(*either))


def _standing_apart(pairs: QuerySet[Any], one: str, other: str) -> QuerySet[Any]:
    mine, theirs = f"{one}__standing", f"{other}__standing"
    same = Q(**{f"{mine}__only_document": F(f"{theirs}__only_document")})
    stands = (("is_published", True), ("supporting_documents__gt", 0))
    both = {f"{standing}__{name}": value for standing in (mine, theirs) for name, value in stands}
    apart = ~same | Q(**{f"{mine}__only_document": None}) | Q(**{f"{theirs}__only_document": None})
    return pairs.filter(apart, **both).order_by().values(one)


def _key(claim: Claim) -> str:
    kind = CLAIM_TYPES[claim.type]
    # Raw SQL may publish values that are not fit: the database holds claims to the names of their attributes alone.
    return "" if kind.faults(claim.attributes) else kind.comparison_key(claim.attributes)


def _found(keys: dict[int, str]) -> Iterator[Contradiction]:
    """Compare the claims that have these keys with every published one that shares it."""
    sharing = ComparedClaim.objects.filter(key__in={*keys.values()} - {""}, claim__status=Claim.Status.PUBLISHED).order_by("claim")
    alike: dict[str, list[Claim]] = defaultdict(list)
    for compared in sharing.select_related("claim"):
        alike[compared.key].append(compared.claim)
    for claims in alike.values():
        yield from _contradictions(claims, new=keys)


def _contradictions(claims: list[Claim], *, new: Container[int]) -> Iterator[Contradiction]:
    for place, claim in enumerate(claims):
        for other in claims[:place]:
            if claim.pk not in new and other.pk not in new:
                continue
            comparison = CLAIM_TYPES[claim.type].compare(other.attributes, claim.attributes)
            if comparison.outcome == "contradicts":
                yield Contradiction(claim=claim, other=other, sentence=comparison.sentence)
                yield Contradiction(claim=other, other=claim, sentence=comparison.sentence)
