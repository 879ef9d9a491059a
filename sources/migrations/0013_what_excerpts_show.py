"""How much excerpts may show of a text, and a place to count how much they do."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import sources.models.texts


class Migration(migrations.Migration):
    dependencies = [("sources", "0012_laws_of_corrections")]
    operations = [
        migrations.CreateModel(
            name="ExcerptUse",
            fields=[
                (
                    "text",
                    models.OneToOneField(
                        db_constraint=False,
                        help_text="The text.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="sources.text",
                    ),
                ),
                ("characters", models.PositiveIntegerField(help_text="Shown, in Unicode code points.")),
                ("words", models.PositiveIntegerField(help_text="Shown; estimated while the words are not held.")),
            ],
        ),
        migrations.CreateModel(
            name="ShownSpan",
            fields=[
                (
                    "passage",
                    models.OneToOneField(
                        db_constraint=False,
                        help_text="The passage.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sources.passage",
                    ),
                ),
                ("start", models.PositiveIntegerField(help_text="Offset of the first character shown, in Unicode code points from 0.")),
                ("end", models.PositiveIntegerField(help_text="Offset just past the last character shown, same unit.")),
                ("by_itself", models.BooleanField(help_text="Whether an editor published the passage.")),
                ("by_evidence", models.BooleanField(help_text="Whether public evidence stands on it.")),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="The text it is a slice of.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sources.text",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["text", "start"], name="sources_shownspan_place")]},
        ),
        migrations.AddField(
            model_name="text",
            name="excerpt_most_words",
            field=models.PositiveIntegerField(
                "most words",
                default=sources.models.texts.most_words,
                help_text="How many words public excerpts may show at most, if only excerpts are shown. Overlaps count once, "
                "the 32 characters before and after each excerpt too.",
            ),
        ),
        migrations.AddField(
            model_name="text",
            name="excerpt_most_share",
            field=models.PositiveSmallIntegerField(
                "most of it, in percent",
                default=sources.models.texts.most_share,
                help_text="Which part of the text public excerpts may show at most, if only excerpts are shown: 1 to 90 percent.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)],
            ),
        ),
        # The same words elsewhere are counted with these.
        migrations.AddIndex(model_name="text", index=models.Index(fields=["sha256"], name="sources_text_same_words")),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.CheckConstraint(
                condition=models.Q(("excerpt_most_share__gte", 1), ("excerpt_most_share__lte", 90)),
                name="sources_text_never_whole",
                violation_error_message="Excerpts show from 1 to 90 percent of a text; what may be shown whole is open.",
            ),
        ),
    ]
