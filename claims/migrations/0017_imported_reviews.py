"""What was proposed or reviewed elsewhere says for ever which administrator brought it in."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0016_drafts_revise_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="imported_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The administrator who brought it in under its author's name; empty for what was proposed here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="imported_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The administrator who brought it in under its author's name; empty for what was proposed here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relation",
            name="imported_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The administrator who brought it in under its author's name; empty for what was proposed here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="imported_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The administrator who brought this act in, done elsewhere and earlier; empty for what was done here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                help_text="When; set by the database, but for an act that was brought in.",
            ),
        ),
    ]
