"""One thing brings about another."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged
from claims.types.declaration import TEXT, Attribute, ClaimType

_FOR, _AGAINST = {"increases", "enables"}, {"decreases", "prevents"}


def _directions(one: str, other: str) -> Agreement:
    if one == other:
        return Agreement.SAME
    return Agreement.BESIDE if {one, other} in (_FOR, _AGAINST) else Agreement.OPPOSED


CAUSAL = ClaimType(
    "causal",
    "One thing brings about another.",
    {
        "cause": Attribute(TEXT, "What brings it about.", required=True, unknown="an unknown cause", none="nothing"),
        "effect": Attribute(TEXT, "What is brought about.", required=True, unknown="an unknown effect", none="nothing"),
        "polarity": Attribute(
            {"enum": ["increases", "decreases", "enables", "prevents"]},
            "How: increases, decreases, enables or prevents.",
            unknown="has an effect of unknown direction on",
            none="has no effect on",
            absent="leads to",
        ),
    },
    sentence="{cause} {polarity} {effect}",
    about=("cause", "effect"),
    judges={"polarity": judged("polarity", _directions)},
)
