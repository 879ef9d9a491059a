"""The words of a text as an editor reads them: with the places marked and the passages in colour, one stretch at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import F, Func, IntegerField, TextField, Value
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from sources.models import Mark, Passage, Text
from sources.reading import Reading
from sources.services.read_for_the_eye import read_for_the_eye

#: How many characters are read and drawn at once; a text may be a megabyte.
STRETCH = 20_000
_LONGEST_LINE = 4_000
_MOST_PLACES = 600
_HEADINGS = ("chapter", "section", "part", "book", "title-locator")
_PAGES = ("page", "folio")
_SHOWN = {"page": "p.", "paragraph": "¶", "section": "§", "note": "note", "line": "l.", "chapter": "ch.", "folio": "f."}


@dataclass(frozen=True)
class Stretch:
    """One stretch of a text, drawn."""

    text: Text
    start: int
    end: int
    html: SafeString
    reading: Reading | None = None

    @property
    def runs(self) -> str:
        """Where the reading's characters stand in the verbatim text, as JSON."""
        return json.dumps(self.reading.runs if self.reading else [], separators=(",", ":"))

    @property
    def earlier(self) -> int:
        """Where the stretch before begins, about."""
        return max(0, self.start - STRETCH)

    @property
    def is_last(self) -> bool:
        """Whether the text ends here."""
        return self.end >= self.text.length


def read_stretch(text: Text, start: int) -> Stretch:
    """Read and draw what begins at ``start``: three queries, however long the text is."""
    start = max(0, min(start, text.length))
    words = _slice(text, start)
    end = start + len(words)
    marks = list(text.marks.filter(start__gte=start, start__lt=end).order_by("start", "-end"))
    passages = list(text.passages.filter(start__lt=end, end__gt=start).order_by("start", "end").only("id", "text", "start", "end"))
    return Stretch(text, start, end, draw(words, start, marks, passages))


def read_stretch_for_the_eye(text: Text, start: int) -> Stretch:
    """The same stretch without line breaks, hyphenation, markup and what is printed on every page; no marks, no passages."""
    start = max(0, min(start, text.length))
    end = start + len(_slice(text, start))
    reading = read_for_the_eye(text, start, end)
    return Stretch(text, start, end, format_html("{}", reading.text), reading)


def places(text: Text) -> list[Mark]:
    """The pages and headings to jump to."""
    return list(text.marks.filter(label__in=(*_PAGES, *_HEADINGS)).order_by("start", "-end")[:_MOST_PLACES])


def draw(words: str, offset: int, marks: Sequence[Mark], passages: Sequence[Passage]) -> SafeString:
    """The words as HTML, everything escaped: a sign where a mark begins, passages as links to their pages.

    Args:
        words: The stretch.
        offset: Where in the text it begins, in Unicode code points.
        marks: Those that begin in it.
        passages: Those that touch it; they may overlap.
    """
    end = offset + len(words)
    cuts = {offset, end, *(mark.start for mark in marks)}
    cuts |= {place for passage in passages for place in (passage.start, passage.end) if place is not None and offset <= place <= end}
    signs = _signs(marks)
    pieces = []
    for start, stop in pairwise(sorted(cuts)):
        covering = [passage for passage in passages if (passage.start or 0) <= start and stop <= (passage.end or 0)]
        pieces.append(
            (
                format_html_join("", "{}", ((sign,) for sign in signs.get(start, ()))),
                _coloured(words[start - offset : stop - offset], covering),
            )
        )
    return format_html_join("", "{}{}", pieces)


def _signs(marks: Sequence[Mark]) -> dict[int, list[SafeString]]:
    signs: dict[int, list[SafeString]] = {}
    for mark in marks:
        kind = "pin-page" if mark.label in _PAGES else "pin-heading" if mark.label in _HEADINGS else ""
        shown = f"{_SHOWN.get(mark.label, mark.label)} {mark.value or '?'}"
        sign = format_html(
            '<span class="pin-place {} pin-{}" id="at-{}" title="{}, {}"{}>{}</span>',
            kind,
            mark.basis,
            mark.start,
            mark,
            mark.get_basis_display(),
            _handle(mark) if mark.label in _PAGES else "",
            shown[:60],
        )
        signs.setdefault(mark.start, []).append(sign)
    return signs


def _handle(mark: Mark) -> SafeString:
    """What makes a page's sign something to take hold of, by pointer and keyboard."""
    return format_html(' tabindex="0" role="button" data-start="{}" data-value="{}" data-basis="{}"', mark.start, mark.value, mark.basis)


def _coloured(words: str, passages: Sequence[Passage]) -> SafeString:
    if not passages:
        return _exact(words)
    # Where passages overlap, the shortest is the one that could not be reached otherwise.
    passage = min(passages, key=lambda one: (one.end or 0) - (one.start or 0))
    title = f"Passage {passage.start}–{passage.end}" + (f" and {len(passages) - 1} more" if len(passages) > 1 else "")
    page = reverse("admin:sources_passage_change", args=[passage.pk])
    return format_html('<a class="pin-passage" id="passage-{}" href="{}" title="{}">{}</a>', passage.pk, page, title, _exact(words))


def _exact(words: str) -> SafeString:
    """Words escaped so that a browser counts the characters that the text has: it would take a line's end of two for one."""
    return SafeString(escape(words).replace("\r", "&#13;"))


def _slice(text: Text, start: int) -> str:
    """``STRETCH`` characters, ended at a line's end where there is one, cut out by the database."""
    words = _read(text, start, STRETCH)
    if start + len(words) >= text.length:
        return words
    last_line = words.rfind("\n")
    return words[: last_line + 1] if last_line > STRETCH // 2 else words


def line_start(text: Text, place: int) -> int:
    """The start of the line at ``place``, where it is near."""
    place = max(0, min(place, text.length))
    near = max(0, place - _LONGEST_LINE)
    before = _read(text, near, place - near)
    return near + before.rfind("\n") + 1 if "\n" in before or near == 0 else place


def _read(text: Text, start: int, length: int) -> str:
    cut = Func(F("content"), Value(start + 1, IntegerField()), Value(length, IntegerField()), function="substr", output_field=TextField())
    words: Any = Text.objects.filter(pk=text.pk).order_by().values_list(cut, flat=True).first()
    return str(words or "")
