"""Something is to be read in a certain way."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

INTERPRETIVE = ClaimType(
    "interpretive",
    "Something is to be read in a certain way.",
    {
        "subject": Attribute(TEXT, "What is interpreted.", required=True),
        "reading": Attribute(TEXT, "How it is to be understood.", required=True),
    },
)
