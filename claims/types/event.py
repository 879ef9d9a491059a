"""Something happened."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged, members, moments
from claims.types.declaration import DATE, TEXT, TEXTS, Attribute, ClaimType

EVENT = ClaimType(
    "event",
    "Something happened.",
    {
        "what": Attribute(TEXT, "What happened, for example: signing of the revised treaty.", required=True, unknown="something unknown"),
        "when": Attribute(DATE, "When, as an EDTF date, for example 1960-01-19.", unknown="an unknown date"),
        "actors": Attribute(TEXTS, "Who took part, for example Japan, United States.", unknown="an unknown actor", none="nobody"),
    },
    sentence="{what}[, by {actors}][, on {when}]",
    about=("what",),
    judges={"when": judged("when", moments(Agreement.OPPOSED)), "actors": judged("actors", members)},
)
