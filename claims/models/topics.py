"""Subjects, as a small SKOS concept scheme."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from history.models import Tracked
from sources.models.constraints import known_value


class Topic(Tracked):
    """A concept (SKOS) that claims are about: labels in several languages, perhaps a broader concept."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="Its name in addresses, for example burden-sharing.")
    broader = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="narrower", help_text="The wider concept, if any."
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(broader__isnull=True) | ~Q(broader=F("id")),
                name="claims_topic_not_its_broader",
                violation_error_message="A topic cannot be broader than itself.",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class TopicLabel(Tracked):
    """A topic's name in one language (SKOS prefLabel or altLabel)."""

    class Kind(models.TextChoices):
        PREFERRED = "preferred", "preferred"
        ALTERNATIVE = "alternative", "alternative"

    id = models.BigAutoField(primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="labels", help_text="The topic.")
    language = models.CharField(max_length=35, help_text="BCP 47, for example en or ja.")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.PREFERRED, help_text="One preferred label for each language.")
    label = models.CharField(max_length=200, help_text="For example burden-sharing.")

    class Meta:
        ordering: ClassVar[list[str]] = ["topic", "language", "-kind", "label"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "kind", ["preferred", "alternative"], name="claims_topiclabel_kind_known", message="A label is preferred or alternative."
            ),
            models.UniqueConstraint(
                fields=["topic", "language"],
                condition=Q(kind="preferred"),
                name="claims_topiclabel_one_preferred",
                violation_error_message="The topic has a preferred label in this language already (SKOS S14).",
            ),
            models.UniqueConstraint(
                fields=["topic", "language", "label"],
                name="claims_topiclabel_once",
                violation_error_message="The topic has this label already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
