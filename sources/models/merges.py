"""Records that were found to be one and merged, and records that look alike and are not the same."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

from history.models import Tracked
from sources.models.authors import Author
from sources.models.documents import Document


class MergeQuerySet(models.QuerySet["Merge"]):
    """Ways to read merges."""

    def standing(self) -> MergeQuerySet:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(Tracked):
    """One merging of two documents, or of two authors, into the one that was kept; and, if it was undone, by whom and why.

    ``moved`` lists all that it changed, in order, each as table, row, column, value before and value after; nothing but
    what stands there may move, and undoing it puts exactly that back. Written by an editor, never changed but to be undone.
    """

    #: A merge of the record it names leaves it where it is.
    STAYS_WHEN_MERGED: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    kept_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="+", help_text="The document that stays."
    )
    merged_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, editable=False, related_name="+", help_text="The document that leads there now."
    )
    kept_author = models.ForeignKey(
        Author, on_delete=models.PROTECT, null=True, editable=False, related_name="+", help_text="The author who stays."
    )
    merged_author = models.ForeignKey(
        Author, on_delete=models.PROTECT, null=True, editable=False, related_name="+", help_text="The author who leads there now."
    )
    moved = models.JSONField(
        default=list, editable=False, help_text="Each change: table, id, column, from, to. A row that it made has no from and its id as to."
    )
    reason = models.TextField(editable=False, help_text="Why the two are one, for example: the same report, catalogued twice.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", help_text="The editor who merged them."
    )
    at = models.DateTimeField(db_default=Now(), editable=False, help_text="When; set by the database.")
    transaction = models.BigIntegerField(default=0, editable=False, help_text="The database transaction that did it; set by the database.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The editor who undid it; empty while it stands.",
    )
    undone_at = models.DateTimeField(null=True, editable=False, help_text="When it was undone; set by the database.")
    undone_reason = models.TextField(blank=True, default="", editable=False, help_text="Why it was undone.")
    undone_transaction = models.BigIntegerField(
        null=True, editable=False, help_text="The database transaction that undid it; set by the database."
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            # What the laws ask of every row that moves: the merge that is written in this transaction.
            models.Index(fields=["transaction"], name="sources_merge_transaction"),
            models.Index(fields=["undone_transaction"], name="sources_merge_undone"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
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
        ]

    def __str__(self) -> str:
        what = "documents" if self.kept_document_id else "authors"
        return f"merge of {what}{', undone' if self.undone_at else ''}"

    @property
    def is_standing(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None


class Distinction(Tracked):
    """Two records that look alike and are not the same: they are not proposed as duplicates again. Taken back by deleting it."""

    #: A merge of the record it names leaves it where it is.
    STAYS_WHEN_MERGED: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    first_document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="One document."
    )
    second_document = models.ForeignKey(
        Document, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="The other document."
    )
    first_author = models.ForeignKey(Author, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="One author.")
    second_author = models.ForeignKey(
        Author, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="The other author."
    )
    reason = models.CharField(max_length=500, blank=True, help_text="How one knows, for example: father and son.")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        verbose_name = "pair that is not the same"
        verbose_name_plural = "pairs that are not the same"
        constraints: ClassVar[list[models.BaseConstraint]] = [
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
            models.UniqueConstraint(
                Least("first_document", "second_document"),
                Greatest("first_document", "second_document"),
                name="sources_distinction_documents_once",
                condition=Q(first_document__isnull=False),
                violation_error_message="These two documents are known to be different already.",
            ),
            models.UniqueConstraint(
                Least("first_author", "second_author"),
                Greatest("first_author", "second_author"),
                name="sources_distinction_authors_once",
                condition=Q(first_author__isnull=False),
                violation_error_message="These two authors are known to be different already.",
            ),
        ]

    def __str__(self) -> str:
        return f"two {'documents' if self.first_document_id else 'authors'} that are not the same"
