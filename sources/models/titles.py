"""Titles of documents in other forms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from history.models import Tracked
from sources.models.constraints import known_value
from sources.models.documents import Document


class TitleVariant(Tracked):
    """A document's title in another form: original script, reading, romanisation, translation."""

    class Form(models.TextChoices):
        ORIGINAL = "original", "original script"
        READING = "reading", "reading"
        ROMANISATION = "romanisation", "romanisation"
        TRANSLATION = "translation", "translation"

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="titles", help_text="Whose title this is.")
    form = models.CharField(max_length=12, choices=Form.choices, help_text="What kind of form this is, for example romanisation.")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47, for example ja-Latn.")
    title = models.TextField(help_text="The title in this form.")

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "form",
                ["original", "reading", "romanisation", "translation"],
                name="sources_titlevariant_form_known",
                message="Choose one of the listed forms of a title.",
            ),
            models.UniqueConstraint(
                fields=["document", "form", "language"],
                name="sources_titlevariant_once",
                violation_error_message="This document has a title of this form and language already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
