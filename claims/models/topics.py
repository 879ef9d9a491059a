"""Subjects, as a small SKOS concept scheme."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
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

    def clean(self) -> None:
        """Refuse a slug that leads to another topic, at its field; the database refuses it too. One query."""
        taken = FormerSlug.objects.filter(slug=self.slug).exclude(topic=self.pk).select_related("topic").first()
        if taken is not None:
            raise ValidationError(
                {"slug": f"This was a slug of the topic that is now {taken.topic.slug}: it leads there and is not given again."}
            )


class FormerSlug(Tracked):
    """A slug that a topic once had: it leads there for ever and is given to no other topic.

    Written by the database itself when a topic gets another slug, by nobody else; never changed, never deleted.
    """

    id = models.BigAutoField(primary_key=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="former_slugs", editable=False, help_text="The topic that had this slug."
    )
    slug = models.SlugField(max_length=80, unique=True, editable=False, help_text="The slug as it was, for example burden-share.")

    class Meta:
        ordering: ClassVar[list[str]] = ["topic", "id"]

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
