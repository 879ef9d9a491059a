"""Entries of exports, kept; each goes with its document, whoever deletes it."""

from __future__ import annotations

from django.db import migrations, models

FORWARD = """
ALTER TABLE sources_writtenentry ADD CONSTRAINT sources_writtenentry_document
    FOREIGN KEY (document_id) REFERENCES sources_document (id) ON DELETE CASCADE;
"""
REVERSE = "ALTER TABLE sources_writtenentry DROP CONSTRAINT sources_writtenentry_document;"


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_pages_apart_and_sections_within")]
    operations = [
        migrations.CreateModel(
            name="WrittenEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("format", models.CharField(help_text="As an export is asked for it, for example biblatex.", max_length=20)),
                ("program", models.CharField(help_text="SHA-256 of the program that wrote it.", max_length=64)),
                ("versions", models.TextField(help_text="Ids and revisions of the rows that it is made of.")),
                ("text", models.TextField(help_text="The entry, without what stands between entries.")),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="The document that is written.",
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        to="sources.document",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "written entries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "format"),
                        name="sources_writtenentry_once",
                        violation_error_message="This document is kept in this format already.",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
