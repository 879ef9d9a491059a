"""Which account is which author, what conflicts of interest are declared, and what conflicts there were when it was decided."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import history.identifiers
from history.operations import track


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0030_law_of_evidence_of_relations"),
        ("sources", "0026_deleted_references_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="conflicts",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="The conflicts of interest when it was decided, of who proposed and of who decided; set by the database.",
            ),
        ),
        migrations.CreateModel(
            name="AuthorAccount",
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
                ("ended_at", models.DateTimeField(editable=False, help_text="Until when it held; set by the database.", null=True)),
                (
                    "ended_because",
                    models.TextField(blank=True, help_text="Why it holds no more; what was decided meanwhile stays decided."),
                ),
                ("reason", models.TextField(blank=True, help_text="How that is known, for example: says so on the page of the institute.")),
                (
                    "account",
                    models.ForeignKey(
                        help_text="The account.", on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        help_text="The author who has this account.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.author",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="The administrator who ended it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who says so; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "account of an author",
                "verbose_name_plural": "accounts of authors",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["account"], name="claims_authoraccount_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), models.Q(("ended_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claims_authoraccount_ended_with_reason",
                        violation_error_message="Say why it holds no more.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("account", "author"),
                        name="claims_authoraccount_once",
                        violation_error_message="This account is known as this author already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredConflict",
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
                ("ended_at", models.DateTimeField(editable=False, help_text="Until when it held; set by the database.", null=True)),
                (
                    "ended_because",
                    models.TextField(blank=True, help_text="Why it holds no more; what was decided meanwhile stays decided."),
                ),
                ("reason", models.TextField(help_text="What the conflict is, for example: was supervised by the author until 2019.")),
                (
                    "account",
                    models.ForeignKey(
                        help_text="The account.", on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or about all that this author had a part in.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.author",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or about this claim, its revisions, their evidence and relations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="About this document, in all its printings.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sources.document",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="The administrator who ended it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who says so; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["account"], name="claims_declaredconflict_acc")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), models.Q(("ended_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claims_declaredconflict_ended_with_reason",
                        violation_error_message="Say why it holds no more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author__isnull", True), ("claim__isnull", True), ("document__isnull", False)),
                            models.Q(("author__isnull", False), ("claim__isnull", True), ("document__isnull", True)),
                            models.Q(("author__isnull", True), ("claim__isnull", False), ("document__isnull", True)),
                            _connector="OR",
                        ),
                        name="claims_declaredconflict_about_one",
                        violation_error_message="A conflict is about one document, one author or one claim.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="claims_declaredconflict_reason_present",
                        violation_error_message="Say what the conflict is.",
                    ),
                ],
            },
        ),
        track("claims_authoraccount"),
        track("claims_declaredconflict"),
    ]
