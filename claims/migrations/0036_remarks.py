"""Comments and flags: what the staff says to one another about what is reviewed."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import history.identifiers
from history.operations import track


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0035_reviews_of_one_record_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
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
                (
                    "origin",
                    models.CharField(
                        choices=[("human", "a person"), ("machine", "a machine")],
                        default="human",
                        editable=False,
                        help_text="Whether a person or a machine proposed this record; never changes.",
                        max_length=7,
                    ),
                ),
                (
                    "tool",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The machine's tool and version, for example matcher 1.2.",
                        max_length=120,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("words", models.TextField(help_text="What there is to say.")),
                (
                    "resolution",
                    models.TextField(blank=True, help_text="How it was resolved, for example: the page is right, the scan was cut."),
                ),
                ("resolved_at", models.DateTimeField(editable=False, help_text="When; set by the database.", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who wrote it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="The claim.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.claim",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or the evidence.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.evidence",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or the relation.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.relation",
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        blank=True,
                        help_text="The comment that it answers.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="claims.comment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who resolved it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "human"), ("tool", "")),
                            models.Q(("origin", "machine"), models.Q(("tool", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="claims_comment_origin_named",
                        violation_error_message="A record made by a machine names its tool; a record made by a person names none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("evidence__isnull", True), ("relation__isnull", True)),
                            models.Q(("claim__isnull", True), ("evidence__isnull", False), ("relation__isnull", True)),
                            models.Q(("claim__isnull", True), ("evidence__isnull", True), ("relation__isnull", False)),
                            _connector="OR",
                        ),
                        name="claims_comment_about_one",
                        violation_error_message="It is about one claim, one piece of evidence or one relation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="claims_comment_words_present",
                        violation_error_message="Say something.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolution", ""), ("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False), models.Q(("resolution", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claims_comment_resolved_with_words",
                        violation_error_message="Say how it was resolved.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reply_to__isnull", True), ("resolution", ""), _connector="OR"),
                        name="claims_comment_answers_unresolved",
                        violation_error_message="An answer is resolved with the comment that it answers.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
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
                (
                    "origin",
                    models.CharField(
                        choices=[("human", "a person"), ("machine", "a machine")],
                        default="human",
                        editable=False,
                        help_text="Whether a person or a machine proposed this record; never changes.",
                        max_length=7,
                    ),
                ),
                (
                    "tool",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The machine's tool and version, for example matcher 1.2.",
                        max_length=120,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("words", models.TextField(help_text="What there is to say.")),
                (
                    "resolution",
                    models.TextField(blank=True, help_text="How it was resolved, for example: the page is right, the scan was cut."),
                ),
                ("resolved_at", models.DateTimeField(editable=False, help_text="When; set by the database.", null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong_quote", "wrong quote"),
                            ("wrong_page", "wrong page"),
                            ("wrong_attribution", "wrong attribution"),
                            ("outdated", "outdated"),
                            ("duplicate", "duplicate"),
                            ("other", "other"),
                        ],
                        help_text="What is wrong.",
                        max_length=17,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who wrote it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        help_text="The claim.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.claim",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or the evidence.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.evidence",
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or the relation.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="claims.relation",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who resolved it; set by the database.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["wrong_quote", "wrong_page", "wrong_attribution", "outdated", "duplicate", "other"])
                        ),
                        name="claims_flag_kind_known",
                        violation_error_message="Choose what is wrong.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "human"), ("tool", "")),
                            models.Q(("origin", "machine"), models.Q(("tool", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="claims_flag_origin_named",
                        violation_error_message="A record made by a machine names its tool; a record made by a person names none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("evidence__isnull", True), ("relation__isnull", True)),
                            models.Q(("claim__isnull", True), ("evidence__isnull", False), ("relation__isnull", True)),
                            models.Q(("claim__isnull", True), ("evidence__isnull", True), ("relation__isnull", False)),
                            _connector="OR",
                        ),
                        name="claims_flag_about_one",
                        violation_error_message="It is about one claim, one piece of evidence or one relation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="claims_flag_words_present",
                        violation_error_message="Say something.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolution", ""), ("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False), models.Q(("resolution", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="claims_flag_resolved_with_words",
                        violation_error_message="Say how it was resolved.",
                    ),
                ],
            },
        ),
        track("claims_comment"),
        track("claims_flag"),
    ]
