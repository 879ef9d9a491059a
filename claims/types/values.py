"""Values of attributes: numbers without damage, and what is *unknown* or *none*, which is not the same as left out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

#: The attributes of one claim, by name.
Attributes = Mapping[str, Any]

#: It has a value, and the source does not say which: the meeting had actors, nobody knows who.
UNKNOWN: Final[dict[str, bool]] = {"unknown": True}
#: There is none, and the source says so: nobody took part. An attribute that is left out says neither.
NONE: Final[dict[str, bool]] = {"none": True}

#: A decimal number as text: its zeros are kept (1.10).
DECIMAL_PATTERN = r"^-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?$"
_DECIMAL = re.compile(DECIMAL_PATTERN)


def is_unknown(value: object) -> bool:
    """Whether the value says that nobody knows."""
    return value == UNKNOWN


def is_none(value: object) -> bool:
    """Whether the value says that there is none."""
    return value == NONE


def is_decimal(text: str) -> bool:
    """Whether a text is a decimal number as it is stored: no sign but minus, a point, no separators."""
    return bool(_DECIMAL.fullmatch(text))


def exact_number(text: str) -> int | float | str:
    """Return a decimal number as JSON holds it without damage: a number where it says exactly these digits, else the text itself.

    Args:
        text: As it was written, for example 244, 0.5 or 1.10; only the last needs to stay a text.

    Raises:
        ValueError: It is no decimal number, or one of more than 40 digits before the point or after it.
    """
    plain = text if is_decimal(text) else _written_out(text)
    if "." not in plain:
        return int(plain)
    return float(plain) if repr(float(plain)) == plain else plain


def number_of(value: Any) -> Decimal:
    """Return what a stored number is worth: a JSON number by its shortest digits, or a decimal text."""
    return Decimal(repr(value) if isinstance(value, float) else value)


def _written_out(text: str) -> str:
    """A number that was written another way (1e3, +5), digit by digit."""
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"{text!r} is no decimal number.") from error
    # An exponent of millions would be written out with as many zeros.
    plain = format(number, "f") if number.is_finite() and abs(number.adjusted()) <= 40 else ""
    if not is_decimal(plain):
        raise ValueError(f"{text!r} is no decimal number of at most 40 digits before the point and 40 after it.")
    return plain


class ExactDecoder(json.JSONDecoder):
    """Reads stored JSON without rounding: a number that no float says digit by digit is a text (1.10)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": _read})


def _read(text: str) -> int | float | str:
    try:
        number = exact_number(text)
    except ValueError:
        return text
    return float(number) if isinstance(number, int) else number
