"""A slug that a topic gave up is kept."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import history.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0059_taken_back_for_a_reason"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerSlug",
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
                    "slug",
                    models.SlugField(editable=False, help_text="The slug as it was, for example burden-share.", max_length=80, unique=True),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        editable=False,
                        help_text="The topic that had this slug.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_slugs",
                        to="claims.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["topic", "id"],
            },
        ),
    ]
