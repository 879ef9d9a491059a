"""What public excerpts show of texts: kept by triggers, so that it is never behind, and read by the law of excerpts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sources.models.passages import Passage
from sources.models.texts import Text


class ShownSpan(models.Model):
    """The stretch ``[start, end)`` of a text that one public excerpt shows: its words and the context around them."""

    # The database's own constraints delete the rows with their passage and text; Django's could not say so.
    passage = models.OneToOneField(
        Passage, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+", help_text="The passage."
    )
    text = models.ForeignKey(
        Text, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+", help_text="The text it is a slice of."
    )
    start = models.PositiveIntegerField(help_text="Offset of the first character shown, in Unicode code points from 0.")
    end = models.PositiveIntegerField(help_text="Offset just past the last character shown, same unit.")
    by_itself = models.BooleanField(help_text="Whether an editor published the passage.")
    by_evidence = models.BooleanField(help_text="Whether public evidence stands on it.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["text", "start"], name="sources_shownspan_place")]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class ExcerptUse(models.Model):
    """How much of one excerpt-only text is shown by its public excerpts together, overlaps once; 0 for other texts.

    Its row is also what publications of the same text wait for.
    """

    text = models.OneToOneField(
        Text, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="use", help_text="The text."
    )
    characters = models.PositiveIntegerField(help_text="Shown, in Unicode code points.")
    words = models.PositiveIntegerField(help_text="Shown; estimated while the words are not held.")

    def __str__(self) -> str:
        return f"{self.words} words"
