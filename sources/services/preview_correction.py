"""What a correction of a text would do to its passages, marks and references; nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, cast, runtime_checkable

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection

from sources.anchoring.carrying import Carrier, Grade, NotTheSameWordsError, Piece, Span, word_diff
from sources.ingestion.extraction import Span as MarkedSpan
from sources.models import Mark, Passage, Reference, Text
from sources.services.hold_text import Copy, sha256_of


@runtime_checkable
class CountsWhatRests(Protocol):
    """An application that knows what rests on passages: its configuration says how much, for each passage by primary key."""

    def count_resting(self, passages: Collection[int]) -> Mapping[int, int]:
        """Return how many accepted records rest on each of ``passages``; those with none may be left out."""
        ...


@dataclass(frozen=True)
class NewWords:
    """The words of a corrected text, and where they come from."""

    content: str
    file_name: str
    media_type: str
    tool: str
    file_sha256: str = ""
    #: Places that were found in the file: they serve for labels that the text before has none of.
    marks: Sequence[MarkedSpan] = ()
    #: The file itself, to be kept; None where the words were typed.
    original: bytes | None = field(default=None, repr=False)

    @cached_property
    def sha256(self) -> str:
        """Of the words in UTF-8."""
        return sha256_of(self.content)


@dataclass(frozen=True)
class CarriedPassage:
    """One passage of the text before, and what would become of it."""

    passage: Passage
    span: Span
    #: The words in the corrected text; empty if orphaned.
    words: str
    #: How many accepted records rest on its words. All are re-opened unless it only moved.
    resting: int

    @property
    def diff(self) -> list[Piece]:
        """Word by word, what was corrected."""
        return word_diff(self.passage.quote or "", self.words)


@dataclass(frozen=True)
class CarriedMark:
    """One mark of the text before, and its stretch in the corrected one; None where that cannot be told."""

    mark: Mark
    stretch: tuple[int, int] | None


@dataclass(frozen=True)
class CarriedReference:
    """One reference that was found in the text before, and what would become of its span."""

    reference: Reference
    span: Span


@dataclass(frozen=True)
class Preview:
    """What a correction would do. ``seen`` names this very outcome: whoever accepts says which one they have seen."""

    text: Text
    new: NewWords
    passages: list[CarriedPassage]
    marks: list[CarriedMark]
    references: list[CarriedReference]
    #: Of the text's words, how many stand unchanged in the corrected one; from 0 to 1.
    share_kept: float
    seen: str = field(default="")

    def graded(self, grade: str) -> list[CarriedPassage]:
        """The passages of one grade, in the order of the text."""
        return [one for one in self.passages if one.span.grade == grade]

    @property
    def reopened(self) -> int:
        """How many accepted records would be re-opened (law 4)."""
        return sum(one.resting for one in self.passages if one.span.grade != Grade.MOVED)

    @property
    def dropped_marks(self) -> list[Mark]:
        """The marks that would be lost."""
        return [one.mark for one in self.marks if one.stretch is None]

    @property
    def new_marks(self) -> list[MarkedSpan]:
        """The places found in the file that would be marked: of labels that the text before has none of."""
        known = {one.mark.label for one in self.marks}
        return [span for span in self.new.marks if span.label not in known]


def words_of_copy(copy: Copy) -> NewWords:
    """The words of a repaired file."""
    extraction = copy.extraction
    return NewWords(
        content=extraction.content,
        file_name=copy.file_name,
        media_type=extraction.media_type,
        tool=f"{extraction.tool} {extraction.tool_version}",
        file_sha256=copy.file_sha256,
        marks=extraction.marks,
        original=copy.data,
    )


def words_with_stretch(text: Text, start: int, end: int, words: str) -> NewWords:
    """The words of ``text`` with others in the place of ``[start, end)``, typed by hand.

    Raises:
        ValidationError: The text is not held, the stretch is not within it, or what was typed is no text.
    """
    content = _held(text)
    if not 0 <= start <= end <= len(content):
        raise ValidationError({"start": f"The stretch {start}-{end} is not one of the text's {len(content)} characters."})
    if "\0" in words or any("\ud800" <= char <= "\udfff" for char in words):
        raise ValidationError({"words": "These words hold a character that no text has (NUL, or half of a character)."})
    return NewWords(content[:start] + words + content[end:], text.file_name, text.media_type, "edited by hand")


def preview_correction(text: Text, new: NewWords) -> Preview:
    """Say what would become of every passage, mark and reference of ``text`` if ``new`` were its corrected words.

    Raises:
        ValidationError: The words of the text are not held, it was corrected already, nothing is corrected, or these are other words.
    """
    content = _held(text)
    _refuse(text, new)
    try:
        carrier = Carrier(content, new.content)
    except NotTheSameWordsError as error:
        raise ValidationError(
            f"{new.file_name}: {error} If this is another edition, give it a document of its own.", code="not the same words"
        ) from error
    passages = list(Passage.objects.placed().filter(text=text).order_by("start", "pk"))
    resting = count_resting([passage.pk for passage in passages])
    preview = Preview(
        text=text,
        new=new,
        passages=[_carry(carrier, passage, new, resting[passage.pk]) for passage in passages],
        marks=_carry_marks(carrier, list(text.marks.order_by("start", "-end", "pk"))),
        references=[_carry_reference(carrier, one) for one in text.references.order_by("start", "pk")],
        share_kept=carrier.share_kept,
    )
    return Preview(**{**vars(preview), "seen": _name(preview)})


def count_resting(passages: Sequence[int]) -> dict[int, int]:
    """Return how many accepted records rest on the words of each passage, in whatever earlier version they stood unchanged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT one, sources_words_of(one) FROM unnest(%s::bigint[]) AS one", [list(passages)])
        words = cursor.fetchall()
    counted: dict[int, int] = dict.fromkeys(passages, 0)
    for app in apps.get_app_configs():
        if isinstance(app, CountsWhatRests):
            numbers = app.count_resting({same for _, same in words})
            for passage, same in words:
                counted[passage] += numbers.get(same, 0)
    return counted


def _held(text: Text) -> str:
    if text.content is None:
        raise ValidationError(
            f"The words of version {text.version} are not held, so they cannot be compared: load the copy that it was made from first."
        )
    return text.content


def _refuse(text: Text, new: NewWords) -> None:
    correction = text.corrections.first()
    if correction is not None:
        newest = Text.objects.without_words().current().filter(document=text.document_id).order_by("-version").first() or correction
        raise ValidationError(
            f"Version {text.version} was corrected already: version {correction.version} took its place. Correct version {newest.version}.",
            code="corrected already",
        )
    if new.sha256 == text.sha256:
        raise ValidationError(f"{new.file_name}: these are the words of version {text.version}, to the character: nothing is corrected.")
    if len(new.content.encode()) > settings.MAX_TEXT_BYTES:
        raise ValidationError(f"{new.file_name}: the words take more than the {settings.MAX_TEXT_BYTES:,} bytes that are accepted.")


def _carry(carrier: Carrier, passage: Passage, new: NewWords, resting: int) -> CarriedPassage:
    span = carrier.carry(cast("int", passage.start), cast("int", passage.end))
    return CarriedPassage(passage, span, "" if span.start is None else new.content[span.start : span.end], resting)


def _carry_marks(carrier: Carrier, marks: Sequence[Mark]) -> list[CarriedMark]:
    taken: set[tuple[str, int, int]] = set()
    carried = []
    for mark in marks:
        stretch = carrier.carry_mark(mark.start, mark.end)
        if stretch is not None and (mark.label, *stretch) in taken:
            stretch = None
        if stretch is not None:
            taken.add((mark.label, *stretch))
        carried.append(CarriedMark(mark, stretch))
    return carried


def _carry_reference(carrier: Carrier, reference: Reference) -> CarriedReference:
    return CarriedReference(reference, carrier.carry(cast("int", reference.start), cast("int", reference.end)))


def _name(preview: Preview) -> str:
    """A digest of what is there and what would be made of it: any change between look and acceptance gives another."""
    told = [
        [preview.text.public_id, preview.new.sha256],
        [[one.passage.pk, one.span.grade, one.span.start, one.span.end, one.resting] for one in preview.passages],
        [[one.mark.pk, one.mark.revision, one.stretch] for one in preview.marks],
        [[one.reference.pk, one.reference.revision, one.span.start, one.span.end] for one in preview.references],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
