"""Somebody holds a view."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

POSITION = ClaimType(
    "position",
    "Somebody holds a view.",
    {
        "holder": Attribute(TEXT, "Whose view it is.", required=True, unknown="somebody unknown", none="nobody"),
        "object": Attribute(TEXT, "What the view is about, and what it is.", required=True, unknown="an unknown view"),
    },
    sentence="{holder} holds: {object}",
    about=("holder", "object"),
)
