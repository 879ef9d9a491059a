"""Spans of texts, pinned to the character."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from history.models import Tracked
from sources.formats.record import LOCATOR_LABELS
from sources.models.constraints import human_or_named_machine, known_value
from sources.models.documents import Document
from sources.models.provenance import MadeBy
from sources.models.texts import Text, validate_sha256


class PassageQuerySet(models.QuerySet["Passage"]):
    """Ways to read passages."""

    def placed(self) -> PassageQuerySet:
        """Without the records of words that a correction removed: those are no words that anybody could cite."""
        return self.exclude(status=Passage.Status.ORPHANED)

    def with_place(self) -> PassageQuerySet:
        """With document, record and text (without its words): what an excerpt shows."""
        return (
            self.select_related("text", "document__part_of", "document__original")
            .defer("text__content")
            .prefetch_related(
                "document__contributions__author",
                "document__identifiers",
                "document__titles",
                "document__part_of__contributions__author",
                "document__part_of__identifiers",
            )
        )


class Passage(MadeBy, Tracked):
    """The span ``[start, end)`` of one text, with its words.

    Graded, never guessed: ``exact`` is proved against the held text by the database; ``pinned`` is stand-off (offsets and the
    words' SHA-256, while the text's words are not held); ``transcribed`` was typed from a copy that is not held. A passage
    never changes, except that a pinned one becomes exact when its text's words arrive.

    When a text is corrected, each of its passages gets one that is ``derived_from`` it in the new version, and ``carried`` says
    what became of the words: ``moved`` (the same words), ``changed`` (other words), ``orphaned``. The last has the status
    ``orphaned`` too: no span and no words, only the hash of those that are gone, and nothing stands on it.
    """

    class Status(models.TextChoices):
        EXACT = "exact", "exact: a slice of the held text"
        PINNED = "pinned", "pinned: the words are not held yet"
        TRANSCRIBED = "transcribed", "transcribed from a copy that is not held"
        ORPHANED = "orphaned", "orphaned: the words do not stand in the corrected text"

    class Carried(models.TextChoices):
        MOVED = "moved", "moved: the same words elsewhere"
        CHANGED = "changed", "changed: the words were corrected"
        ORPHANED = "orphaned", "orphaned: the words are gone"

    STILL_WITHHELD: ClassVar[Mapping[str, str]] = {
        "is_published": "{then} AND coalesce((SELECT today.is_published FROM public.sources_passage AS today WHERE today.id = {key}), false)"
    }

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages", help_text="The document it stands in.")
    text = models.ForeignKey(
        Text,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="passages",
        help_text="The text it is a slice of; none if transcribed.",
    )
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Offset of the first character, in Unicode code points from 0.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Offset just past the last character, same unit.")
    quote = models.TextField(null=True, blank=True, help_text="The words, verbatim; empty while the text is not held.")  # noqa: DJ001 - null says "not held"
    quote_sha256 = models.CharField("quote's SHA-256", max_length=64, validators=[validate_sha256], help_text="Of the words in UTF-8.")
    status = models.CharField(max_length=11, choices=Status.choices, help_text="How well it is pinned.")
    locator_label = models.CharField(
        max_length=20,
        blank=True,
        choices=[(value, value) for value in LOCATOR_LABELS],
        help_text="For a transcribed passage: page, section, ... Others take their place from the text's marks.",
    )
    locator_value = models.CharField(
        max_length=120, blank=True, help_text="For a transcribed passage: the printed value, for example 12-13."
    )
    derived_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived", help_text="The passage of the uncorrected text."
    )
    carried = models.CharField(
        max_length=8, blank=True, choices=Carried.choices, help_text="What became of the words when the text was corrected."
    )
    is_published = models.BooleanField(default=False, help_text="Shown to everybody even when no public claim stands on it.")

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "start", "id"]
        indexes: ClassVar[list[models.Index]] = [
            # Few among many: whoever asks what stands on words that are gone begins with these.
            models.Index(fields=["derived_from"], condition=Q(status="orphaned"), name="sources_passage_orphaned"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "status",
                ["exact", "pinned", "transcribed", "orphaned"],
                name="sources_passage_status_known",
                message="A passage is exact, pinned, transcribed or orphaned.",
            ),
            known_value(
                "carried",
                ["moved", "changed", "orphaned"],
                name="sources_passage_carried_known",
                message="A carried passage is moved, changed or orphaned.",
                blank=True,
            ),
            known_value(
                "locator_label",
                LOCATOR_LABELS,
                name="sources_passage_label_known",
                message="Choose one of the locator labels of CSL 1.0.2.",
                blank=True,
            ),
            human_or_named_machine("sources_passage"),
            models.CheckConstraint(
                condition=(
                    Q(status="exact", text__isnull=False, start__isnull=False, end__isnull=False, quote__isnull=False, end__gt=F("start"))
                    | Q(status="pinned", text__isnull=False, start__isnull=False, end__isnull=False, quote__isnull=True, end__gt=F("start"))
                    | (Q(status="transcribed", text__isnull=True, start__isnull=True, end__isnull=True, quote__isnull=False) & ~Q(quote=""))
                    | Q(
                        status="orphaned",
                        carried="orphaned",
                        text__isnull=False,
                        start__isnull=True,
                        end__isnull=True,
                        quote__isnull=True,
                        is_published=False,
                    )
                ),
                name="sources_passage_grade_fits",
                violation_error_message=(
                    "An exact passage has a text, a span and its words; a pinned one a text and a span; a transcribed one its words alone; "
                    "an orphaned one a text alone, and it is not published. A span ends after it starts."
                ),
            ),
            models.CheckConstraint(
                condition=Q(derived_from__isnull=True, carried="")
                | Q(derived_from__isnull=False, carried__in=["moved", "changed"], status__in=["exact", "pinned"])
                | Q(derived_from__isnull=False, carried="orphaned", status="orphaned"),
                name="sources_passage_carried_from",
                violation_error_message="A passage carried over from another says what became of its words; others do not.",
            ),
            models.UniqueConstraint(
                # Two passages may be carried to one span, when the words by which they differed are gone.
                fields=["text", "start", "end"],
                condition=Q(text__isnull=False, derived_from__isnull=True),
                name="sources_passage_span_once",
                violation_error_message="This span is a passage already.",
            ),
            models.UniqueConstraint(
                fields=["derived_from", "text"],
                condition=Q(derived_from__isnull=False),
                name="sources_passage_carried_once",
                violation_error_message="This passage was carried over to that text already.",
            ),
        ]

    def __str__(self) -> str:
        if self.status == self.Status.ORPHANED:
            return "words that a correction removed"
        words = self.quote if self.quote is not None else f"stand-off {self.start}-{self.end}"
        return words if len(words) <= 80 else f"{words[:79]}…"


class PassageIndex(models.Model):
    """The words of a passage as full-text search sees them; kept by a trigger, so it is never behind.

    Beside the passage and narrow, so that a search reads few pages (design: one row is some 40 lexemes).
    """

    # The database's own constraint deletes the row with its passage; Django's could not say so.
    passage = models.OneToOneField(
        Passage, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="index", help_text="The passage."
    )
    search = SearchVectorField(help_text="Stemmed words, and pairs of neighbouring characters for Chinese and Japanese.")

    class Meta:
        verbose_name_plural = "passage index"
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["search"], name="sources_passageindex_search", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.pk)
