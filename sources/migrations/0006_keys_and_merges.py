"""Former citation keys, merges and what is not the same; authority numbers in their normal form, each once."""

from __future__ import annotations

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.constraints import Deferrable
from django.db.models.functions import Greatest, Least, Lower, Now

import history.identifiers

_KEY_WORDS = "A citation key is made of ASCII letters, digits and _ : . + / -"
_validate_key = django.core.validators.RegexValidator(
    "\\A[A-Za-z0-9_:.+/-]+\\Z", message=f"{_KEY_WORDS}, for example nodomi2005challenges."
)
_validate_id = django.core.validators.RegexValidator(
    "\\A[a-z0-9](?:[a-z0-9-]{2,62}[a-z0-9])\\Z",
    message="A public id is 4 to 64 lower-case letters, digits and inner hyphens, for example k3v9q2m7x4ta8w0c.",
)


def _tracked() -> list[tuple[str, models.Field[Any, Any]]]:
    """The columns of every record that history keeps."""
    name = "The record's name in the API and in exports. Made once, for example k3v9q2m7x4ta8w0c."
    times = "How many times this record was written; set by the database."
    return [
        (
            "public_id",
            models.CharField(
                default=history.identifiers.new_public_id,
                editable=False,
                help_text=name,
                max_length=64,
                unique=True,
                validators=[_validate_id],
                verbose_name="id",
            ),
        ),
        ("revision", models.PositiveIntegerField(default=1, editable=False, help_text=times)),
        ("created_at", models.DateTimeField(db_default=Now(), editable=False, help_text="Set by the database.")),
        ("changed_at", models.DateTimeField(db_default=Now(), editable=False, help_text="Set by the database.")),
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
    ]


def _of_merge(to: str, words: str, *, null: bool = True) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        editable=False, help_text=words, null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


def _of_pair(to: str, words: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(blank=True, help_text=words, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to)


def _merged_into(to: str, kind: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        blank=True,
        editable=False,
        help_text=f"The {kind} that this one was found to be: it leads there and shows nowhere. Set by a merge, cleared by undoing it.",
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="merged_here",
        to=to,
    )


def _number(name: str, words: str, pattern: str) -> list[migrations.operations.base.Operation]:
    form = models.CheckConstraint(
        condition=Q((name, "")) | Q((f"{name}__regex", pattern)),
        name=f"sources_author_{name}_form",
        violation_error_message=f"This is no {words} in its normal form.",
    )
    once = models.UniqueConstraint(
        condition=~Q((name, "")) & Q(("merged_into__isnull", True)),
        fields=[name],
        name=f"sources_author_{name}_once",
        violation_error_message=f"Another author has this {words}: one person is one record.",
    )
    return [migrations.AddConstraint(model_name="author", constraint=one) for one in (form, once)]


def _not_into_itself(name: str, kind: str) -> migrations.AddConstraint:
    constraint = models.CheckConstraint(
        condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
        name=f"sources_{name}_not_merged_into_itself",
        violation_error_message=f"{kind} cannot be merged into itself.",
    )
    return migrations.AddConstraint(model_name=name, constraint=constraint)


FORMER_KEY = migrations.CreateModel(
    name="FormerKey",
    fields=[
        *_tracked(),
        (
            "document",
            models.ForeignKey(
                editable=False,
                help_text="The document that had this key.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_keys",
                to="sources.document",
            ),
        ),
        (
            "key",
            models.CharField(
                editable=False, help_text="The key as it was, for example nodomi2005challenge.", max_length=200, validators=[_validate_key]
            ),
        ),
    ],
    options={
        "ordering": ["document", "id"],
        "constraints": [
            models.CheckConstraint(
                condition=Q(key__regex="^[A-Za-z0-9_:.+/-]+$"), name="sources_formerkey_key_plain", violation_error_message=f"{_KEY_WORDS}."
            ),
            models.UniqueConstraint(
                Lower("key"),
                name="sources_formerkey_key_once",
                violation_error_message="This key was a document's before: it leads there and is not given again.",
            ),
        ],
    },
)

MERGE = migrations.CreateModel(
    name="Merge",
    fields=[
        *_tracked(),
        ("kept_document", _of_merge("sources.document", "The document that stays.")),
        ("merged_document", _of_merge("sources.document", "The document that leads there now.")),
        ("kept_author", _of_merge("sources.author", "The author who stays.")),
        ("merged_author", _of_merge("sources.author", "The author who leads there now.")),
        (
            "moved",
            models.JSONField(
                default=list,
                editable=False,
                help_text="Each change: table, id, column, from, to. A row that it made has no from and its id as to.",
            ),
        ),
        ("reason", models.TextField(editable=False, help_text="Why the two are one, for example: the same report, catalogued twice.")),
        ("by", _of_merge(settings.AUTH_USER_MODEL, "The editor who merged them.", null=False)),
        ("at", models.DateTimeField(db_default=Now(), editable=False, help_text="When; set by the database.")),
        (
            "transaction",
            models.BigIntegerField(default=0, editable=False, help_text="The database transaction that did it; set by the database."),
        ),
        ("undone_by", _of_merge(settings.AUTH_USER_MODEL, "The editor who undid it; empty while it stands.")),
        ("undone_at", models.DateTimeField(editable=False, help_text="When it was undone; set by the database.", null=True)),
        ("undone_reason", models.TextField(blank=True, default="", editable=False, help_text="Why it was undone.")),
        (
            "undone_transaction",
            models.BigIntegerField(editable=False, help_text="The database transaction that undid it; set by the database.", null=True),
        ),
    ],
    options={
        "ordering": ["-id"],
        "indexes": [
            models.Index(fields=["transaction"], name="sources_merge_transaction"),
            models.Index(fields=["undone_transaction"], name="sources_merge_undone"),
        ],
        "constraints": [
            models.CheckConstraint(
                condition=Q(
                    kept_document__isnull=False, merged_document__isnull=False, kept_author__isnull=True, merged_author__isnull=True
                )
                | Q(kept_document__isnull=True, merged_document__isnull=True, kept_author__isnull=False, merged_author__isnull=False),
                name="sources_merge_of_one_kind",
                violation_error_message="A merge is of two documents or of two authors.",
            ),
            models.CheckConstraint(
                condition=(Q(merged_document__isnull=True) | ~Q(merged_document=F("kept_document")))
                & (Q(merged_author__isnull=True) | ~Q(merged_author=F("kept_author"))),
                name="sources_merge_of_two",
                violation_error_message="A record cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="sources_merge_reason_present", violation_error_message="Say why the two are one."
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_transaction__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False, undone_transaction__isnull=False) & ~Q(undone_reason="")),
                name="sources_merge_undone_with_reason",
                violation_error_message="A merge is undone by somebody, at some time, for a reason.",
            ),
        ],
    },
)

DISTINCTION = migrations.CreateModel(
    name="Distinction",
    fields=[
        *_tracked(),
        ("first_document", _of_pair("sources.document", "One document.")),
        ("second_document", _of_pair("sources.document", "The other document.")),
        ("first_author", _of_pair("sources.author", "One author.")),
        ("second_author", _of_pair("sources.author", "The other author.")),
        (
            "reason",
            models.CharField(blank=True, help_text="How one knows, for example: father and son.", max_length=500),
        ),
    ],
    options={
        "verbose_name": "pair that is not the same",
        "verbose_name_plural": "pairs that are not the same",
        "ordering": ["-id"],
        "constraints": [
            models.CheckConstraint(
                condition=(
                    Q(first_document__isnull=False, second_document__isnull=False, first_author__isnull=True, second_author__isnull=True)
                    & ~Q(first_document=F("second_document"))
                )
                | (
                    Q(first_document__isnull=True, second_document__isnull=True, first_author__isnull=False, second_author__isnull=False)
                    & ~Q(first_author=F("second_author"))
                ),
                name="sources_distinction_of_two",
                violation_error_message="Name two different documents, or two different authors.",
            ),
            *(
                models.UniqueConstraint(
                    Least(f"first_{kind}", f"second_{kind}"),
                    Greatest(f"first_{kind}", f"second_{kind}"),
                    condition=Q((f"first_{kind}__isnull", False)),
                    name=f"sources_distinction_{kind}s_once",
                    violation_error_message=f"These two {kind}s are known to be different already.",
                )
                for kind in ("document", "author")
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0005_match_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="author", name="sources_author_orcid_once"),
        migrations.RemoveConstraint(model_name="contribution", name="sources_contribution_author_once"),
        migrations.RemoveConstraint(model_name="text", name="sources_text_words_once"),
        migrations.AddField(model_name="author", name="merged_into", field=_merged_into("sources.author", "author")),
        migrations.AddField(model_name="document", name="merged_into", field=_merged_into("sources.document", "document")),
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
                validators=[_validate_key],
            ),
        ),
        *_number("orcid", "ORCID", r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"),
        *_number("viaf", "VIAF number", r"^\d{2,22}$"),
        *_number("wikidata", "Wikidata item", r"^Q[1-9]\d*$"),
        _not_into_itself("author", "An author"),
        _not_into_itself("document", "A document"),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                deferrable=Deferrable.IMMEDIATE,
                fields=["document", "role", "author"],
                name="sources_contribution_author_once",
                violation_error_message="This author has this role on this document already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                condition=Q(is_second_copy=False),
                fields=["document", "sha256"],
                name="sources_text_words_once",
                violation_error_message="The document holds these very words already.",
            ),
        ),
        FORMER_KEY,
        MERGE,
        DISTINCTION,
    ]
