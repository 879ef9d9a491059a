"""Bundles that were made and kept."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import history.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0003_holders_follow_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "public_id",
                    models.CharField(
                        default=history.identifiers.new_public_id,
                        editable=False,
                        help_text="The record's name in the API and in exports. Made once, for example k3v9q2m7x4ta8w0c.",
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9](?:[a-z0-9-]{2,62}[a-z0-9])\\Z",
                                message="A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c.",
                            )
                        ],
                        verbose_name="id",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, help_text="How many times this record was written; set by the database."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, help_text="Set by the database."
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, help_text="Set by the database."
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "sha256",
                    models.CharField(
                        editable=False,
                        help_text="Of the zip file's bytes.",
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[0-9a-f]{64}\\Z", message="A SHA-256 is 64 hexadecimal digits in lower case."
                            )
                        ],
                        verbose_name="SHA-256",
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, help_text="Of the zip file, in bytes.")),
                (
                    "asked",
                    models.JSONField(
                        editable=False,
                        help_text="What was asked for: claims, topics and documents by their names; empty lists mean everything public.",
                    ),
                ),
                ("holds", models.JSONField(editable=False, help_text="The public ids of what is in it, by kind.")),
                ("content", models.BinaryField(help_text="The zip file.")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who made it; set by the database, empty when no user was known.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="claims_bundle_not_empty", violation_error_message="A bundle is a file."
                    )
                ],
            },
        ),
    ]
