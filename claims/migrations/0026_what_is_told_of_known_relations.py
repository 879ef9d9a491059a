"""What is said of a relation that is known already also fits kinds that lead no way back."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0025_stories_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="relation",
            name="claims_relation_once",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                django.db.models.functions.comparison.Least("from_claim", "to_claim"),
                django.db.models.functions.comparison.Greatest("from_claim", "to_claim"),
                condition=models.Q(
                    models.Q(("status__in", ["rejected", "retracted", "superseded"]), _negated=True),
                    ("supersedes__isnull", True),
                    ("to_claim__isnull", False),
                ),
                name="claims_relation_once",
                violation_error_message="These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back. Revise that one instead.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="relation",
            name="claims_relation_accepted_once",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                django.db.models.functions.comparison.Least("from_claim", "to_claim"),
                django.db.models.functions.comparison.Greatest("from_claim", "to_claim"),
                condition=models.Q(("status", "accepted"), ("to_claim__isnull", False)),
                name="claims_relation_accepted_once",
                violation_error_message="These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back. Revise that one instead.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="relation",
            name="claims_relation_challenge_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["rejected", "retracted", "superseded"]), _negated=True),
                    ("supersedes__isnull", True),
                    ("to_evidence__isnull", False),
                ),
                fields=("from_claim", "to_evidence"),
                name="claims_relation_challenge_once",
                violation_error_message="These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back. Revise that one instead.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="relation",
            name="claims_relation_challenge_accepted_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "accepted"), ("to_evidence__isnull", False)),
                fields=("from_claim", "to_evidence"),
                name="claims_relation_challenge_accepted_once",
                violation_error_message="These two have a relation of this kind already: contradicts and restates hold either way round, and the other kinds lead no way back. Revise that one instead.",
            ),
        ),
    ]
