"""What two claims of one type are to each other, as far as their attributes tell: a proposal for whoever compares them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from claims.types.values import Attributes, is_none, is_unknown
from sources.formats.dates import Period, to_period, validate

Outcome = Literal["same", "contradicts", "refines", "refined_by", "compatible", "incomparable"]


@dataclass(frozen=True)
class Comparison:
    """What the first of two claims is to the second, and why, in a sentence."""

    outcome: Outcome
    sentence: str


class Agreement(Enum):
    """How two claims stand in one respect."""

    SAME = "same"
    #: The first says more.
    FINER = "finer"
    #: The first says less.
    COARSER = "coarser"
    #: They differ, and both may hold.
    BESIDE = "beside"
    #: They speak of different cases: whatever else differs, both may hold.
    ELSEWHERE = "elsewhere"
    #: Not both hold.
    OPPOSED = "opposed"
    #: They cannot be compared.
    APART = "apart"


#: How two claims stand in one respect; given the attributes of both.
Judge = Callable[[Attributes, Attributes], Agreement]


def compare(first: Attributes, second: Attributes, *, about: tuple[str, ...], judges: Mapping[str, Judge]) -> Comparison:
    """Return what the first claim is to the second."""
    found = {name: _matter(first.get(name), second.get(name)) for name in about}
    apart = [name for name, agreement in found.items() if agreement is Agreement.APART]
    if apart:
        return Comparison("incomparable", f"They are not about the same {_listed(apart)}.")
    found |= {name: judge(first, second) for name, judge in judges.items()}
    return _verdict({agreement: _listed([name for name, one in found.items() if one is agreement]) for agreement in found.values()})


# What decides, first to last: the verdict where this agreement was found, with the respects in which.
_VERDICTS: tuple[tuple[Agreement, Outcome, str], ...] = (
    (Agreement.APART, "incomparable", "They cannot be compared in {}."),
    (Agreement.ELSEWHERE, "compatible", "They speak of different cases ({}): both may hold."),
    (Agreement.OPPOSED, "contradicts", "They are about the same thing and do not agree in {}: not both hold."),
    (Agreement.BESIDE, "compatible", "They differ in {}, and both may hold."),
    (Agreement.FINER, "refines", "The first says more of {}."),
    (Agreement.COARSER, "refined_by", "The second says more of {}."),
)


def _verdict(by: Mapping[Agreement, str]) -> Comparison:
    """The verdict on what was found, each agreement with the respects in which it was."""
    deciding = [(found, outcome, sentence) for found, outcome, sentence in _VERDICTS if found in by]
    if [found for found, _, _ in deciding] == [Agreement.FINER, Agreement.COARSER]:
        return Comparison("compatible", f"One says more of {by[Agreement.FINER]}, the other of {by[Agreement.COARSER]}.")
    if deciding:
        found, outcome, sentence = deciding[0]
        return Comparison(outcome, sentence.format(by[found]))
    return Comparison("same", "They say the same.")


def _listed(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def alike(text: str) -> str:
    """Return a text as it is compared: without regard to case, width, white space and a full stop at the end."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().rstrip(".").casefold()


def _matter(one: Any, other: Any) -> Agreement:
    if one is None or other is None or is_unknown(one) or is_unknown(other):
        return Agreement.APART
    if is_none(one) or is_none(other):
        return Agreement.SAME if one == other else Agreement.OPPOSED
    return Agreement.SAME if alike(str(one)) == alike(str(other)) else Agreement.APART


def subject_of(attributes: Attributes, about: tuple[str, ...]) -> list[str] | None:
    """Return what a claim is about as it is compared; None where it leaves that open, so that it is comparable with none."""
    values = [attributes.get(name) for name in about]
    if any(value is None or is_unknown(value) for value in values):
        return None
    # None is an empty text here: a claim about a lone full stop is compared with those about none for nothing, and no harm is done.
    return ["" if is_none(value) else alike(str(value)) for value in values]


def _presence(one: Any, other: Any) -> Agreement | None:
    """The agreement of two values of which not both are there; None where both are."""
    is_told, is_other_told = (value is not None and not is_unknown(value) for value in (one, other))
    if is_told and is_other_told:
        if is_none(one) or is_none(other):
            return Agreement.SAME if one == other else Agreement.OPPOSED
        return None
    if is_told != is_other_told:
        return Agreement.FINER if is_told else Agreement.COARSER
    return Agreement.SAME


def judged(name: str, agreement: Callable[[Any, Any], Agreement]) -> Judge:
    """Return the judge of one attribute; ``agreement`` is asked for two values, whoever tells one where the other does not says more."""

    def judge(first: Attributes, second: Attributes) -> Agreement:
        one, other = first.get(name), second.get(name)
        return _presence(one, other) or agreement(one, other)

    return judge


def words(different: Agreement) -> Callable[[Any, Any], Agreement]:
    """Two texts: the same, or else ``different``."""
    return lambda one, other: Agreement.SAME if alike(str(one)) == alike(str(other)) else different


def members(one: list[str], other: list[str]) -> Agreement:
    """Two lists, whatever their order: who names more says more."""
    first, second = (set(map(alike, items)) for items in (one, other))
    if first == second:
        return Agreement.SAME
    if first > second:
        return Agreement.FINER
    return Agreement.COARSER if first < second else Agreement.BESIDE


def moments(different: Agreement) -> Callable[[str, str], Agreement]:
    """Two EDTF dates: of two that can both be meant the narrower says more; apart, they are ``different``."""

    def agreement(one: str, other: str) -> Agreement:
        if one == other:
            return Agreement.SAME
        periods = [to_period(validate(value)) for value in (one, other)]
        if not (periods[0] and periods[1]):
            return Agreement.BESIDE
        return _spans(periods[0], periods[1], different)

    return agreement


def _spans(one: Period, other: Period, different: Agreement) -> Agreement:
    (start, end), (other_start, other_end) = _reach(one), _reach(other)
    if start > other_end or other_start > end:
        # About 1950 and 1951 may well be the same.
        return Agreement.BESIDE if one.circa or other.circa else different
    if (start, end) == (other_start, other_end):
        return Agreement.SAME if one.circa == other.circa else Agreement.FINER if other.circa else Agreement.COARSER
    if start >= other_start and end <= other_end:
        return Agreement.FINER
    return Agreement.COARSER if other_start >= start and other_end <= end else Agreement.BESIDE


def _reach(period: Period) -> tuple[tuple[float, int, int], tuple[float, int, int]]:
    start = period.start.earliest() if period.start else (float("-inf"), 1, 1)
    return start, period.end.latest() if period.end else (float("inf"), 12, 31)
