"""Somebody ought to do something."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged, words
from claims.types.declaration import TEXT, Attribute, ClaimType

NORMATIVE = ClaimType(
    "normative",
    "Somebody ought to do something.",
    {
        "addressee": Attribute(TEXT, "Who ought to act.", required=True, unknown="somebody unknown", none="nobody"),
        "action": Attribute(TEXT, "What they ought to do.", required=True, unknown="something unknown", none="nothing"),
        "grounds": Attribute(TEXT, "Why, in short.", unknown="reasons that are not given", none="no reason"),
    },
    sentence="{addressee} ought to do this: {action}[, for {grounds}]",
    about=("addressee", "action"),
    judges={"grounds": judged("grounds", words(Agreement.BESIDE))},
)
