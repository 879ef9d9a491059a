"""Passages that a correction of their text carried over, moved, changed or orphaned; a text is corrected once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0010_written_entries"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="passage",
            name="sources_passage_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="passage",
            name="sources_passage_grade_fits",
        ),
        migrations.RemoveConstraint(
            model_name="passage",
            name="sources_passage_carried_from",
        ),
        migrations.RemoveConstraint(
            model_name="passage",
            name="sources_passage_span_once",
        ),
        migrations.RemoveConstraint(
            model_name="text",
            name="sources_text_words_once",
        ),
        migrations.AlterField(
            model_name="passage",
            name="status",
            field=models.CharField(
                choices=[
                    ("exact", "exact: a slice of the held text"),
                    ("pinned", "pinned: the words are not held yet"),
                    ("transcribed", "transcribed from a copy that is not held"),
                    ("orphaned", "orphaned: the words do not stand in the corrected text"),
                ],
                help_text="How well it is pinned.",
                max_length=11,
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["exact", "pinned", "transcribed", "orphaned"])),
                name="sources_passage_status_known",
                violation_error_message="A passage is exact, pinned, transcribed or orphaned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end__gt", models.F("start")),
                        ("end__isnull", False),
                        ("quote__isnull", False),
                        ("start__isnull", False),
                        ("status", "exact"),
                        ("text__isnull", False),
                    ),
                    models.Q(
                        ("end__gt", models.F("start")),
                        ("end__isnull", False),
                        ("quote__isnull", True),
                        ("start__isnull", False),
                        ("status", "pinned"),
                        ("text__isnull", False),
                    ),
                    models.Q(
                        ("end__isnull", True),
                        ("quote__isnull", False),
                        ("start__isnull", True),
                        ("status", "transcribed"),
                        ("text__isnull", True),
                        models.Q(("quote", ""), _negated=True),
                    ),
                    models.Q(
                        ("carried", "orphaned"),
                        ("end__isnull", True),
                        ("is_published", False),
                        ("quote__isnull", True),
                        ("start__isnull", True),
                        ("status", "orphaned"),
                        ("text__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sources_passage_grade_fits",
                violation_error_message="An exact passage has a text, a span and its words; a pinned one a text and a span; a transcribed one its words alone; an orphaned one a text alone, and it is not published. A span ends after it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("carried", ""), ("derived_from__isnull", True)),
                    models.Q(("carried__in", ["moved", "changed"]), ("derived_from__isnull", False), ("status__in", ["exact", "pinned"])),
                    models.Q(("carried", "orphaned"), ("derived_from__isnull", False), ("status", "orphaned")),
                    _connector="OR",
                ),
                name="sources_passage_carried_from",
                violation_error_message="A passage carried over from another says what became of its words; others do not.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("text__isnull", False)),
                fields=("text", "start", "end", "derived_from"),
                name="sources_passage_span_once",
                nulls_distinct=False,
                violation_error_message="This span is a passage already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("derived_from__isnull", False)),
                fields=("derived_from", "text"),
                name="sources_passage_carried_once",
                violation_error_message="This passage was carried over to that text already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                condition=models.Q(("derived_from__isnull", True), ("is_second_copy", False)),
                fields=("document", "sha256"),
                name="sources_text_words_once",
                violation_error_message="The document holds these very words already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                fields=("derived_from",),
                name="sources_text_corrected_once",
                violation_error_message="This version was corrected already: correct the newest one.",
            ),
        ),
    ]
