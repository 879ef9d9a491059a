"""Whether a person or a machine made a record (law 9)."""

from __future__ import annotations

from django.db import models


class Origin(models.TextChoices):
    """Who proposed a record."""

    HUMAN = "human", "a person"
    MACHINE = "machine", "a machine"


class MadeBy(models.Model):
    """A record that says for ever whether a person or which machine proposed it."""

    origin = models.CharField(
        max_length=7,
        choices=Origin.choices,
        default=Origin.HUMAN,
        editable=False,
        help_text="Whether a person or a machine proposed this record; never changes.",
    )
    tool = models.CharField(
        max_length=120, blank=True, default="", editable=False, help_text="The machine's tool and version, for example matcher 1.2."
    )

    class Meta:
        abstract = True
