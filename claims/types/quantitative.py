"""Something has a measured value."""

from __future__ import annotations

from collections.abc import Iterator

from claims.types.comparing import Agreement, judged, moments
from claims.types.declaration import DATE, FLAG, NUMBER, TEXT, Attribute, ClaimType
from claims.types.quantities import compare_units, compare_values, known_unit
from claims.types.values import Attributes, is_none, is_unknown, number_of


def _range_is_in_order(attributes: Attributes) -> Iterator[str]:
    value, upper = attributes["value"], attributes.get("upper")
    if upper is None or is_unknown(upper):
        return
    if is_unknown(value) or is_none(value):
        yield "upper: a range has a lower end: write it as the value."
    elif number_of(upper) <= number_of(value):
        yield "upper: write a number above the value, or leave it out."


QUANTITATIVE = ClaimType(
    "quantitative",
    "Something has a measured value.",
    {
        "measure": Attribute(TEXT, "What is measured, for example: host-nation support.", required=True),
        "value": Attribute(
            NUMBER,
            "The number, for example 244 or 1.10; of a range, its lower end.",
            required=True,
            unknown="an unknown amount",
            none="no amount at all",
        ),
        "upper": Attribute(NUMBER, "Of a range: its upper end, for example 250.", unknown="an unknown amount"),
        "unit": Attribute(TEXT, "Of what, for example: billion yen.", unknown="in an unknown unit"),
        "as_of": Attribute(DATE, "The time it holds for, as an EDTF date, for example 2004.", unknown="an unknown time"),
        "approximate": Attribute(FLAG, "Whether the source says about.", words={True: "about"}),
    },
    sentence="{measure}: [{approximate} ]{value}[ to {upper}][ {unit}][ (as of {as_of})]",
    about=("measure",),
    judges={"unit": compare_units, "time": judged("as_of", moments(Agreement.ELSEWHERE)), "value": compare_values},
    shares=known_unit,
    check=_range_is_in_order,
)
