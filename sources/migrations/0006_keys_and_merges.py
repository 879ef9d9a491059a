"""Former citation keys, merges and what is not the same; authority numbers in their normal form, each once."""

from __future__ import annotations

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import history.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0005_match_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Distinction",
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
                ("reason", models.CharField(blank=True, help_text="How one knows, for example: father and son.", max_length=500)),
            ],
            options={
                "verbose_name": "pair that is not the same",
                "verbose_name_plural": "pairs that are not the same",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FormerKey",
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
                    "key",
                    models.CharField(
                        editable=False,
                        help_text="The key as it was, for example nodomi2005challenge.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Za-z0-9_:.+/-]+\\Z",
                                message="A citation key is made of ASCII letters, digits and _ : . + / -, for example nodomi2005challenges.",
                            )
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["document", "id"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
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
                    "moved",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="Each change: table, id, column, from, to. A row that it made has no from and its id as to.",
                    ),
                ),
                (
                    "reason",
                    models.TextField(editable=False, help_text="Why the two are one, for example: the same report, catalogued twice."),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, help_text="When; set by the database."
                    ),
                ),
                (
                    "transaction",
                    models.BigIntegerField(
                        default=0, editable=False, help_text="The database transaction that did it; set by the database."
                    ),
                ),
                ("undone_at", models.DateTimeField(editable=False, help_text="When it was undone; set by the database.", null=True)),
                ("undone_reason", models.TextField(blank=True, default="", editable=False, help_text="Why it was undone.")),
                (
                    "undone_transaction",
                    models.BigIntegerField(
                        editable=False, help_text="The database transaction that undid it; set by the database.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="author",
            name="sources_author_orcid_once",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="sources_contribution_author_once",
        ),
        migrations.RemoveConstraint(
            model_name="text",
            name="sources_text_words_once",
        ),
        migrations.AddField(
            model_name="author",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The author that this one was found to be: it leads there and shows nowhere. Set by a merge, cleared by undoing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="sources.author",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The document that this one was found to be: it leads there and shows nowhere. Set by a merge, cleared by undoing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="text",
            name="is_second_copy",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Another copy of words that the document held already when it was merged with another record; set by the merge.",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="orcid",
            field=models.CharField(
                blank=True, help_text="The number or its address, for example 0000-0002-1825-0097.", max_length=19, verbose_name="ORCID"
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="viaf",
            field=models.CharField(
                blank=True, help_text="The VIAF number or its address, for example 102333412.", max_length=22, verbose_name="VIAF"
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="wikidata",
            field=models.CharField(blank=True, help_text="The Wikidata item or its address, for example Q42.", max_length=20),
        ),
        migrations.AlterField(
            model_name="document",
            name="citation_key",
            field=models.CharField(
                help_text="Made once from author, year and title, for example nodomi2005challenges; only an editor renames it.",
                max_length=200,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[A-Za-z0-9_:.+/-]+\\Z",
                        message="A citation key is made of ASCII letters, digits and _ : . + / -, for example nodomi2005challenges.",
                    )
                ],
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.CheckConstraint(
                condition=models.Q(("orcid", ""), ("orcid__regex", "^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$"), _connector="OR"),
                name="sources_author_orcid_form",
                violation_error_message="This is no ORCID in its normal form.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.CheckConstraint(
                condition=models.Q(("viaf", ""), ("viaf__regex", "^\\d{2,22}$"), _connector="OR"),
                name="sources_author_viaf_form",
                violation_error_message="This is no VIAF number in its normal form.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.CheckConstraint(
                condition=models.Q(("wikidata", ""), ("wikidata__regex", "^Q[1-9]\\d*$"), _connector="OR"),
                name="sources_author_wikidata_form",
                violation_error_message="This is no Wikidata item in its normal form.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("orcid", ""), _negated=True), ("merged_into__isnull", True)),
                fields=("orcid",),
                name="sources_author_orcid_once",
                violation_error_message="Another author has this ORCID: one person is one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("viaf", ""), _negated=True), ("merged_into__isnull", True)),
                fields=("viaf",),
                name="sources_author_viaf_once",
                violation_error_message="Another author has this VIAF number: one person is one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("wikidata", ""), _negated=True), ("merged_into__isnull", True)),
                fields=("wikidata",),
                name="sources_author_wikidata_once",
                violation_error_message="Another author has this Wikidata item: one person is one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
                ),
                name="sources_author_not_merged_into_itself",
                violation_error_message="An author cannot be merged into itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("document", "role", "author"),
                name="sources_contribution_author_once",
                violation_error_message="This author has this role on this document already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True), models.Q(("merged_into", models.F("id")), _negated=True), _connector="OR"
                ),
                name="sources_document_not_merged_into_itself",
                violation_error_message="A document cannot be merged into itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_second_copy", False)),
                fields=("document", "sha256"),
                name="sources_text_words_once",
                violation_error_message="The document holds these very words already.",
            ),
        ),
        migrations.AddField(
            model_name="distinction",
            name="first_author",
            field=models.ForeignKey(
                blank=True,
                help_text="One author.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="sources.author",
            ),
        ),
        migrations.AddField(
            model_name="distinction",
            name="first_document",
            field=models.ForeignKey(
                blank=True,
                help_text="One document.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="distinction",
            name="second_author",
            field=models.ForeignKey(
                blank=True,
                help_text="The other author.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="sources.author",
            ),
        ),
        migrations.AddField(
            model_name="distinction",
            name="second_document",
            field=models.ForeignKey(
                blank=True,
                help_text="The other document.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="formerkey",
            name="document",
            field=models.ForeignKey(
                editable=False,
                help_text="The document that had this key.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_keys",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                editable=False,
                help_text="The editor who merged them.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept_author",
            field=models.ForeignKey(
                editable=False,
                help_text="The author who stays.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.author",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept_document",
            field=models.ForeignKey(
                editable=False,
                help_text="The document that stays.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="merged_author",
            field=models.ForeignKey(
                editable=False,
                help_text="The author who leads there now.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.author",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="merged_document",
            field=models.ForeignKey(
                editable=False,
                help_text="The document that leads there now.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sources.document",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The editor who undid it; empty while it stands.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="distinction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_author__isnull", True),
                        ("first_document__isnull", False),
                        ("second_author__isnull", True),
                        ("second_document__isnull", False),
                        models.Q(("first_document", models.F("second_document")), _negated=True),
                    ),
                    models.Q(
                        ("first_author__isnull", False),
                        ("first_document__isnull", True),
                        ("second_author__isnull", False),
                        ("second_document__isnull", True),
                        models.Q(("first_author", models.F("second_author")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sources_distinction_of_two",
                violation_error_message="Name two different documents, or two different authors.",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinction",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("first_document", "second_document"),
                django.db.models.functions.comparison.Greatest("first_document", "second_document"),
                condition=models.Q(("first_document__isnull", False)),
                name="sources_distinction_documents_once",
                violation_error_message="These two documents are known to be different already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinction",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("first_author", "second_author"),
                django.db.models.functions.comparison.Greatest("first_author", "second_author"),
                condition=models.Q(("first_author__isnull", False)),
                name="sources_distinction_authors_once",
                violation_error_message="These two authors are known to be different already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[A-Za-z0-9_:.+/-]+$")),
                name="sources_formerkey_key_plain",
                violation_error_message="A citation key is made of ASCII letters, digits and _ : . + / -.",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerkey",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("key"),
                name="sources_formerkey_key_once",
                violation_error_message="This key was a document's before: it leads there and is not given again.",
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["transaction"], name="sources_merge_transaction"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["undone_transaction"], name="sources_merge_undone"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kept_author__isnull", True),
                        ("kept_document__isnull", False),
                        ("merged_author__isnull", True),
                        ("merged_document__isnull", False),
                    ),
                    models.Q(
                        ("kept_author__isnull", False),
                        ("kept_document__isnull", True),
                        ("merged_author__isnull", False),
                        ("merged_document__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="sources_merge_of_one_kind",
                violation_error_message="A merge is of two documents or of two authors.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("merged_document__isnull", True),
                        models.Q(("merged_document", models.F("kept_document")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("merged_author__isnull", True),
                        models.Q(("merged_author", models.F("kept_author")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="sources_merge_of_two",
                violation_error_message="A record cannot be merged into itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="sources_merge_reason_present",
                violation_error_message="Say why the two are one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("undone_at__isnull", True),
                        ("undone_by__isnull", True),
                        ("undone_reason", ""),
                        ("undone_transaction__isnull", True),
                    ),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        ("undone_transaction__isnull", False),
                        models.Q(("undone_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sources_merge_undone_with_reason",
                violation_error_message="A merge is undone by somebody, at some time, for a reason.",
            ),
        ),
    ]
