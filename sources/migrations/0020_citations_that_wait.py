"""Citations that wait for a document are found by an index of their own: whether there are any is asked often."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0019_a_span_is_pinned_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(condition=models.Q(("status", "resolved"), _negated=True), fields=["id"], name="sources_reference_waiting"),
        ),
    ]
