"""A review may be the re-opening of evidence whose words were corrected: by whom, standing on what, corrected into what."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_holders_stand"),
        ("sources", "0011_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="corrected",
            field=models.ForeignKey(
                editable=False,
                help_text="Of a re-opening: what became of that passage when its text was corrected.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.passage",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="stood_on",
            field=models.ForeignKey(
                editable=False,
                help_text="Of a re-opening: the passage that the evidence stood on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.passage",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="by",
            field=models.ForeignKey(
                help_text="Who did it; of a re-opening, who corrected the text, empty when no user was known.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__isnull", False), ("action", "reopen"), _connector="OR"),
                name="claims_review_by_somebody",
                violation_error_message="A review is somebody's: only a re-opening may be nobody's.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action", "reopen"), ("corrected__isnull", False), ("evidence__isnull", False), ("stood_on__isnull", False)),
                    models.Q(("corrected__isnull", True), ("stood_on__isnull", True), models.Q(("action", "reopen"), _negated=True)),
                    _connector="OR",
                ),
                name="claims_review_reopened_by",
                violation_error_message="Evidence is re-opened by the correction of its passage, and nothing else is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("action", "reopen")),
                fields=("evidence", "corrected"),
                name="claims_review_reopened_once",
                violation_error_message="This correction re-opened this evidence already.",
            ),
        ),
    ]
