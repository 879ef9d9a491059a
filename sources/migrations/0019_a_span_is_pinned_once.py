"""A span is pinned once: said in a way that the checks of the framework can read without a database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0018_laws_of_references"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="passage",
            name="sources_passage_span_once",
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("derived_from__isnull", True), ("text__isnull", False)),
                fields=("text", "start", "end"),
                name="sources_passage_span_once",
                violation_error_message="This span is a passage already.",
            ),
        ),
    ]
