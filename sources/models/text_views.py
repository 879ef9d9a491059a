"""What is kept beside a text so that a quote finds it quickly. No law rests on any of it: a place is proved on the words themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sources.models.texts import Text


class TextView(models.Model):
    """The letters and digits of a text, and where in it each stands: what a quote is compared with.

    Made from the words alone. The database writes the row with the words, on whatever path they come, with algorithm 0: the view is
    still to be made, as is one of an older algorithm. Until then the text is only slower to search. Beside the text, because a text
    is read far more often for its facts than for this.
    """

    # The database's own constraint deletes the row with its text; Django's could not say so.
    text = models.OneToOneField(
        Text, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="view", help_text="Whose words these are."
    )
    algorithm = models.PositiveSmallIntegerField(help_text="Which way of making views and fingerprints made this one; 0: none yet.")
    packed = models.BinaryField(help_text="The view, compressed.")

    class Meta:
        # What is still to be made, of however many.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["algorithm"], name="sources_textview_algorithm")]

    def __str__(self) -> str:
        return f"view {self.algorithm} of text {self.pk}"


class Fingerprint(models.Model):
    """A stretch of some letters that stands in a text, as its hash; enough of them that any longer common stretch shares one.

    Narrow, since a megabyte of text has some hundred thousand. The text is not constrained to exist: it would need an index as large
    as this one, only for deletions. Rows of a text that is gone are joined with nothing.
    """

    pk = models.CompositePrimaryKey("hash", "text")
    hash = models.BigIntegerField(help_text="Of the stretch; 64 bits, signed.")
    text = models.ForeignKey(
        Text, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+", help_text="Where it stands."
    )

    def __str__(self) -> str:
        return f"{self.hash} in text {self.text_id}"
