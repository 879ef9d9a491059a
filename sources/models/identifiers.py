"""Names that registries and the web give to documents."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from history.models import Tracked
from sources.identifiers import SCHEMES, normalise
from sources.models.constraints import known_value
from sources.models.documents import Document


class Identifier(Tracked):
    """A name that a registry or the web gives a document, in its normal form."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="identifiers", help_text="What it identifies.")
    scheme = models.CharField(
        max_length=12, choices=[(value, value.upper()) for value in SCHEMES], help_text="Which registry, for example DOI."
    )
    value = models.CharField(max_length=2000, help_text="As printed or pasted; it is brought to its normal form.")

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "scheme", "value"]
        indexes: ClassVar[list[models.Index]] = [
            # A pasted or imported identifier finds its document.
            models.Index(fields=["scheme", "value"], name="sources_identifier_value"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("scheme", SCHEMES, name="sources_identifier_scheme_known", message="Choose one of the listed schemes."),
            models.UniqueConstraint(
                fields=["document", "scheme", "value"],
                name="sources_identifier_once",
                violation_error_message="This document has this identifier already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    def clean(self) -> None:
        """Bring the value to its normal form, or say what is wrong with it."""
        try:
            self.value = normalise(self.scheme, self.value)
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error
