"""Something is to be read in a certain way."""

from __future__ import annotations

from claims.types.comparing import Agreement, judged, words
from claims.types.declaration import TEXT, Attribute, ClaimType

INTERPRETIVE = ClaimType(
    "interpretive",
    "Something is to be read in a certain way.",
    {
        "subject": Attribute(TEXT, "What is interpreted.", required=True),
        "reading": Attribute(
            TEXT, "How it is to be understood.", required=True, unknown="something that is not said", none="nothing further"
        ),
    },
    sentence="{subject} is to be read as {reading}",
    about=("subject",),
    # Whether two readings exclude each other is for readers to say.
    judges={"reading": judged("reading", words(Agreement.BESIDE))},
)
