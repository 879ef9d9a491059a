"""Something will come about."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

PREDICTIVE = ClaimType(
    "predictive",
    "Something will come about.",
    {
        "outcome": Attribute(TEXT, "What will be the case.", required=True),
        "horizon": Attribute(TEXT, "By when, in the source's terms or as an EDTF date."),
        "condition": Attribute(TEXT, "If what holds."),
    },
)
