"""The last change of a record before a moment is found at once, by the record's key or by its public id."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0004_kept_answers")]
    operations = [
        migrations.AddIndex("change", models.Index(fields=["table", "record_id", "id"], name="history_change_row")),
        migrations.AddIndex("change", models.Index(fields=["public_id"], name="history_change_public_id")),
        migrations.RemoveIndex("change", "history_change_record"),
    ]
