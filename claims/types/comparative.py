"""Two things differ or agree in some respect."""

from __future__ import annotations

from claims.types.declaration import TEXT, Attribute, ClaimType

COMPARATIVE = ClaimType(
    "comparative",
    "Two things differ or agree in some respect.",
    {
        "subject": Attribute(TEXT, "What is compared.", required=True),
        "comparator": Attribute(TEXT, "With what.", required=True, unknown="something unknown", none="nothing else"),
        "dimension": Attribute(TEXT, "In which respect, and how it turns out.", required=True, unknown="an unknown respect"),
    },
    sentence="{subject} compared with {comparator}: {dimension}",
    about=("subject", "comparator", "dimension"),
)
