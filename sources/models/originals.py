"""Files as they came in: kept byte for byte, so that what was read from them can be read and judged again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from history.models import Tracked
from sources.models.texts import validate_sha256


class OriginalFile(Tracked):
    """A file from which the words of texts were read, once for however many texts.

    A text names it by its ``file_sha256``. Neither the record nor the bytes ever change, and none is deleted: the database proves their
    hash when they come in. They hold the whole work, so they are never shown where the text's words may not be shown whole.
    """

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, validators=[validate_sha256], help_text="Of the bytes.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    name = models.CharField(max_length=255, help_text="The name under which it came in first.")
    media_type = models.CharField(max_length=100, help_text="For example application/pdf.")

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(size__gt=0), name="sources_original_not_empty", violation_error_message="A file has bytes."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OriginalBytes(models.Model):
    """The bytes of a kept file; apart from its record, so that neither lists nor the history ever touch them."""

    file = models.OneToOneField(
        OriginalFile, on_delete=models.PROTECT, primary_key=True, related_name="kept", help_text="The file whose bytes these are."
    )
    content = models.BinaryField("bytes", editable=False, help_text="The file itself.")

    def __str__(self) -> str:
        return f"bytes of file {self.pk}"
