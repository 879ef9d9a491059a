"""Something happened."""

from __future__ import annotations

from claims.types.declaration import DATE, TEXT, TEXTS, Attribute, ClaimType

EVENT = ClaimType(
    "event",
    "Something happened.",
    {
        "what": Attribute(TEXT, "What happened, for example: signing of the revised treaty.", required=True),
        "when": Attribute(DATE, "When, as an EDTF date, for example 1960-01-19."),
        "actors": Attribute(TEXTS, "Who took part, for example Japan, United States."),
    },
)
