"""A proposal: two records, how likely they are one, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.db import connection

from sources.models import Distinction

#: What is less likely than this is not proposed.
LEAST_SCORE = 0.55
#: How many pairs are looked at for the list of all; those from the most telling and smallest blocks come first.
MOST_PAIRS = 2_000
#: Of a name or title that more records than this share, pairs are found from the records' own pages only.
LARGEST_BLOCK = 30


@dataclass(frozen=True)
class Proposal:
    """Two records that are likely one; with ``is_link`` likely a work and its reprint, to be linked and not merged."""

    first: Any
    second: Any
    score: float
    reasons: list[str]
    counter_reasons: list[str]
    is_link: bool = False

    @property
    def percent(self) -> int:
        """The score as people read it."""
        return round(self.score * 100)

    def other(self, record: Any) -> Any:
        """Return the one of the two that ``record`` is not."""
        return self.second if self.first.pk == record.pk else self.first


@dataclass(frozen=True)
class Found:
    """Proposals, the likeliest first; ``is_complete`` is false where more pairs have something in common than were looked at."""

    proposals: list[Proposal]
    is_complete: bool


@dataclass
class Weighing:
    """Reasons as they are gathered: each adds to the score or takes from it."""

    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    counter_reasons: list[str] = field(default_factory=list)
    is_link: bool = False

    def speak_for(self, weight: float, reason: str) -> None:
        """Add a reason that the two are one."""
        self.score += weight
        self.reasons.append(reason)

    def speak_against(self, weight: float, reason: str) -> None:
        """Add a reason that they are two."""
        self.score -= weight
        self.counter_reasons.append(reason)

    def propose(self, first: Any, second: Any) -> Proposal | None:
        """Return the proposal, where it is likely enough."""
        if self.score < LEAST_SCORE:
            return None
        # Arithmetic of binary fractions would show as 0.8500000000000001.
        score = round(min(self.score, 1.0), 2)
        return Proposal(first, second, score, self.reasons, self.counter_reasons, self.is_link)


def likeliest(proposals: Iterable[Proposal | None]) -> list[Proposal]:
    """Return the proposals, the likeliest first, in an order that is always the same."""
    return sorted((one for one in proposals if one is not None), key=lambda one: (-one.score, one.first.pk, one.second.pk))


def pairs_in_blocks(query: str, known_as_two: set[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
    """Return the pairs of records that stand in one block, the most telling blocks first, and whether these are all.

    Args:
        query: Gives for each block the records of which one must be in every pair, and all its records; the parameters are the
            largest size of a block and how many blocks there may be.
        known_as_two: Pairs to leave out, the lower number first.
    """
    with connection.cursor() as cursor:
        # A block gives one pair at least, but that may be one to leave out.
        most = MOST_PAIRS + len(known_as_two) + 1
        cursor.execute(query, [LARGEST_BLOCK, most])
        blocks = cursor.fetchall()
    found: dict[tuple[int, int], None] = {}
    for some, every in blocks:
        # Forms of one record's name may stand in a block more than once.
        records = sorted(set(every)) if len(set(every)) <= LARGEST_BLOCK else []
        for one, other in product(sorted(set(some)), records):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in known_as_two:
                found[pair] = None
        if len(found) > MOST_PAIRS:
            break
    return list(found)[:MOST_PAIRS], len(found) <= MOST_PAIRS and len(blocks) < most


def known_as_two(kind: str) -> set[tuple[int, int]]:
    """Return the pairs of which somebody said that they are not the same, as the records stand today, the lower number first.

    Args:
        kind: ``author`` or ``document``.
    """
    first, second = f"first_{kind}", f"second_{kind}"
    rows = Distinction.objects.filter(**{f"{first}__isnull": False}).values_list(
        f"{first}_id", f"{first}__merged_into_id", f"{second}_id", f"{second}__merged_into_id"
    )
    pairs_told = ((one_led or one, other_led or other) for one, one_led, other, other_led in rows)
    return {(min(pair), max(pair)) for pair in pairs_told}


def pairs(query: str, parameters: list[Any]) -> list[tuple[int, int]]:
    """Return the pairs of numbers that a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [(first, second) for first, second in cursor.fetchall()]


def not_known_as_two(kind: str, first: str, second: str) -> str:
    """Return the condition, in SQL, that nobody said that two records are not the same, nor of records that were merged into them.

    Args:
        kind: ``author`` or ``document``.
        first: The column with the one's number.
        second: The column with the other's.
    """
    return f"""NOT EXISTS (
        SELECT 1 FROM sources_distinction told JOIN sources_{kind} this ON this.id = told.first_{kind}_id
          JOIN sources_{kind} that ON that.id = told.second_{kind}_id
         WHERE (coalesce(this.merged_into_id, this.id), coalesce(that.merged_into_id, that.id)) IN (({first}, {second}), ({second}, {first})))"""  # noqa: S608 - names of the project's own
