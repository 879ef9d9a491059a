"""A relation may name the passages that bear it out."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import history.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0028_law_of_what_questions_ask"),
        ("sources", "0026_deleted_references_are_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="relation",
            name="stands_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64),
                blank=True,
                default=list,
                editable=False,
                help_text="The ids of its passages, in order; kept by the database, so that another passage is another revision.",
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="RelationEvidence",
            fields=[
                (
                    "public_id",
                    models.CharField(
                        default=history.identifiers.new_public_id,
                        editable=False,
                        help_text="The record's name in the API and in exports. Made once, for example k3v9q2m7x4ta8w0c.",
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9](?:[a-z0-9-]{2,62}[a-z0-9])\\Z",
                                message="A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c.",
                            )
                        ],
                        verbose_name="id",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, help_text="How many times this record was written; set by the database."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, help_text="Set by the database."
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, help_text="Set by the database."
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "passage",
                    models.ForeignKey(
                        help_text="The words that bear it out.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.passage",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        help_text="The relation.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_links",
                        to="claims.relation",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage of a relation",
                "verbose_name_plural": "passages of relations",
                "ordering": ["relation", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("relation", "passage"),
                        name="claims_relationevidence_once",
                        violation_error_message="The relation names this passage already.",
                    )
                ],
            },
        ),
    ]
