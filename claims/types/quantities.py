"""Numbers with a unit, compared: scales in words, ranges, values that are only about. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from claims.types.comparing import Agreement, alike
from claims.types.values import Attributes, is_none, is_unknown, number_of

_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "tn": 12,
}
_PERCENT = re.compile(r"%|\bper cent\b")


def unit_of(text: str) -> tuple[str, int]:
    """Return a unit as it is compared, and the power of ten that its words of scale stand for: billion yen is 10^9 yen.

    Plurals that are written with an s are the singular.
    """
    scale = 0
    words = []
    for word in _PERCENT.sub("percent", alike(text)).split():
        singular = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        power = _SCALES.get(singular)
        scale += power or 0
        if power is None and word != "of":
            words.append(singular)
    return " ".join(words), scale


def compare_values(first: Attributes, second: Attributes) -> Agreement:
    """Judge two values: by their scale, as ranges where they are, and no closer than each says."""
    one, other = first.get("value"), second.get("value")
    if is_unknown(one) or is_unknown(other) or is_none(one) or is_none(other):
        return _marks(one, other)
    scale, other_scale = _scale(first), _scale(second)
    if scale is None or other_scale is None:
        return Agreement.APART
    mine, yours = _range(first, scale), _range(second, other_scale)
    if mine == yours:
        return _same(bool(first.get("approximate")), bool(second.get("approximate")))
    return _within(mine, yours)


def known_unit(attributes: Attributes) -> str | None:
    """Return the unit as it is compared, "" of a number without one; None where it is unknown."""
    unit = attributes.get("unit")
    return None if is_unknown(unit) else unit_of(unit)[0] if isinstance(unit, str) else ""


def compare_units(first: Attributes, second: Attributes) -> Agreement:
    """Judge two units: other units are not compared, nor a number with a unit and one without."""
    one, other = known_unit(first), known_unit(second)
    return Agreement.SAME if one == other and one is not None else Agreement.APART


def _marks(one: Any, other: Any) -> Agreement:
    if one == other:
        return Agreement.SAME
    if is_unknown(one) or is_unknown(other):
        return Agreement.COARSER if is_unknown(one) else Agreement.FINER
    return Agreement.OPPOSED


def _same(is_approximate: bool, is_other_approximate: bool) -> Agreement:  # noqa: FBT001 - the two are alike
    if is_approximate == is_other_approximate:
        return Agreement.SAME
    return Agreement.COARSER if is_approximate else Agreement.FINER


def _scale(attributes: Attributes) -> int | None:
    unit = attributes.get("unit")
    return None if is_unknown(unit) else unit_of(unit)[1] if isinstance(unit, str) else 0


def _range(attributes: Attributes, scale: int) -> tuple[Decimal, Decimal]:
    """From what to what a value reaches: as far as it was rounded, where it is about or has places behind the point."""
    low = number_of(attributes["value"])
    upper = attributes.get("upper")
    high = low if upper is None or is_unknown(upper) or is_none(upper) else number_of(upper)
    is_about = bool(attributes.get("approximate"))
    return (low - _margin(low, is_about=is_about)).scaleb(scale), (high + _margin(high, is_about=is_about)).scaleb(scale)


def _margin(number: Decimal, *, is_about: bool) -> Decimal:
    """Half of the last place that a number tells: 1.1 may be 1.06, and about 240 may be 244."""
    exponent = int(number.as_tuple().exponent)
    if exponent < 0:
        return Decimal(5).scaleb(exponent - 1)
    if not is_about or number == 0:
        return Decimal(0)
    digits = str(int(abs(number)))
    return Decimal(5).scaleb(len(digits) - len(digits.rstrip("0")) - 1)


def _within(mine: tuple[Decimal, Decimal], yours: tuple[Decimal, Decimal]) -> Agreement:
    if mine[0] > yours[1] or yours[0] > mine[1]:
        return Agreement.OPPOSED
    if mine[0] >= yours[0] and mine[1] <= yours[1]:
        return Agreement.FINER
    return Agreement.COARSER if yours[0] >= mine[0] and yours[1] <= mine[1] else Agreement.BESIDE
