"""What a search for a quotation finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sources.anchoring import Change
from sources.formats.locators import Locator
from sources.models import Document, Text

AMBIGUOUS, ABSENT = "ambiguous", "absent"
#: Grades of a place where the very words stand.
VERBATIM = frozenset({"exact", "normalised"})


@dataclass(frozen=True, slots=True)
class Quote:
    """What is looked for, and what stands right before and after it."""

    words: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the one who asks may see.

    Attributes:
        sees_hidden: Works here: also sees hidden documents, and words around a place.
        sees_private: Administers: also sees texts whose words are private.
    """

    sees_hidden: bool = False
    sees_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where a quote stands, or nearly.

    Attributes:
        text: Without its words.
        start: Offset of the first character, in Unicode code points from 0.
        end: Offset just past the last character, same unit.
        grade: How well the quote agrees: exact, normalised or approximate.
        score: From 0 to 1; orders places of the same grade and decides nothing.
        diff: Where the words differ.
        words: The slice of the text; None where its rights do not allow this reader so much of it.
        before: Words before, for those who work here.
        after: Words after.
        locator: The place in print; None where no mark covers it.
    """

    document: Document
    text: Text
    start: int
    end: int
    grade: str
    score: float
    diff: tuple[Change, ...]
    words: str | None
    before: str
    after: str
    locator: Locator | None


@dataclass(frozen=True, slots=True)
class Located:
    """The answer to where a quote stands.

    Attributes:
        grade: exact, normalised, approximate, ambiguous or absent.
        candidates: Where it stands, the best first; none if absent.
        near: Where something like it stands, which it is not.
        has_more: Whether there are more candidates than are listed.
        is_complete: Whether every text that might hold it was looked at; False where there are too many words for a short or much altered quote.
    """

    grade: str
    candidates: tuple[Place, ...]
    near: tuple[Place, ...]
    is_complete: bool = True
    has_more: bool = False

    @property
    def only(self) -> Place | None:
        """The place where the very words stand, where there is no doubt about it."""
        return self.candidates[0] if self.grade in VERBATIM else None


def located_as_json(located: Located) -> dict[str, Any]:
    """The answer as the command and the API give it."""
    content: dict[str, Any] = {"grade": located.grade, "candidates": [_place(place) for place in located.candidates]}
    if located.near:
        content["near"] = [_place(place) for place in located.near]
    if located.has_more:
        content["more"] = True
    if not located.is_complete:
        content["incomplete"] = INCOMPLETE
    return content


INCOMPLETE = (
    "More words are held than can be read through, so only texts that share longer stretches with the quote were searched. "
    "Name the document, or give more of the sentence."
)


def changes_as_json(diff: Iterable[Change]) -> list[dict[str, str]]:
    """A word diff: each piece with its kind, as the quote has it and as the text has it."""
    return [{"kind": one.kind, "quoted": one.quoted, "held": one.held} for one in diff]


def _place(place: Place) -> dict[str, Any]:
    return {
        "document": place.document.citation_key,
        "text_version": {"id": place.text.public_id, "version": place.text.version, "sha256": place.text.sha256},
        "start": place.start,
        "end": place.end,
        "text": place.words,
        "locator": None if place.locator is None else _locator(place.locator),
        "grade": place.grade,
        "score": round(place.score, 4),
        "diff": changes_as_json(place.diff),
    }


def _locator(locator: Locator) -> dict[str, Any]:
    shown: dict[str, Any] = {"label": locator.label, "value": locator.value}
    if locator.further:
        shown["further"] = [{"label": one.label, "value": one.value} for one in locator.further]
    return shown
