"""What a citation says, how its document was told, and where a quotation is taken from."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0016_text_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="reference",
            name="candidates",
            field=models.JSONField(
                blank=True, default=list, help_text="Documents that may be meant, each with its score and reason; the best first."
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="cited_end",
            field=models.PositiveIntegerField(blank=True, help_text="Offset just past its last character there, same unit.", null=True),
        ),
        migrations.AddField(
            model_name="reference",
            name="cited_start",
            field=models.PositiveIntegerField(
                blank=True, help_text="Offset of its first character there, in Unicode code points from 0.", null=True
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="cited_text",
            field=models.ForeignKey(
                blank=True,
                help_text="For a quotation: the text it is taken from.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quoted_by",
                to="sources.text",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cites", "cites a work"),
                    ("quotes", "quotes its words"),
                    ("shares", "has the same words; who quotes whom is not known"),
                    ("remark", "a note that names no work"),
                ],
                default="cites",
                help_text="What the citing document does with the other.",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="match_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=250),
                blank=True,
                default=list,
                editable=False,
                help_text="What a document that it means would be found by: identifiers, titles, a name and a year, reduced to letters and digits.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not resolved"),
                    ("identifier", "by an identifier"),
                    ("bibliographic", "by author, year and title"),
                    ("repeats", "as the earlier citation that it repeats"),
                    ("words", "by the words that are the same"),
                    ("hand", "by hand"),
                ],
                default="",
                help_text="How the cited document was told. By hand, it stays.",
                max_length=13,
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="parsed",
            field=models.JSONField(
                blank=True, default=dict, help_text="What the citation says, read by a machine: names, fields, how sure each is."
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="raw_sha256",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Of the printed words in UTF-8; set by the database.",
                max_length=64,
                verbose_name="words' SHA-256",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="reason",
            field=models.TextField(blank=True, help_text="What agrees and what does not, or why nothing was found."),
        ),
        migrations.AddField(
            model_name="reference",
            name="repeats",
            field=models.ForeignKey(
                blank=True,
                help_text="The earlier citation in the same text that this one repeats: ibid., op. cit., a short title.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="repeated_by",
                to="sources.reference",
            ),
        ),
        migrations.AddField(
            model_name="reference",
            name="score",
            field=models.FloatField(blank=True, help_text="How sure that is, from 0 to 1.", null=True),
        ),
        migrations.AlterField(
            model_name="reference",
            name="raw",
            field=models.TextField(
                blank=True,
                help_text="The citation as it is printed. Empty only where it stands in a text that is not held and its hash is known.",
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("status", "resolved"), _negated=True),
                fastupdate=False,
                fields=["match_keys"],
                name="sources_reference_awaiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cites", "quotes", "shares", "remark"])),
                name="sources_reference_kind_known",
                violation_error_message="A reference cites, quotes, shares words, or is a remark.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["identifier", "bibliographic", "repeats", "words", "hand", ""])),
                name="sources_reference_method_known",
                violation_error_message="Choose one of the listed ways to tell the cited document.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 1)), _connector="OR"),
                name="sources_reference_score_fits",
                violation_error_message="A score is between 0 and 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("raw", ""), _negated=True),
                    models.Q(("text__isnull", False), models.Q(("raw_sha256", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sources_reference_has_words",
                violation_error_message="Give the citation as it is printed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(("repeats__isnull", True), models.Q(("repeats", models.F("id")), _negated=True), _connector="OR"),
                name="sources_reference_not_itself",
                violation_error_message="A citation does not repeat itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cited_end__isnull", True), ("cited_start__isnull", True), ("cited_text__isnull", True)),
                    models.Q(("cited_end__gt", models.F("cited_start")), ("cited_start__isnull", False), ("cited_text__isnull", False)),
                    _connector="OR",
                ),
                name="sources_reference_cited_span",
                violation_error_message="What is quoted has a text and a span that ends after it starts.",
            ),
        ),
    ]
