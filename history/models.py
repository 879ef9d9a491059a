"""What changed, when, by whom and why: one append-only table for every record of the project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from history.identifiers import new_public_id, validate_public_id


class Tracked(models.Model):
    """A record whose every change is kept.

    ``revision`` counts the record's changes from 1; it, ``created_at`` and ``changed_at`` are set by the database
    (``history_track`` in ``history/migrations``), so no path can write them.
    """

    public_id = models.CharField(
        "id",
        max_length=64,
        unique=True,
        default=new_public_id,
        editable=False,
        validators=[validate_public_id],
        help_text="The record's name in the API and in exports. Made once, for example k3v9q2m7x4ta8w0c.",
    )
    revision = models.PositiveIntegerField(
        default=1, editable=False, help_text="How many times this record was written; set by the database."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False, help_text="Set by the database.")
    changed_at = models.DateTimeField(db_default=Now(), editable=False, help_text="Set by the database.")

    #: Column -> SQL of what it is when the past is read, from ``{then}``, its value then, and ``{key}``, the row's: what may not be
    #: shown today is not shown as it was either (``history.past``).
    STILL_WITHHELD: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True


class ChangeQuerySet(models.QuerySet["Change"]):
    """Ways to read the history."""

    def of(self, record: models.Model) -> ChangeQuerySet:
        """The changes of one record, oldest first."""
        return self.filter(table=record._meta.db_table, record_id=record.pk).order_by("id")


class Change(models.Model):
    """One change of one row: the whole row as it was afterwards (for a deletion: before).

    Written only by the trigger that ``history_track`` puts on a table; the application's role may read it and nothing
    else. Long immutable words (a text's content) are left out of ``state``: their hash is in it.
    """

    class Kind(models.TextChoices):
        CREATE = "create", "created"
        UPDATE = "update", "changed"
        DELETE = "delete", "deleted"

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=63, help_text="The table of the row, for example sources_document.")
    record_id = models.BigIntegerField(help_text="The row's primary key.")
    public_id = models.CharField(max_length=64, help_text="The row's public id; empty where it has none.")
    revision = models.PositiveIntegerField(help_text="The row's revision after the change.")
    kind = models.CharField(max_length=6, choices=Kind.choices, help_text="What was done to the row.")
    changed = ArrayField(models.CharField(max_length=63), help_text="The columns whose value changed.")
    state = models.JSONField(help_text="The row after the change; before it, for a deletion.")
    at = models.DateTimeField(help_text="When, by the database's clock.")
    transaction = models.BigIntegerField(help_text="The database transaction: changes that belong together share it.")
    user_id = models.BigIntegerField(null=True, help_text="The application's user; empty when there was none.")
    user = models.CharField(max_length=150, help_text="That user's name then; empty when there was none.")
    role = models.CharField(max_length=63, help_text="The database role that was connected.")
    reason = models.TextField(help_text="Why, in the words of whoever made the change; may be empty.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            # The story of one record, and its state as of a moment: the last change before it.
            models.Index(fields=["table", "record_id", "id"], name="history_change_row"),
            # The same by the name that the record has outside.
            models.Index(fields=["public_id"], name="history_change_public_id"),
            models.Index(fields=["at"], name="history_change_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["create", "update", "delete"]),
                name="history_change_kind_known",
                violation_error_message="A change is a create, an update or a delete.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.table.partition('_')[2]}, revision {self.revision}"

    @property
    def who(self) -> str:
        """The application's user, else the database role."""
        return self.user or f"database role {self.role}"


class KeptAnswer(models.Model):
    """What a request with an ``Idempotency-Key`` was answered, so that the same request again is answered alike and does nothing twice.

    Written in the transaction of what the request did; of no use after a day, and cleared away then.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", help_text="Who asked.")
    key = models.CharField(max_length=255, help_text="As the request had it.")
    request_sha256 = models.CharField("request's SHA-256", max_length=64, help_text="Of method, address and body.")
    status = models.PositiveSmallIntegerField(help_text="Of the answer, for example 201.")
    headers = models.JSONField(help_text="Those that the answer set itself.")
    body = models.BinaryField(help_text="The answer's JSON.")
    made_at = models.DateTimeField(db_default=Now(), help_text="When it was answered.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # Clearing out what is older than a day.
            models.Index(fields=["made_at"], name="history_keptanswer_made_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "key"], name="history_keptanswer_once", violation_error_message="This key was used already."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} for {self.key}"
