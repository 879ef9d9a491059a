"""A whole text for the eye: what the reading view of an excerpt undoes, and what only the whole text can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sources.reading.edits import Edit, Reading, Run, edited, rewrite_with_map
from sources.reading.page_rules import Page, without_page_borders
from sources.reading.reading_view import RULES
from sources.reading.split_words import joined_split_words

PARAGRAPH = "\n\n"


def read_text(verbatim: str, *, pages: Sequence[Page] = (), paragraphs: Iterable[int] = ()) -> Reading:
    """Return the reading of a whole text, with its ways to the verbatim offsets and back.

    As the reading view of an excerpt; beyond it page numbers and running heads are known by their pages, a word that the scan has
    split is joined where the text itself writes it as one, and paragraphs stay apart by an empty line.

    Args:
        verbatim: The text as it is held.
        pages: Where its pages begin, in order.
        paragraphs: Where its paragraphs begin, in Unicode code points, in order. One that begins inside a line is passed over.
    """
    reading = rewrite_with_map(verbatim, (lambda text: without_page_borders(text, pages), *RULES))
    return edited(reading, (lambda _: _parted(reading, paragraphs), joined_split_words))


def slice_of(reading: Reading, start: int, end: int) -> Reading:
    """Return the part of a reading in which the verbatim span ``[start, end)`` is read, without white space around it.

    Its runs still name offsets of the whole verbatim text.
    """
    first, last = reading.reading_span(start, end)
    while first < last and reading.text[first].isspace():
        first += 1
    while last > first and reading.text[last - 1].isspace():
        last -= 1
    runs = []
    for run in reading.runs:
        opening, closing = max(first, run.at), min(last, run.at + run.length)
        if opening < closing:
            runs.append(Run(opening - first, closing - opening, run.start_of(opening), run.end_of(closing - 1)))
    return Reading(reading.text[first:last], tuple(runs))


def _parted(reading: Reading, paragraphs: Iterable[int]) -> Iterator[Edit]:
    """Put an empty line in the place of the space before each paragraph."""
    done = 0
    for paragraph in paragraphs:
        place, _ = reading.reading_span(paragraph, len(reading.text) and paragraph + 1)
        if place > done and reading.text[place - 1 : place] == " ":
            yield Edit(place - 1, place, PARAGRAPH)
            done = place
