"""The fields that lines of claims may have, and what is fit to stand in them: the choices are those of the models. No query."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.exchange.lines.fields import Field
from claims.models import Claim, Evidence, Relation, Review, TopicLabel
from claims.types import CLAIM_TYPES
from history.identifiers import PUBLIC_ID_PATTERN
from sources.formats.record import LOCATOR_LABELS

ID = re.compile(PUBLIC_ID_PATTERN)
SHA256 = re.compile(r"[0-9a-f]{64}")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_STATES = tuple(dict.fromkeys((*Claim.Status.values, *Evidence.Status.values)))
#: That something was superseded is told by what supersedes it.
_ACTIONS = tuple(value for value in Review.Action.values if value != Review.Action.SUPERSEDE)


def check(pattern: re.Pattern[str], message: str) -> Callable[[Any], str]:
    """A check of texts: the whole of one is as ``pattern`` says, or the message."""
    return lambda value: "" if pattern.fullmatch(value) else message


def _present(value: str) -> str:
    return "" if value.strip() else "Write something here."


def _moment(value: str) -> str:
    try:
        is_complete = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        is_complete = False
    return "" if is_complete else "Write a time with its zone, for example 2026-11-02T09:30:00+00:00."


SHA256_WORDS = "A SHA-256 is 64 hexadecimal digits in lower case."
ID_WORDS = "A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c."
OWN_ID = Field(missing="By its id a record is known again: " + ID_WORDS, check=check(ID, ID_WORDS))
OTHER_ID = Field(check=check(ID, ID_WORDS))
OFFSET = Field((int,), default=None, check=lambda value: "" if 0 <= value < 2**31 else "An offset is 0 or more.")
LIST = Field((list,), default=())
ORIGIN = Field(default="human", choices=("human", "machine"))
TOOL = Field(longest=120)
_STATUS = Field(default="draft", choices=_STATES)
_NAME = Field(longest=150)

TOPIC = {
    "id": OTHER_ID,
    "slug": Field(missing="It is the topic's name, for example burden-sharing.", check=check(SLUG, "A slug is letters, digits, _ and -.")),
    "broader": Field(check=check(SLUG, "Name a topic by its slug.")),
    "labels": LIST,
}
LABEL = {
    "language": Field(missing="Say of which language the label is, for example en.", longest=35),
    "kind": Field(default="preferred", choices=tuple(TopicLabel.Kind.values)),
    "label": Field(missing="Write the label.", longest=200, check=_present),
}
_REVIEWED = {
    "supersedes": OTHER_ID,
    "status": _STATUS,
    "created_by": _NAME,
    "reviews": LIST,
    "origin": ORIGIN,
    "tool": TOOL,
}
CLAIM = {
    "id": OWN_ID,
    "type": Field(missing="Say what kind of claim it is.", choices=tuple(CLAIM_TYPES)),
    "statement": Field(missing="A claim says something.", check=_present),
    "attributes": Field((dict,), default=None),
    "language": Field(default="en", longest=35),
    "holder": OTHER_ID,
    "topics": LIST,
    "evidence": LIST,
    "relations": LIST,
    **_REVIEWED,
}
EVIDENCE = {
    "id": OWN_ID,
    "excerpt": Field((dict, str), missing="Say on which words it rests."),
    "stance": Field(missing="Say what the passage does to the claim.", choices=tuple(Evidence.Stance.values)),
    "voice": Field(missing="Say who speaks in the passage.", choices=tuple(Evidence.Voice.values)),
    "holder": OTHER_ID,
    "holder_as_named": Field(longest=300),
    "basis": Field(missing="Say what the passage goes by.", choices=tuple(Evidence.Basis.values)),
    "strength": Field(missing="Say how far it goes.", choices=tuple(Evidence.Strength.values)),
    "reason": Field(missing="Say why the passage bears on the claim.", check=_present),
    **_REVIEWED,
}
RELATION = {
    "id": OWN_ID,
    "kind": Field(missing="Say how the one bears on the other.", choices=tuple(Relation.Kind.values)),
    "to": OTHER_ID,
    "to_evidence": OTHER_ID,
    "reason": Field(missing="Say why.", check=_present),
    "evidence": LIST,
    **_REVIEWED,
}
EXCERPT = {
    "id": OTHER_ID,
    "document": Field(missing="Name the document by its citation key.", longest=300),
    "text": Field(check=check(SHA256, "Name the text by its SHA-256: 64 hexadecimal digits in lower case.")),
    # Of the text, where a document has the same words twice.
    "version": Field((int,), default=None),
    "start": OFFSET,
    "end": OFFSET,
    "quote_sha256": Field(check=check(SHA256, SHA256_WORDS)),
    "quote": Field(default=None, check=_present),
    "status": Field(choices=("exact", "pinned", "transcribed")),
    "prefix": Field(),
    "suffix": Field(),
    # A quotation that stands in no held text is taken as typed from a copy.
    "transcribe": Field((bool,), default=False),
    "locator": Field((dict,), default=None),
    "is_published": Field((bool,), default=False),
    "origin": ORIGIN,
    "tool": TOOL,
}
LOCATOR = {"label": Field(missing="Say what is counted, for example page.", choices=LOCATOR_LABELS), "value": Field(longest=120)}
REVIEW = {
    "action": Field(missing="Say what was done.", choices=_ACTIONS),
    "by": _NAME,
    "at": Field(missing="Say when.", check=_moment),
    "comment": Field(),
    # What re-opened evidence, or restored it.
    "corrected": OTHER_ID,
    "retraction": OTHER_ID,
}
#: What other JSON of claims here has, and means nothing in an import.
TOLERATED = ("record", "revision", "url", "standing")
