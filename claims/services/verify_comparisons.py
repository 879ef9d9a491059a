"""Prove once more which published claims contradict each other: what is recorded is what their types find, and what is counted is what holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.db import connection

from claims.models import ComparedClaim, Contradiction
from claims.services.contradictions import Said, contradiction, key_of, waiting

#: With how many of those before it that share its key a claim is compared again. Each with each would be the square of thousands.
NEIGHBOURS = 200
#: How many faults of one kind are told.
_MOST_TOLD = 50
_AT_ONCE = 1000

_FAULTS = {
    "Claim {}: it is published and in no queue of what is to be compared.": """
        SELECT claim.public_id FROM claims_claim claim WHERE claim.status = 'published'
           AND NOT EXISTS (SELECT 1 FROM claims_comparedclaim compared WHERE compared.claim_id = claim.id)""",
    "Claim {}: a contradiction of it is said to hold that does not, or the other way round.": """
        SELECT claim.public_id FROM claims_contradiction pair JOIN claims_claim claim ON claim.id = pair.claim_id
          JOIN claims_claimstanding one ON one.claim_id = pair.claim_id JOIN claims_claimstanding other ON other.claim_id = pair.other_id
         WHERE pair.holds <> (one.is_published AND other.is_published AND one.supporting_documents > 0 AND other.supporting_documents > 0
                              AND (one.only_document_id = other.only_document_id) IS NOT TRUE)""",
    "Claim {}: its contradictions are not as many as are counted.": """
        SELECT claim.public_id FROM claims_comparedclaim compared JOIN claims_claim claim ON claim.id = compared.claim_id
          LEFT JOIN (SELECT claim_id, count(*) AS number FROM claims_contradiction WHERE holds GROUP BY claim_id) AS held
                 ON held.claim_id = compared.claim_id
         WHERE compared.contradictions <> coalesce(held.number, 0)""",
    "Relation {}: it says that two claims contradict each other, and they are not recorded so.": """
        SELECT relation.public_id FROM claims_relation relation WHERE relation.kind = 'contradicts' AND relation.status = 'accepted'
           AND 2 <> (SELECT count(*) FROM claims_contradiction pair WHERE pair.relation_id = relation.id
                        AND (pair.claim_id, pair.other_id) IN ((relation.from_claim_id, relation.to_claim_id), (relation.to_claim_id, relation.from_claim_id)))""",
    "Relation {}: claims are recorded as contradicting each other by it, and it is not accepted as saying so.": """
        SELECT DISTINCT relation.public_id FROM claims_contradiction pair JOIN claims_relation relation ON relation.id = pair.relation_id
         WHERE relation.kind <> 'contradicts' OR relation.status <> 'accepted'""",
}
_MISSING = """
    SELECT claim.public_id, other.public_id FROM unnest(%s::bigint[], %s::bigint[]) AS found (claim_id, other_id)
      JOIN claims_claim claim ON claim.id = found.claim_id JOIN claims_claim other ON other.id = found.other_id
     WHERE NOT EXISTS (SELECT 1 FROM claims_contradiction pair
                        WHERE (pair.claim_id, pair.other_id) = (found.claim_id, found.other_id) AND pair.relation_id IS NULL)
"""


def comparison_faults() -> Iterator[str]:
    """Yield a sentence for each fault, fifty of a kind at most; in constant memory.

    A claim is compared with two hundred of those about the same thing, and each pair that is recorded is judged again.
    """
    for words, question in _FAULTS.items():
        yield from _told(words.format(name) for name in _names(question))
    yield from _told(_of_other_keys())
    yield from _told(_no_more_found())
    yield from _told(_not_recorded())


def comparison_remarks() -> list[str]:
    """Return what is no fault and should be known: how many claims wait to be compared."""
    number = waiting().count()
    claims = "One published claim waits" if number == 1 else f"{number} published claims wait"
    return [f"{claims} to be compared with others: compare_claims does it."] if number else []


def _told(faults: Iterator[str]) -> Iterator[str]:
    yield from islice(faults, _MOST_TOLD)
    if next(faults, None) is not None:
        yield "And more of the same."


def _names(question: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        for (name,) in cursor:
            yield str(name)


def _compared() -> Iterator[tuple[str, Said]]:
    """Every claim that was compared, those with the same key beside each other; its name, and how it was compared."""
    rows = ComparedClaim.objects.filter(is_compared=True).order_by("key", "claim")
    values = rows.values_list("claim__public_id", "claim_id", "claim__type", "claim__attributes", "key")
    return ((name, Said(*said)) for name, *said in values.iterator(chunk_size=_AT_ONCE))


def _of_other_keys() -> Iterator[str]:
    for name, said in _compared():
        if key_of(said.type, said.attributes) != said.key:
            yield f"Claim {name}: it is compared with others than its type says: compare_claims --again mends it."


def _no_more_found() -> Iterator[str]:
    """Pairs that are recorded, and that their types do not find."""
    ends = [f"{end}__{column}" for end in ("claim", "other") for column in ("pk", "type", "attributes")]
    pairs = Contradiction.objects.filter(relation=None).order_by("id")
    for row in pairs.values_list(*ends, "claim__public_id", "other__public_id").iterator(chunk_size=_AT_ONCE):
        one, other = Said(row[0], row[1], row[2], ""), Said(row[3], row[4], row[5], "")
        if not any(contradiction(one, other)):
            yield f"Claim {row[6]}: {row[7]} is recorded as contradicting it, and their type finds that no more: compare_claims --again mends it."


def _not_recorded() -> Iterator[str]:
    """Pairs that their types find, and that are not recorded."""
    found = chain.from_iterable(contradiction(earlier, one) for earlier, one in _neighbours(said for _, said in _compared()))
    while some := list(islice(found, _AT_ONCE)):
        with connection.cursor() as cursor:
            cursor.execute(_MISSING, [[pair.claim_id for pair in some], [pair.other_id for pair in some]])
            missing = cursor.fetchall()
        for one, other in missing:
            yield f"Claim {one}: {other} contradicts it, and that is not recorded: compare_claims --again mends it."


def _neighbours(claims: Iterable[Said]) -> Iterator[tuple[Said, Said]]:
    before: deque[Said] = deque(maxlen=NEIGHBOURS)
    for one in claims:
        if before and before[-1].key != one.key:
            before.clear()
        if one.key:
            yield from ((earlier, one) for earlier in before)
            before.append(one)
