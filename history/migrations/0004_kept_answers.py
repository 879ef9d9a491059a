"""Answers to requests with an ``Idempotency-Key``, kept for a day."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0003_record_by_statement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(help_text="As the request had it.", max_length=255)),
                (
                    "request_sha256",
                    models.CharField(help_text="Of method, address and body.", max_length=64, verbose_name="request's SHA-256"),
                ),
                ("status", models.PositiveSmallIntegerField(help_text="Of the answer, for example 201.")),
                ("headers", models.JSONField(help_text="Those that the answer set itself.")),
                ("body", models.BinaryField(help_text="The answer's JSON.")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text="When it was answered.")),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Who asked.", on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="history_keptanswer_made_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "key"), name="history_keptanswer_once", violation_error_message="This key was used already."
                    )
                ],
            },
        ),
    ]
