"""Where passages stand: their locators, from the marks of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from sources.formats.locators import Locator, read_locator
from sources.models import Mark, Passage

# What readers cite by, best first: a printed page before a counted paragraph before a heading.
_PREFERRED = ("page", "folio", "column", "verse", "note", "paragraph", "section", "chapter", "part", "book", "volume")
# Places that a note is found on.
_WITH_NOTES = frozenset({"page", "folio", "column"})
_COVERS = ExpressionWrapper(
    Q(start__lte=F("text__passages__start"), end__gte=F("text__passages__end")),
    output_field=BooleanField(),
)


class _Marked(NamedTuple):
    """A mark over a passage; ``covers`` says whether the whole passage lies within it."""

    label: str
    value: str
    covers: bool


def place_passages(passages: Iterable[Passage]) -> dict[int, Locator]:
    """Return the locator of each passage that has one, by primary key: one query, however many passages.

    A passage that runs over a mark's end takes both values, for example pages 4-5; one that lies within a note of a page takes
    both places, for example page 12, note 7.
    """
    passages = list(passages)
    placed = {
        passage.pk: read_locator(passage.locator_label, passage.locator_value)
        for passage in passages
        if passage.locator_label and passage.locator_value
    }
    for passage_id, marks in _marks_by_passage(passages).items():
        placed[passage_id] = _locator(marks)
    return placed


def _locator(marks: list[_Marked]) -> Locator:
    by_label: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        by_label[mark.label].append(mark.value)
    label = next((label for label in _PREFERRED if label in by_label), next(iter(by_label)))
    # Words that only touch a note are not in it.
    notes = [mark.value for mark in marks if mark.label == "note" and mark.covers] if label in _WITH_NOTES else []
    return Locator(label, _run(label, by_label[label]), tuple(Locator("note", note) for note in notes[-1:]))


def _marks_by_passage(passages: list[Passage]) -> dict[int, list[_Marked]]:
    found: dict[int, list[_Marked]] = defaultdict(list)
    rows = (
        Mark.objects.filter(
            text__passages__in=[passage.pk for passage in passages], start__lt=F("text__passages__end"), end__gt=F("text__passages__start")
        )
        .order_by("start", "-end")
        .values_list("text__passages__pk", "label", "value", _COVERS)
    )
    for passage_id, *mark in rows:
        found[passage_id].append(_Marked(*mark))
    return found


def _run(label: str, values: list[str]) -> str:
    if label == "section":
        # Sections nest: the innermost heading is the last that begins before the passage's words.
        return values[-1]
    return values[0] if values[0] == values[-1] else f"{values[0]}-{values[-1]}"
