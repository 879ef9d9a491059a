"""What research questions ask of claims is kept beside their standing, and which claims were compared with which."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0026_what_is_told_of_known_relations"),
        ("sources", "0026_deleted_references_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedClaim",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        editable=False,
                        help_text="The claim.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Its type and a hash of what it is about; empty where it can contradict none.",
                        max_length=64,
                    ),
                ),
                (
                    "is_compared",
                    models.BooleanField(default=False, editable=False, help_text="Whether the key was made and its claims were compared."),
                ),
            ],
            options={
                "ordering": ["claim"],
            },
        ),
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sentence", models.TextField(editable=False, help_text="In which respect they do not agree.")),
            ],
            options={
                "ordering": ["claim", "other"],
            },
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="documents_both_ways",
            field=models.PositiveIntegerField(default=0, editable=False, help_text="Documents that both support and dispute it."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="is_disputed_since",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Whether its support is from one source and something that was accepted later disputes it.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="is_published",
            field=models.BooleanField(default=False, editable=False, help_text="Whether the claim is published at present."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="lost_passages",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Passages that supported it once and count no more: undercut, retracted, re-opened, hidden.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="only_document",
            field=models.ForeignKey(
                editable=False,
                help_text="The document that all support is from, where it is from one.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="claimstanding",
            name="supporting_basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cited", "a cited source"),
                    ("uncited", "no source is given"),
                    ("data", "data of its own"),
                    ("inference", "an inference"),
                ],
                editable=False,
                help_text="What all passages that support it go by; empty where they go by different things, or there are none.",
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status__in", ["draft", "in_review"])), fields=["changed_at"], name="claims_claim_still_open"
            ),
        ),
        migrations.AddIndex(
            model_name="claimstanding",
            index=models.Index(condition=models.Q(("is_published", True)), fields=["category", "claim"], name="claims_standing_published"),
        ),
        migrations.AddIndex(
            model_name="claimstanding",
            index=models.Index(
                condition=models.Q(
                    ("is_published", True), ("supporting_passages__gt", 1), models.Q(("supporting_basis", ""), _negated=True)
                ),
                fields=["claim"],
                name="claims_standing_one_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="claimstanding",
            index=models.Index(
                condition=models.Q(("documents_both_ways__gt", 0), ("is_published", True)),
                fields=["claim"],
                name="claims_standing_both_ways",
            ),
        ),
        migrations.AddIndex(
            model_name="claimstanding",
            index=models.Index(
                condition=models.Q(
                    ("is_published", True),
                    models.Q(models.Q(("lost_passages__gt", 0), ("supporting_passages", 0)), ("is_disputed_since", True), _connector="OR"),
                ),
                fields=["claim"],
                name="claims_standing_lost",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("status__in", ["draft", "in_review"])), fields=["changed_at"], name="claims_evidence_still_open"
            ),
        ),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                condition=models.Q(("status__in", ["draft", "in_review"])), fields=["changed_at"], name="claims_relation_still_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimstanding",
            constraint=models.CheckConstraint(
                condition=models.Q(("supporting_basis__in", ["cited", "uncited", "data", "inference", ""])),
                name="claims_claimstanding_basis_known",
                violation_error_message="Unknown basis of evidence.",
            ),
        ),
        migrations.AddIndex(
            model_name="comparedclaim",
            index=models.Index(condition=models.Q(("key", ""), _negated=True), fields=["key"], name="claims_comparedclaim_key"),
        ),
        migrations.AddIndex(
            model_name="comparedclaim",
            index=models.Index(condition=models.Q(("is_compared", False)), fields=["claim"], name="claims_comparedclaim_waits"),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="claim",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="The one claim.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="contradiction",
            name="other",
            field=models.ForeignKey(
                editable=False,
                help_text="The other claim.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="claims.claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="contradiction",
            constraint=models.UniqueConstraint(
                fields=("claim", "other"), name="claims_contradiction_once", violation_error_message="These two were compared already."
            ),
        ),
    ]
