"""The pages of the file that a text came from: its form feeds part them. What is printed on a page is said by its mark."""

from __future__ import annotations

from django.db.models import F, Func, IntegerField, Value

from sources.ingestion.pages import FORM_FEED
from sources.models import Text


def page_count(text: Text) -> int | None:
    """Return how many pages the file has; None if it has none, or if its words are not held."""
    without = Func(F("content"), Value(FORM_FEED), Value(""), function="replace")
    breaks = F("length") - Func(without, function="char_length", output_field=IntegerField())
    counted = Text.objects.filter(pk=text.pk).values_list(breaks, flat=True).get()
    if counted is None:
        return None
    return counted + 1 if counted or text.media_type == "application/pdf" else None
