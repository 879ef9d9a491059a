"""Views and fingerprints of texts, by which quotes are found. The application writes them: they can be made again from the words."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
ALTER TABLE sources_textview ADD CONSTRAINT sources_textview_of_text FOREIGN KEY (text_id) REFERENCES sources_text (id) ON DELETE CASCADE;
-- Compressed already.
ALTER TABLE sources_textview ALTER COLUMN packed SET STORAGE EXTERNAL;
"""

REVERSE = "ALTER TABLE sources_textview DROP CONSTRAINT sources_textview_of_text;"


class Migration(migrations.Migration):
    dependencies = [("sources", "0015_originals_kept")]
    operations = [
        migrations.CreateModel(
            name="TextView",
            fields=[
                (
                    "text",
                    models.OneToOneField(
                        db_constraint=False,
                        help_text="Whose words these are.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="view",
                        serialize=False,
                        to="sources.text",
                    ),
                ),
                ("algorithm", models.PositiveSmallIntegerField(help_text="Which way of making views and fingerprints made this one.")),
                ("packed", models.BinaryField(help_text="The view, compressed.")),
            ],
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("pk", models.CompositePrimaryKey("hash", "text", blank=True, editable=False, primary_key=True, serialize=False)),
                ("hash", models.BigIntegerField(help_text="Of the stretch; 64 bits, signed.")),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="Where it stands.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sources.text",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
