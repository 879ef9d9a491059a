"""A term means something."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

DEFINITIONAL = ClaimType(
    "definitional",
    "A term means something.",
    {
        "term": Attribute(TEXT, "The word or phrase that is defined.", required=True),
        "definiens": Attribute(TEXT, "What it is said to mean.", required=True),
    },
)
