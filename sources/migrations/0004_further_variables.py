"""Every variable of CSL can be held; and a work may have no title, as letters do."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_search")]
    operations = [
        migrations.RemoveConstraint(model_name="document", name="sources_document_title_present"),
        migrations.AddField(
            model_name="document",
            name="variables",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='Further variables of CSL 1.0.2 by their names, for example {"version": "2.1"}; cited like all others.',
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="title",
            field=models.TextField(
                blank=True, help_text="As printed, subtitle after a colon. Empty only where the work has none, as letters do."
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE sources_document ADD CONSTRAINT sources_document_variables_is_object CHECK (jsonb_typeof(variables) = 'object')",
            "ALTER TABLE sources_document DROP CONSTRAINT sources_document_variables_is_object",
        ),
    ]
