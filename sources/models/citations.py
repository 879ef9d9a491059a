"""Formatted citations, kept so that the citation engine runs once for each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Citation(models.Model):
    """One citation as the engine formatted it.

    The key is the SHA-256 of everything the engine was given (record, locator, style, locale, engine version), so a changed record
    has another key and no row is ever out of date; nothing needs to be invalidated and no two writers can disagree.
    """

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what the engine was given.")
    in_text = models.TextField(help_text="As it stands in running text, for example (Nodomi, 2005, p. 4).")
    reference = models.TextField(help_text="As it stands in the reference list.")
    reference_html = models.TextField(help_text="The same with its italics, as HTML.")
    made_at = models.DateTimeField(db_default=Now(), help_text="When it was formatted.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # Clearing out what has not been asked for in a long time.
            models.Index(fields=["made_at"], name="sources_citation_made_at"),
        ]

    def __str__(self) -> str:
        return self.in_text
