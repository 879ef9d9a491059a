"""Pages of a text do not overlap, its sections nest; of each mark it is known where its value comes from."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

FUNCTION = """
-- A mark lies within its text and stays with it; a section lies within another or apart from it.
CREATE OR REPLACE FUNCTION law_mark() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    crossed record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text_id IS DISTINCT FROM OLD.text_id THEN
        RAISE EXCEPTION 'a mark stays with its text: make another one' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW."end" > (SELECT length FROM sources_text WHERE id = NEW.text_id) THEN
        RAISE EXCEPTION 'the mark % % ends past its text', NEW.label, NEW.value USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.label = 'section' THEN
        -- Two who add sections at once wait for each other, else neither would see the other's.
        PERFORM 1 FROM sources_text WHERE id = NEW.text_id FOR NO KEY UPDATE;
        SELECT value, start, "end" INTO crossed FROM sources_mark AS other
         WHERE other.text_id = NEW.text_id AND other.label = 'section' AND other.id IS DISTINCT FROM NEW.id
           AND ((other.start < NEW.start AND NEW.start < other."end" AND other."end" < NEW."end")
             OR (NEW.start < other.start AND other.start < NEW."end" AND NEW."end" < other."end"))
         ORDER BY other.start LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the section "%" at [%, %) would cut across "%" at [%, %): sections lie within each other or apart',
                left(NEW.value, 60), NEW.start, NEW."end", left(crossed.value, 60), crossed.start, crossed."end"
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION law_mark() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text_id IS DISTINCT FROM OLD.text_id THEN
        RAISE EXCEPTION 'a mark stays with its text: make another one' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW."end" > (SELECT length FROM sources_text WHERE id = NEW.text_id) THEN
        RAISE EXCEPTION 'the mark % % ends past its text', NEW.label, NEW.value USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0008_nothing_new_points_to_what_is_merged"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(FUNCTION, BEFORE),
        migrations.AddField(
            model_name="mark",
            name="basis",
            field=models.CharField(
                choices=[
                    ("found", "found: it came with the file"),
                    ("typed", "typed by an editor"),
                    ("counted", "counted on from its neighbours"),
                    ("unnumbered", "unnumbered: the page bears no number"),
                    ("unknown", "unknown: nothing says its number"),
                ],
                default="found",
                db_default="found",
                help_text="Counted numbers follow when page breaks change; typed ones stay.",
                max_length=10,
                verbose_name="how it is known",
            ),
        ),
        migrations.AlterField(
            model_name="mark",
            name="value",
            field=models.CharField(
                blank=True,
                help_text="As printed, for example iv or 12. For a section its heading. Empty only for a page without a known number.",
                max_length=500,
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["found", "typed", "counted", "unnumbered", "unknown"])),
                name="sources_mark_basis_known",
                violation_error_message="The value of a mark is found, typed, counted, unnumbered or unknown.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis__in", ["unnumbered", "unknown"]), ("value", ""), ("label__in", ["page", "folio"])),
                    models.Q(models.Q(("basis__in", ["unnumbered", "unknown"]), _negated=True), models.Q(("value", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sources_mark_value_or_none",
                violation_error_message="A mark has a value. Only a page may be without: choose unnumbered if it bears no number, unknown if nobody knows it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("label__in", ["page", "folio"])),
                expressions=[
                    ("text", "="),
                    ("label", "="),
                    (
                        models.Func(
                            models.F("start"),
                            django.db.models.functions.comparison.Greatest(models.F("start"), models.F("end")),
                            function="int4range",
                            output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="sources_mark_pages_apart",
                violation_error_message="Another page of this text covers some of this stretch: pages do not overlap.",
            ),
        ),
    ]
