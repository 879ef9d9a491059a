"""Where passages stand: their locators, from the marks of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from sources.formats.locators import Locator, read_locator, value_from_to
from sources.models import Mark, Passage, Text

# What readers cite by, best first: a printed page before a counted paragraph before a heading.
_PREFERRED = ("page", "folio", "column", "verse", "note", "paragraph", "section", "chapter", "part", "book", "volume")
# Places that divide a text without a rest: who does not know both ends of a passage in them does not know its place.
_WHOLE = frozenset({"page", "folio", "column", "note"})
# Places that a note is found on.
_WITH_NOTES = frozenset({"page", "folio", "column"})
# Places that lie within places of their own kind, as headings govern headings.
_NESTED = frozenset({"section", "chapter", "part", "book", "volume"})


def _whether(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


# Written out: composing it anew for each search would take longer than running it.
_MARKS_OVER = """
SELECT DISTINCT mark.text_id, mark.label, mark.value, mark.start, mark."end"
  FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS span (text_id, start, "end")
 CROSS JOIN LATERAL (SELECT * FROM sources_mark
     WHERE text_id = span.text_id AND start < span."end" AND sources_mark."end" > span.start OFFSET 0) AS mark
 ORDER BY mark.start, mark."end" DESC
"""
_HAS_START = _whether(Q(start__lte=F("text__passages__start")))
_HAS_END = _whether(Q(end__gte=F("text__passages__end")))


class Span(NamedTuple):
    """A stretch ``[start, end)`` of a text, by the text's primary key."""

    text: int
    start: int
    end: int


class _Row(NamedTuple):
    """A mark as it is read."""

    label: str
    value: str
    start: int
    end: int


class _Marked(NamedTuple):
    """A mark over a passage; whether the passage's first and its last character lie in it."""

    label: str
    value: str
    has_start: bool
    has_end: bool


def place_passages(passages: Iterable[Passage]) -> dict[int, Locator]:
    """Return the locator of each passage that has one, by primary key: one query, however many passages.

    A passage that runs over a page's end takes both values, for example pages 4-5; one that lies within a note of a page takes
    both places, for example page 12, note 7. A page is claimed only where the pages at both ends of the passage are known; else
    the next best place says where it stands: a note, a paragraph, a section.
    """
    passages = list(passages)
    placed = {
        passage.pk: read_locator(passage.locator_label, passage.locator_value)
        for passage in passages
        if passage.locator_label and passage.locator_value
    }
    for passage_id, marks in _marks_by_passage(passages).items():
        locator = _locator(marks)
        if locator is not None:
            placed[passage_id] = locator
    return placed


def place_spans(spans: Sequence[Span]) -> list[Locator | None]:
    """Return the locator of each stretch, as that of a passage pinned there would be: one query, however many stretches."""
    if not spans:
        return []
    texts, starts, ends = zip(*spans, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_MARKS_OVER, [list(texts), list(starts), list(ends)])
        return _placed(spans, cursor.fetchall())


def place_in_text(text: Text, spans: Sequence[Span]) -> list[Locator | None]:
    """Return the locator of each stretch of one text, however many there are: its marks are read once, whole."""
    marks = Mark.objects.filter(text=text).order_by("start", "-end")
    return _placed(spans, marks.values_list("text_id", "label", "value", "start", "end"))


def _placed(spans: Sequence[Span], marks: Iterable[tuple[Any, ...]]) -> list[Locator | None]:
    by_text: dict[int, list[_Row]] = defaultdict(list)
    for row in marks:
        by_text[row[0]].append(_Row(*row[1:]))
    placed: list[Locator | None] = [None] * len(spans)
    for text, rows in by_text.items():
        numbered = [(span, number) for number, span in enumerate(spans) if span.text == text]
        for span, number, over in _over(sorted(numbered), rows):
            placed[number] = _locator(_by_label(span, over))
    return placed


def _over(spans: Sequence[tuple[Span, int]], rows: Sequence[_Row]) -> Iterator[tuple[Span, int, list[_Row]]]:
    """Yield each stretch with the marks over it: one sweep through both, which are in the order of their starts."""
    open_rows: list[_Row] = []
    opened = 0
    for span, number in spans:
        while opened < len(rows) and rows[opened].start <= span.start:
            open_rows.append(rows[opened])
            opened += 1
        open_rows = [row for row in open_rows if row.end > span.start]
        inside = opened
        while inside < len(rows) and rows[inside].start < span.end:
            inside += 1
        yield span, number, [*open_rows, *rows[opened:inside]]


def _by_label(span: Span, rows: Iterable[_Row]) -> dict[str, list[_Marked]]:
    over: dict[str, list[_Marked]] = defaultdict(list)
    for row in rows:
        over[row.label].append(_Marked(row.label, row.value, row.start <= span.start, row.end >= span.end))
    return over


def _locator(marks: Mapping[str, Sequence[_Marked]]) -> Locator | None:
    for label in (*_PREFERRED, *(label for label in marks if label not in _PREFERRED)):
        value = _value(label, marks.get(label, ()))
        if value:
            note = _value("note", marks.get("note", ())) if label in _WITH_NOTES else ""
            return Locator(label, value, (Locator("note", note),) if note else ())
    return None


def _value(label: str, marks: Sequence[_Marked]) -> str:
    """The value of a passage's place among the marks of one label, in their order; empty where they do not say it."""
    if not marks:
        return ""
    if label in _NESTED:
        return _innermost(marks).value
    if label not in _WHOLE:
        return value_from_to(marks[0].value, marks[-1].value)
    first = [mark.value for mark in marks if mark.has_start]
    last = [mark.value for mark in marks if mark.has_end]
    return value_from_to(first[-1], last[-1]) if first and last and first[-1] and last[-1] else ""


def _innermost(marks: Sequence[_Marked]) -> _Marked:
    """The innermost heading that governs the whole passage, else the one that its words begin under."""
    under = [mark for mark in marks if mark.has_start]
    governing = [mark for mark in under if mark.has_end]
    for found in (governing, under):
        if found:
            return found[-1]
    return marks[0]


def _marks_by_passage(passages: list[Passage]) -> dict[int, dict[str, list[_Marked]]]:
    found: dict[int, dict[str, list[_Marked]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        Mark.objects.filter(
            text__passages__in=[passage.pk for passage in passages], start__lt=F("text__passages__end"), end__gt=F("text__passages__start")
        )
        .order_by("start", "-end")
        .values_list("text__passages__pk", _HAS_START, _HAS_END, "label", "value")
    )
    for passage_id, has_start, has_end, label, value in rows:
        found[passage_id][label].append(_Marked(label, value, has_start, has_end))
    return found
