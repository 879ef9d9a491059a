"""Somebody ought to do something."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

NORMATIVE = ClaimType(
    "normative",
    "Somebody ought to do something.",
    {
        "addressee": Attribute(TEXT, "Who ought to act.", required=True),
        "action": Attribute(TEXT, "What they ought to do.", required=True),
        "grounds": Attribute(TEXT, "Why, in short."),
    },
)
