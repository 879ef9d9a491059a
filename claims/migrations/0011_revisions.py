"""Claims, evidence and relations may revise others, relations are stored once, and what a revision replaces is superseded."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

# PostgreSQL widens no column that a trigger's condition names: those triggers go and come back.
DROP = """
DROP TRIGGER law_excerpts ON claims_evidence;
DROP TRIGGER law_excerpts_reopened ON claims_evidence;
"""
BACK = """
CREATE TRIGGER law_excerpts AFTER UPDATE ON claims_evidence FOR EACH ROW
    WHEN ((NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')) EXECUTE FUNCTION law_excerpts_of_evidence();
CREATE TRIGGER law_excerpts_reopened AFTER UPDATE ON claims_evidence FOR EACH ROW
    WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION law_excerpts_reopened();
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_excerpts, ENABLE ALWAYS TRIGGER law_excerpts_reopened;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0010_excerpts_of_reopened_evidence"),
        ("sources", "0016_text_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(DROP, BACK),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="claims_evidence_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="claims_evidence_once",
        ),
        migrations.RemoveConstraint(
            model_name="relation",
            name="claims_relation_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="claims_review_action_known",
        ),
        migrations.AddField(
            model_name="evidence",
            name="supersedes",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The evidence it revises.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="claims.evidence",
            ),
        ),
        migrations.AddField(
            model_name="relation",
            name="supersedes",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The relation it revises.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="claims.relation",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in review"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("retracted", "retracted"),
                    ("superseded", "superseded"),
                ],
                default="draft",
                editable=False,
                help_text="Moves only by a review.",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="relation",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in review"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("retracted", "retracted"),
                    ("superseded", "superseded"),
                ],
                default="draft",
                editable=False,
                help_text="Moves only by a review.",
                max_length=10,
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
                ],
                help_text="What was done.",
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "rejected"), _negated=True),
                fields=("supersedes",),
                name="claims_claim_one_successor",
                violation_error_message="It is being revised already: go on with that revision, or have it rejected first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "in_review", "accepted", "rejected", "retracted", "superseded"])),
                name="claims_evidence_status_known",
                violation_error_message="Unknown state of evidence.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["rejected", "retracted", "superseded"]), _negated=True), ("supersedes__isnull", True)
                ),
                fields=("claim", "passage", "stance"),
                name="claims_evidence_once",
                violation_error_message="This passage is evidence of this stance for this claim already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "accepted")),
                fields=("claim", "passage", "stance"),
                name="claims_evidence_accepted_once",
                violation_error_message="This passage is accepted evidence of this stance for this claim already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "rejected"), _negated=True),
                fields=("supersedes",),
                name="claims_evidence_one_successor",
                violation_error_message="It is being revised already: go on with that revision, or have it rejected first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "in_review", "accepted", "rejected", "retracted", "superseded"])),
                name="claims_relation_status_known",
                violation_error_message="Unknown state of a relation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
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
                violation_error_message="This relation is known already; contradicts and restates hold either way round. Revise it instead.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                django.db.models.functions.comparison.Least("from_claim", "to_claim"),
                django.db.models.functions.comparison.Greatest("from_claim", "to_claim"),
                condition=models.Q(("status", "accepted"), ("to_claim__isnull", False)),
                name="claims_relation_accepted_once",
                violation_error_message="This relation is known already; contradicts and restates hold either way round. Revise it instead.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["rejected", "retracted", "superseded"]), _negated=True),
                    ("supersedes__isnull", True),
                    ("to_evidence__isnull", False),
                ),
                fields=("from_claim", "to_evidence"),
                name="claims_relation_challenge_once",
                violation_error_message="This relation is known already; contradicts and restates hold either way round. Revise it instead.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "accepted"), ("to_evidence__isnull", False)),
                fields=("from_claim", "to_evidence"),
                name="claims_relation_challenge_accepted_once",
                violation_error_message="This relation is known already; contradicts and restates hold either way round. Revise it instead.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "rejected"), _negated=True),
                fields=("supersedes",),
                name="claims_relation_one_successor",
                violation_error_message="It is being revised already: go on with that revision, or have it rejected first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__in", ["submit", "withdraw", "approve", "request_changes", "reject", "retract", "reopen", "supersede"])
                ),
                name="claims_review_action_known",
                violation_error_message="Unknown act of review.",
            ),
        ),
        migrations.RunSQL(BACK, DROP),
    ]
