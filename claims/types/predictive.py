"""Something will come about."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged, words
from claims.types.declaration import TEXT, Attribute, ClaimType

PREDICTIVE = ClaimType(
    "predictive",
    "Something will come about.",
    {
        "outcome": Attribute(TEXT, "What will be the case.", required=True, unknown="something unknown"),
        "horizon": Attribute(TEXT, "By when, in the source's terms or as an EDTF date.", unknown="an unknown time", none="no time ever"),
        "condition": Attribute(TEXT, "If what holds.", unknown="an unknown condition", none="any condition"),
    },
    sentence="{outcome} will come about[ by {horizon}][ under this condition: {condition}]",
    about=("outcome",),
    judges={
        "horizon": judged("horizon", words(Agreement.BESIDE)),
        "condition": judged("condition", words(Agreement.ELSEWHERE)),
    },
)
