"""Retractions of documents: a record of their own, since one may be lifted and another follow."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import history.identifiers
import sources.models.documents


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0022_views_to_be_made"),
    ]

    operations = [
        migrations.CreateModel(
            name="Retraction",
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
                    "retracted_on",
                    models.CharField(
                        blank=True,
                        help_text="EDTF, as precise as it is known: 2005-03-18, 2005-03 or 2005.",
                        max_length=60,
                        validators=[sources.models.documents.validate_edtf],
                    ),
                ),
                ("reason", models.TextField(help_text="Why, as the notice says it, for example: the data were not the author's.")),
                ("notice", models.URLField(blank=True, help_text="Where the notice of retraction stands.", max_length=2000)),
                (
                    "lifted_because",
                    models.TextField(
                        blank=True,
                        help_text="Why the document stands again, for example: reinstated after appeal. What the retraction re-opened is restored.",
                    ),
                ),
                ("lifted_at", models.DateTimeField(editable=False, help_text="When it was lifted; set by the database.", null=True)),
                (
                    "document",
                    models.ForeignKey(
                        help_text="The document that was retracted.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retractions",
                        to="sources.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sources_retraction_reason_present",
                        violation_error_message="Say why it was retracted.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_because", "")),
                        fields=("document",),
                        name="sources_retraction_once",
                        violation_error_message="The document is retracted already.",
                    ),
                ],
            },
        ),
    ]
