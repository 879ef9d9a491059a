"""Held words of documents, and the marks that say where in them one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest

from history.models import Tracked
from sources.formats.page_labels import Basis
from sources.formats.record import LOCATOR_LABELS
from sources.models.constraints import known_value
from sources.models.documents import Document

validate_sha256 = RegexValidator(r"\A[0-9a-f]{64}\Z", message="A SHA-256 is 64 hexadecimal digits in lower case.")


# A mark that ends before it starts is refused by a constraint of its own, and has words for it.
_STRETCH = Func(F("start"), Greatest(F("start"), F("end")), function="int4range", output_field=IntegerRangeField())


#: A reader is shown so many characters before and after an excerpt, to find it again; they count as shown. The database counts with the same.
CONTEXT = 32
#: From this part of a limit on, a text is near it.
NEAR = 0.8


def most_words() -> int:
    """The words that a new text shows at most: a setting."""
    return int(settings.EXCERPT_MOST_WORDS)


def most_share() -> int:
    """The part that a new text shows at most, in percent: a setting."""
    return int(settings.EXCERPT_MOST_SHARE)


class TextQuerySet(models.QuerySet["Text"]):
    """Ways to read texts."""

    def without_words(self) -> TextQuerySet:
        """Without the (large) content, for lists."""
        return self.defer("content")

    def current(self) -> TextQuerySet:
        """Without those that were corrected: what new passages are pinned in."""
        return self.filter(corrections__isnull=True)

    def awaited(self) -> TextQuerySet:
        """Stand-off texts: hash and length are known, the words are not held yet."""
        return self.filter(content__isnull=True)

    def with_use(self) -> TextQuerySet:
        """With ``shown_characters`` and ``shown_words``: what public excerpts show of it and of its other versions."""
        return self.annotate(
            shown_characters=Func(F("pk"), function="sources_shown_characters", output_field=models.IntegerField()),
            shown_words=Func(F("pk"), function="sources_shown_words", output_field=models.IntegerField()),
        )

    def near_limit(self) -> TextQuerySet:
        """Excerpt-only texts of which public excerpts show nearly as much as they may."""
        words = Q(shown_words__gte=F("excerpt_most_words") * NEAR)
        share = Q(shown_characters__gte=F("length") * F("excerpt_most_share") * NEAR / 100)
        shows_something = Q(use__characters__gt=0)
        return self.filter(shows_something, rights=Text.Rights.EXCERPT_ONLY).with_use().filter(words | share)


class Text(Tracked):
    """One held version of a document's words.

    The words never change. They may be absent (``content`` is null: a stand-off text, known by its SHA-256) and are filled in
    once, by a copy that has that hash; the database then proves every passage pinned in it. A correction is a new
    version ``derived_from`` this one. Offsets count Unicode code points, half-open.
    """

    class Rights(models.TextChoices):
        OPEN = "open", "open: may be shown whole"
        EXCERPT_ONLY = "excerpt_only", "excerpts only"
        PRIVATE = "private", "private: words are not shown"

    STILL_WITHHELD: ClassVar[Mapping[str, str]] = {
        "rights": "coalesce((SELECT today.rights FROM public.sources_text AS today WHERE today.id = {key}), 'private')"
    }

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="texts", help_text="Whose words these are.")
    version = models.PositiveSmallIntegerField(default=1, help_text="1 for the first held version of the document, then 2, ...")
    content = models.TextField(null=True, blank=True, help_text="The exact words; empty while only their hash is known.")  # noqa: DJ001 - null says "not held", an empty text is none
    sha256 = models.CharField("SHA-256", max_length=64, validators=[validate_sha256], help_text="Of the words in UTF-8.")
    length = models.PositiveIntegerField(help_text="In Unicode code points.")
    media_type = models.CharField(max_length=100, help_text="Of the file they came from, for example text/markdown.")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47, for example en or ja.")
    file_name = models.CharField(max_length=255, help_text="The name of the file they came from.")
    file_sha256 = models.CharField("file's SHA-256", max_length=64, blank=True, help_text="Of the file's bytes.")
    tool = models.CharField("extracted by", max_length=100, blank=True, help_text="Tool and version, for example plain text 1.")
    rights = models.CharField(
        max_length=12, choices=Rights.choices, default=Rights.EXCERPT_ONLY, help_text="How much of the words may be shown."
    )
    excerpt_most_words = models.PositiveIntegerField(
        "most words",
        default=most_words,
        help_text="How many words public excerpts may show at most, if only excerpts are shown. Overlaps count once, "
        "the 32 characters before and after each excerpt too.",
    )
    excerpt_most_share = models.PositiveSmallIntegerField(
        "most of it, in percent",
        default=most_share,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Which part of the text public excerpts may show at most, if only excerpts are shown: 1 to 90 percent.",
    )
    note = models.TextField(blank=True, help_text="What a reader should know of this copy, for example: online reprint.")
    derived_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", help_text="The version that this one corrects."
    )
    is_second_copy = models.BooleanField(
        default=False,
        editable=False,
        help_text="Another copy of words that the document held already when it was merged with another record; set by the merge.",
    )

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "version"]
        indexes: ClassVar[list[models.Index]] = [
            # The same words elsewhere are counted with these; the same words, or file, may come in again.
            models.Index(fields=["sha256"], name="sources_text_same_words"),
            models.Index(fields=["file_sha256"], name="sources_text_file"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "rights",
                ["open", "excerpt_only", "private"],
                name="sources_text_rights_known",
                message="Choose open, excerpts only or private.",
            ),
            models.UniqueConstraint(
                fields=["document", "version"],
                name="sources_text_version_once",
                violation_error_message="The document has a text of this version already.",
            ),
            models.UniqueConstraint(
                # A correction may be taken back: the words of an earlier version once more, as a new one.
                fields=["document", "sha256"],
                condition=Q(is_second_copy=False, derived_from__isnull=True),
                name="sources_text_words_once",
                violation_error_message="The document holds these very words already.",
            ),
            models.UniqueConstraint(
                fields=["derived_from"],
                name="sources_text_corrected_once",
                violation_error_message="This version was corrected already: correct the newest one.",
            ),
            models.CheckConstraint(
                condition=Q(excerpt_most_share__gte=1, excerpt_most_share__lte=90),
                name="sources_text_never_whole",
                violation_error_message="Excerpts show from 1 to 90 percent of a text; what may be shown whole is open.",
            ),
            models.CheckConstraint(condition=Q(length__gt=0), name="sources_text_not_empty", violation_error_message="A text has words."),
        ]

    def __str__(self) -> str:
        return f"version {self.version}, {self.file_name}"

    @property
    def is_held(self) -> bool:
        """Whether the words are here. Loads the content if it was deferred."""
        return self.content is not None


class MarkQuerySet(models.QuerySet["Mark"]):
    """Ways to read marks."""

    def pages(self) -> MarkQuerySet:
        """The pages in their order."""
        return self.filter(label="page").order_by("start")


class Mark(Tracked):
    """A stretch ``[start, end)`` of a text that has a printed place: a page, a section, a paragraph, a note.

    Pages of one text do not overlap, sections lie within each other or apart. A page whose printed number nobody knows, or that
    bears none, is a stretch all the same: what stands there is on no page that could be named.
    """

    class ValueBasis(models.TextChoices):
        FOUND = Basis.FOUND.value, "found: it came with the file"
        TYPED = Basis.TYPED.value, "typed by an editor"
        COUNTED = Basis.COUNTED.value, "counted on from its neighbours"
        UNNUMBERED = Basis.UNNUMBERED.value, "unnumbered: the page bears no number"
        UNKNOWN = Basis.UNKNOWN.value, "unknown: nothing says its number"

    id = models.BigAutoField(primary_key=True)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="marks", help_text="The text it divides.")
    label = models.CharField(
        max_length=20,
        choices=[(value, value) for value in LOCATOR_LABELS],
        help_text="A CSL locator label: page, section, paragraph, note, ...",
    )
    value = models.CharField(
        max_length=500,
        blank=True,
        help_text="As printed, for example iv or 12. For a section its heading. Empty only for a page without a known number.",
    )
    basis = models.CharField(
        "how it is known",
        max_length=10,
        choices=ValueBasis.choices,
        default=ValueBasis.FOUND,
        db_default=ValueBasis.FOUND.value,
        help_text="Counted numbers follow when page breaks change; typed ones stay.",
    )
    start = models.PositiveIntegerField(help_text="Offset of the first character, in Unicode code points from 0.")
    end = models.PositiveIntegerField(help_text="Offset just past the last character, same unit.")

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["text", "start", "-end"]
        indexes: ClassVar[list[models.Index]] = [
            # The marks of one label that cover a passage.
            models.Index(fields=["text", "label", "start"], name="sources_mark_place"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("label", LOCATOR_LABELS, name="sources_mark_label_known", message="Choose one of the locator labels of CSL 1.0.2."),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="sources_mark_span", violation_error_message="A mark ends after it starts."
            ),
            known_value(
                "basis",
                ["found", "typed", "counted", "unnumbered", "unknown"],
                name="sources_mark_basis_known",
                message="The value of a mark is found, typed, counted, unnumbered or unknown.",
            ),
            models.CheckConstraint(
                condition=(Q(basis__in=["unnumbered", "unknown"], value="") & Q(label__in=["page", "folio"]))
                | (~Q(basis__in=["unnumbered", "unknown"]) & ~Q(value="")),
                name="sources_mark_value_or_none",
                violation_error_message=(
                    "A mark has a value. Only a page may be without: choose unnumbered if it bears no number, unknown if nobody knows it."
                ),
            ),
            # One character is on one page: else a passage would have two locators.
            ExclusionConstraint(
                name="sources_mark_pages_apart",
                expressions=[
                    ("text", RangeOperators.EQUAL),
                    ("label", RangeOperators.EQUAL),
                    (_STRETCH, RangeOperators.OVERLAPS),
                ],
                condition=Q(label__in=["page", "folio"]),
                violation_error_message="Another page of this text covers some of this stretch: pages do not overlap.",
            ),
            models.UniqueConstraint(
                fields=["text", "label", "start", "end"],
                name="sources_mark_once",
                violation_error_message="This stretch has a mark of this label already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value or self.get_basis_display().partition(':')[0]}"
