"""A review may be a re-opening by the retraction of a document, or the restoration when that is lifted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0020_law_of_standing"),
        ("sources", "0023_retractions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="review",
            name="claims_review_reopened_by",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="claims_review_action_known",
        ),
        migrations.AddField(
            model_name="review",
            name="retraction",
            field=models.ForeignKey(
                editable=False,
                help_text="Of a re-opening or a restoration: the retraction of the document that the evidence stands on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.retraction",
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "submitted"),
                    ("withdraw", "withdrawn"),
                    ("approve", "approved"),
                    ("request_changes", "changes requested"),
                    ("reject", "rejected"),
                    ("retract", "retracted"),
                    ("reopen", "re-opened"),
                    ("supersede", "superseded"),
                    ("restore", "restored"),
                ],
                help_text="What was done.",
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        ["submit", "withdraw", "approve", "request_changes", "reject", "retract", "reopen", "supersede", "restore"],
                    )
                ),
                name="claims_review_action_known",
                violation_error_message="Unknown act of review.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("action", "reopen"),
                        ("evidence__isnull", False),
                        ("stood_on__isnull", False),
                        models.Q(
                            models.Q(("corrected__isnull", False), ("retraction__isnull", True)),
                            models.Q(("corrected__isnull", True), ("retraction__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("action", "restore"),
                        ("corrected__isnull", True),
                        ("evidence__isnull", False),
                        ("retraction__isnull", False),
                        ("stood_on__isnull", True),
                    ),
                    models.Q(
                        ("corrected__isnull", True),
                        ("retraction__isnull", True),
                        ("stood_on__isnull", True),
                        models.Q(("action__in", ["reopen", "restore"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="claims_review_reopened_by",
                violation_error_message="Evidence is re-opened by the correction of its passage or the retraction of its document, and nothing else is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retraction__isnull", False)),
                fields=("evidence", "retraction", "action"),
                name="claims_review_retraction_once",
                violation_error_message="This retraction re-opened or restored this evidence already.",
            ),
        ),
    ]
