"""Documents as a format writes them, kept so that each is written once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sources.models.documents import Document


class WrittenEntry(models.Model):
    """One document as an export in one format gives it.

    It holds for as long as ``versions`` and ``program`` are what they were: the revisions of every row that the entry is made of,
    which the database counts itself on every path, and the program that wrote it. So no row is ever out of date, only of no use;
    the next export writes it anew, in its place.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.DO_NOTHING,
        # The database's own key deletes the entry with its document, on every path; no page lists it among what goes too.
        db_constraint=False,
        # The constraint below has one that serves.
        db_index=False,
        related_name="+",
        help_text="The document that is written.",
    )
    format = models.CharField(max_length=20, help_text="As an export is asked for it, for example biblatex.")
    program = models.CharField(max_length=64, help_text="SHA-256 of the program that wrote it.")
    versions = models.TextField(help_text="Ids and revisions of the rows that it is made of.")
    text = models.TextField(help_text="The entry, without what stands between entries.")

    class Meta:
        verbose_name_plural = "written entries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "format"],
                name="sources_writtenentry_once",
                violation_error_message="This document is kept in this format already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} as {self.format}"
