"""Somebody holds a view."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

POSITION = ClaimType(
    "position",
    "Somebody holds a view.",
    {
        "holder": Attribute(TEXT, "Whose view it is.", required=True),
        "object": Attribute(TEXT, "What the view is about, and what it is.", required=True),
    },
)
