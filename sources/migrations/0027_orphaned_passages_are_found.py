"""Passages whose words a correction removed are found without reading all the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0026_deleted_references_are_found"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(condition=models.Q(("status", "orphaned")), fields=["derived_from"], name="sources_passage_orphaned"),
        ),
    ]
