"""Bundles that were made and kept: they can be cited, since they never change."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from history.models import Tracked
from sources.models.texts import validate_sha256


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Ways to read bundles."""

    def without_content(self) -> BundleQuerySet:
        """Without the (large) file and the list of what is in it, for lists."""
        return self.defer("content", "holds")


class Bundle(Tracked):
    """A citation bundle as it was made once: the zip file itself. It never changes and is never deleted.

    The same state gives the same bytes, so there is one bundle for each SHA-256. It was made of what was public then; whether all
    of that still is, is asked whenever somebody wants it.
    """

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(
        "SHA-256", max_length=64, unique=True, editable=False, validators=[validate_sha256], help_text="Of the zip file's bytes."
    )
    size = models.PositiveIntegerField(editable=False, help_text="Of the zip file, in bytes.")
    asked = models.JSONField(
        editable=False, help_text="What was asked for: claims, topics and documents by their names; empty lists mean everything public."
    )
    holds = models.JSONField(editable=False, help_text="The public ids of what is in it, by kind.")
    content = models.BinaryField(editable=False, help_text="The zip file.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who made it; set by the database, empty when no user was known.",
    )

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0), name="claims_bundle_not_empty", violation_error_message="A bundle is a file."),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.size} bytes)"
