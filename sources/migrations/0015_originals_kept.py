"""The files that words were read from are kept byte for byte, as a law."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import history.identifiers
from history.operations import track

FUNCTIONS = """
-- A kept file and its bytes stay as they came in.
CREATE FUNCTION law_original() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'law 1: a file is kept as it came in: it is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

-- The bytes are what the record of the file says when they come in.
CREATE FUNCTION law_original_bytes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    said record;
BEGIN
    SELECT public_id, size, sha256 INTO said FROM sources_originalfile WHERE id = NEW.file_id;
    IF octet_length(NEW.content) IS DISTINCT FROM said.size OR encode(sha256(NEW.content), 'hex') IS DISTINCT FROM said.sha256 THEN
        RAISE EXCEPTION 'law 1: these are not the bytes of file %: % with SHA-256 %, the record says % with %', said.public_id,
            octet_length(NEW.content), encode(sha256(NEW.content), 'hex'), said.size, said.sha256 USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_original BEFORE UPDATE OR DELETE ON sources_originalfile FOR EACH ROW EXECUTE FUNCTION law_original();
CREATE TRIGGER law_original BEFORE UPDATE OR DELETE ON sources_originalbytes FOR EACH ROW EXECUTE FUNCTION law_original();
CREATE TRIGGER law_original_bytes BEFORE INSERT ON sources_originalbytes FOR EACH ROW EXECUTE FUNCTION law_original_bytes();
CREATE TRIGGER law_truncate BEFORE TRUNCATE ON sources_originalbytes FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate();
ALTER TABLE sources_originalfile ENABLE ALWAYS TRIGGER law_original;
ALTER TABLE sources_originalbytes ENABLE ALWAYS TRIGGER law_original, ENABLE ALWAYS TRIGGER law_original_bytes,
    ENABLE ALWAYS TRIGGER law_truncate;
-- Files are packed already, for the most part.
ALTER TABLE sources_originalbytes ALTER COLUMN content SET STORAGE EXTERNAL;
"""
REVERSE = """
DROP TRIGGER law_truncate ON sources_originalbytes;
DROP TRIGGER law_original_bytes ON sources_originalbytes;
DROP TRIGGER law_original ON sources_originalbytes;
DROP TRIGGER law_original ON sources_originalfile;
DROP FUNCTION law_original_bytes(), law_original();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0014_law_of_excerpts"),
    ]

    operations = [
        migrations.CreateModel(
            name="OriginalFile",
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
                        help_text="Of the bytes.",
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
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("name", models.CharField(help_text="The name under which it came in first.", max_length=255)),
                ("media_type", models.CharField(help_text="For example application/pdf.", max_length=100)),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="text",
            index=models.Index(fields=["file_sha256"], name="sources_text_file"),
        ),
        migrations.CreateModel(
            name="OriginalBytes",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        help_text="The file whose bytes these are.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="kept",
                        serialize=False,
                        to="sources.originalfile",
                    ),
                ),
                ("content", models.BinaryField(help_text="The file itself.", verbose_name="bytes")),
            ],
        ),
        migrations.AddConstraint(
            model_name="originalfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)), name="sources_original_not_empty", violation_error_message="A file has bytes."
            ),
        ),
        migrations.RunSQL(FUNCTIONS, REVERSE),
        track("sources_originalfile"),
    ]
