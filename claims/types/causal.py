"""One thing brings about another."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

CAUSAL = ClaimType(
    "causal",
    "One thing brings about another.",
    {
        "cause": Attribute(TEXT, "What brings it about.", required=True),
        "effect": Attribute(TEXT, "What is brought about.", required=True),
        "polarity": Attribute(
            {"enum": ["increases", "decreases", "enables", "prevents"]}, "How: increases, decreases, enables or prevents."
        ),
    },
)
