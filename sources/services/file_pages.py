"""The pages of the file that a text came from: where its form feeds are. What is printed on a page is said by its mark."""

from __future__ import annotations

from django.db.models import F, Func, IntegerField, Value

from sources.ingestion.pages import FORM_FEED
from sources.models import Text


def page_count(text: Text) -> int | None:
    """Return how many pages the file has; None if it has none, or if its words are not held."""
    breaks = _breaks_before(text, text.length)
    return None if not breaks and text.media_type != "application/pdf" else breaks + 1


def page_of_file(text: Text, offset: int) -> int | None:
    """Return the page of the file, counted from 1, on which a character stands; None if the file has no pages.

    Args:
        text: A held text.
        offset: In Unicode code points from 0.
    """
    return None if page_count(text) is None else _breaks_before(text, offset) + 1


def _breaks_before(text: Text, offset: int) -> int:
    before = Func(F("content"), Value(offset), function="left")
    without = Func(before, Value(FORM_FEED), Value(""), function="replace")
    counted = Func(before, function="char_length", output_field=IntegerField()) - Func(
        without, function="char_length", output_field=IntegerField()
    )
    return Text.objects.filter(pk=text.pk).values_list(counted, flat=True).get() or 0
