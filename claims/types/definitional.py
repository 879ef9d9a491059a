"""A term means something."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged, words
from claims.types.declaration import TEXT, Attribute, ClaimType

DEFINITIONAL = ClaimType(
    "definitional",
    "A term means something.",
    {
        "term": Attribute(TEXT, "The word or phrase that is defined.", required=True),
        "definiens": Attribute(
            TEXT, "What it is said to mean.", required=True, unknown="something that is not said", none="nothing in particular"
        ),
    },
    sentence="“{term}” means {definiens}",
    about=("term",),
    # Whether two definitions in words exclude each other is for readers to say.
    judges={"definiens": judged("definiens", words(Agreement.BESIDE))},
)
