"""Published claims that do not both hold, as far as their attributes tell: each pair is compared once, after the second was published."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, QuerySet

from claims.models import Claim, ComparedClaim, Contradiction
from claims.models.comparisons import CONTRADICTED
from claims.types import CLAIM_TYPES
from history.locks import Lock, take_if_free, wait_for

logger = logging.getLogger(__name__)

#: How many claims are compared in one transaction.
AT_ONCE = 500
#: How many comparisons end a transaction early: claims about one thing in their thousands take their turns.
MOST_COMPARISONS = 20_000
#: What one decision does, at most, of what others left: so many claims, so many times.
_IN_PASSING, _TURNS = 100, 2
#: Shorter than the time after which the database ends one of two that stand in each other's way: it is never the decision that it ends.
_PATIENCE = "500ms"

_COMPARED = (
    "UPDATE claims_comparedclaim AS kept SET key = made.key, is_compared = true"
    " FROM unnest(%s::bigint[], %s::text[]) AS made (claim, key) WHERE kept.claim_id = made.claim"
)


class Said(NamedTuple):
    """A claim as it is compared."""

    claim: int
    type: str
    attributes: dict[str, Any]
    key: str


def compare_after_commit() -> None:
    """Have what waits compared when the transaction is committed; once, however often it is asked for in it.

    A decision never fails for it, and never waits for another's: what fails is logged and waits, and who finds somebody else at it leaves
    it to them. What a decision takes is bounded; more waits for the next, or for ``compare_claims``.
    """
    if not any(_take_turns in entry for entry in connection.run_on_commit):
        transaction.on_commit(_take_turns, robust=True)


def compare_waiting(*, at_most: int = AT_ONCE, is_patient: bool = True) -> int:
    """Compare the published claims that were not compared yet, those first that were proposed first; return how many.

    The words of a published claim never change, so that a pair is compared once: when the second of them is.

    Args:
        at_most: How many claims; the rest waits for the next call, and so do those that are too many to compare with others.
        is_patient: Wait while somebody else compares; else do nothing then.

    Raises:
        OperationalError: Others hold what is to be written; nothing is done.
    """
    if not waiting().exists():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        if not _is_alone(cursor, is_patient=is_patient):
            return 0
        said = _affordable(_next(at_most))
        found = _contradictions(said)
        while some := list(islice(found, 1000)):
            Contradiction.objects.bulk_create(some, ignore_conflicts=True)
        cursor.execute(_COMPARED, [[one.claim for one in said], [one.key for one in said]])
    return len(said)


def compare_again() -> int:
    """Compare every published claim once more, after a type was declared anew; return how many."""
    with transaction.atomic():
        Contradiction.objects.filter(relation=None).delete()
        ComparedClaim.objects.update(is_compared=False, key="")
    return compare_all()


def compare_all() -> int:
    """Compare all that wait, some at a time; return how many."""
    return sum(iter(compare_waiting, 0))


def compare_in_passing() -> None:
    """Compare all that wait, for somebody who came for something else.

    What fails is logged and waits: it is no fault of what was done before.
    """
    with _in_passing():
        compare_all()


def waiting() -> QuerySet[ComparedClaim]:
    """The published claims that wait to be compared."""
    return ComparedClaim.objects.filter(is_compared=False)


def contradicted() -> QuerySet[ComparedClaim]:
    """The published claims that another contradicts which stands on another document: found here, or related by an editor.

    What is withdrawn on either side is left out, and so are two claims that stand on one and the same document, or on none: the database
    counts what holds (``Contradiction.holds``).
    """
    return ComparedClaim.objects.filter(CONTRADICTED).order_by()


def key_of(type_name: str, attributes: dict[str, Any]) -> str:
    """Return what a claim shares with those that it may contradict; empty where that is none.

    Raw SQL may publish values that are not fit: the database holds claims to the names of their attributes alone.
    """
    kind = CLAIM_TYPES[type_name]
    return "" if kind.faults(attributes) else kind.comparison_key(attributes)


def _take_turns() -> None:
    with _in_passing():
        # Whoever found this one at it relies on its looking once more after it ended.
        for _ in range(_TURNS):
            if not compare_waiting(at_most=_IN_PASSING, is_patient=False):
                return


@contextmanager
def _in_passing() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        logger.warning("Published claims were not compared and wait for whoever compares next: %s", str(error).partition("\n")[0])


def _is_alone(cursor: CursorWrapper, *, is_patient: bool) -> bool:
    # Two that compare at the same time would each miss what the other has in hand.
    if is_patient:
        wait_for(Lock.COMPARING)
    elif not take_if_free(Lock.COMPARING):
        return False
    cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
    return True


def _next(at_most: int) -> list[Said]:
    claims = Claim.objects.filter(pk__in=waiting().order_by("claim").values("claim")[:at_most]).order_by("pk")
    rows = claims.values_list("pk", "type", "attributes")
    return [Said(claim, type_name, attributes, key_of(type_name, attributes)) for claim, type_name, attributes in rows]


def _affordable(said: Sequence[Said]) -> Sequence[Said]:
    """As many of them as are compared at once: one at least."""
    beside: Counter[str] = Counter(dict(_compared(said).order_by().values_list("key").annotate(Count("pk"))))
    comparisons = 0
    for place, one in enumerate(said):
        comparisons += beside[one.key]
        if place and comparisons > MOST_COMPARISONS:
            return said[:place]
        if one.key:
            beside[one.key] += 1
    return said


def _compared(said: Sequence[Said]) -> QuerySet[ComparedClaim]:
    """The claims, compared already, that share a key with one of these."""
    return ComparedClaim.objects.filter(key__in={one.key for one in said} - {""}, is_compared=True)


def _contradictions(said: Sequence[Said]) -> Iterator[Contradiction]:
    """Compare claims with all that were compared before, and among each other; however many share a key, only these are held in memory."""
    alike: Mapping[str, list[Said]] = defaultdict(list)
    for one in said:
        for earlier in alike[one.key] if one.key else ():
            yield from contradiction(earlier, one)
        alike[one.key].append(one)
    rows = _compared(said).values_list("claim_id", "claim__type", "claim__attributes", "key")
    for row in rows.order_by("key", "claim").iterator(chunk_size=1000):
        other = Said(*row)
        for one in alike[other.key]:
            yield from contradiction(other, one)


def contradiction(one: Said, other: Said) -> Iterator[Contradiction]:
    """Yield what is stored of two claims, from either side, if they contradict each other."""
    first, second = sorted((one, other))
    comparison = CLAIM_TYPES[first.type].compare(first.attributes, second.attributes)
    if comparison.outcome == "contradicts":
        yield Contradiction(claim_id=first.claim, other_id=second.claim, sentence=comparison.sentence)
        yield Contradiction(claim_id=second.claim, other_id=first.claim, sentence=comparison.sentence)
