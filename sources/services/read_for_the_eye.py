"""A held text for the eye: its words without what only paper needs, with the way back to the verbatim offsets."""

from __future__ import annotations

from functools import lru_cache

from django.core.exceptions import ObjectDoesNotExist

from sources.models import Mark, Text
from sources.reading import Reading
from sources.reading.page_rules import Page
from sources.reading.text_reading import read_text, slice_of


@lru_cache(maxsize=4)
def _read(content: str, pages: tuple[Page, ...], paragraphs: tuple[int, ...]) -> Reading:
    """The reading of a whole text: who reads on asks for one stretch of it after the other."""
    return read_text(content, pages=pages, paragraphs=paragraphs)


class NotHeldError(ObjectDoesNotExist):
    """The words of the text are not held: only their hash is known."""


def read_for_the_eye(text: Text, start: int = 0, end: int | None = None) -> Reading:
    """Return the reading of a text, or of its span ``[start, end)``, in two queries.

    A span reads as its part of the whole text does: what the borders cut off still counts, as a word that goes on behind a line's end.

    Raises:
        NotHeldError: The words are not held.
    """
    content = Text.objects.filter(pk=text.pk).values_list("content", flat=True).get()
    if content is None:
        raise NotHeldError(f"The words of {text.file_name} are not held here, only their SHA-256 is known: {text.sha256}.")
    pages, paragraphs = [], []
    marks = Mark.objects.filter(text=text, label__in=("page", "paragraph")).order_by("start")
    for label, value, at in marks.values_list("label", "value", "start"):
        if label == "page":
            pages.append(Page(at, value))
        else:
            paragraphs.append(at)
    reading = _read(content, tuple(pages), tuple(paragraphs))
    return reading if (start, end) == (0, None) else slice_of(reading, start, text.length if end is None else end)
