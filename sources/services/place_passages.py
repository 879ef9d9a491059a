"""Where passages stand: their locators, from the marks of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from sources.formats.csl.citations import Locator
from sources.models import Mark, Passage

# What readers cite by, best first: a printed page before a counted paragraph before a heading.
_PREFERRED = ("page", "folio", "column", "verse", "note", "paragraph", "section", "chapter", "part", "book", "volume")


def place_passages(passages: Iterable[Passage]) -> dict[int, Locator]:
    """Return the locator of each passage that has one, by primary key: one query, however many passages.

    A passage that runs over a mark's end takes both values, for example pages 4-5.
    """
    passages = list(passages)
    placed = {
        passage.pk: Locator(passage.locator_label, passage.locator_value)
        for passage in passages
        if passage.locator_label and passage.locator_value
    }
    covering = _marks_by_passage(passages)
    for passage_id, by_label in covering.items():
        label = next((label for label in _PREFERRED if label in by_label), next(iter(by_label)))
        placed[passage_id] = Locator(label, _run(label, by_label[label]))
    return placed


def _marks_by_passage(passages: list[Passage]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Mark.objects.filter(
            text__passages__in=[passage.pk for passage in passages], start__lt=F("text__passages__end"), end__gt=F("text__passages__start")
        )
        .order_by("start", "-end")
        .values_list("text__passages__pk", "label", "value")
    )
    for passage_id, label, value in rows:
        found[passage_id][label].append(value)
    return found


def _run(label: str, values: list[str]) -> str:
    if label == "section":
        # Sections nest: the innermost heading is the last that begins before the passage's words.
        return values[-1]
    return values[0] if values[0] == values[-1] else f"{values[0]}-{values[-1]}"
