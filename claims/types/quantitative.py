"""Something has a measured value."""

from __future__ import annotations

from claims.types.declaration import DATE, FLAG, NUMBER, TEXT, Attribute, ClaimType

QUANTITATIVE = ClaimType(
    "quantitative",
    "Something has a measured value.",
    {
        "measure": Attribute(TEXT, "What is measured, for example: host-nation support.", required=True),
        "value": Attribute(NUMBER, "The number, for example 244.", required=True),
        "unit": Attribute(TEXT, "Of what, for example: billion yen."),
        "as_of": Attribute(DATE, "The time it holds for, as an EDTF date, for example 2004."),
        "approximate": Attribute(FLAG, "Whether the source says about."),
    },
)
