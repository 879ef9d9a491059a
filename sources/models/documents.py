"""Citable works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from history.models import Tracked
from sources.formats import dates
from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_TYPES
from sources.models.constraints import known_value

# What both BibTeX programs and Pandoc accept as a key.
validate_citation_key = RegexValidator(
    r"\A[A-Za-z0-9_:.+/-]+\Z", message="A citation key is made of ASCII letters, digits and _ : . + / -, for example nodomi2005challenges."
)


#: Columns of Document that hold a CSL variable: column -> variable.
FIELD_COLUMNS: Mapping[str, str] = {
    "title": "title",
    "title_short": "title-short",
    "language": "language",
    "chapter_number": "chapter-number",
    "container_title": "container-title",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "edition": "edition",
    "number": "number",
    "number_of_pages": "number-of-pages",
    "number_of_volumes": "number-of-volumes",
    "genre": "genre",
    "medium": "medium",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "event_title": "event-title",
    "event_place": "event-place",
    "archive": "archive",
    "archive_location": "archive_location",
    "url": "URL",
    "original_title": "original-title",
    "original_publisher": "original-publisher",
    "original_publisher_place": "original-publisher-place",
    "abstract": "abstract",
    "note": "note",
    "annote": "annote",
}
#: The same for dates.
DATE_COLUMNS: Mapping[str, str] = {
    "issued": "issued",
    "accessed": "accessed",
    "event_date": "event-date",
    "original_date": "original-date",
}
#: Scheme of an identifier -> the CSL variable that holds it.
IDENTIFIER_VARIABLES: Mapping[str, str] = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "url": "URL"}
#: Variables of CSL that have no column: what `Document.variables` may hold.
FURTHER_VARIABLES: tuple[str, ...] = tuple(
    name
    for name in (*CSL_FIELDS, *CSL_DATES)
    if name not in {*FIELD_COLUMNS.values(), *DATE_COLUMNS.values(), *IDENTIFIER_VARIABLES.values()}
)


def validate_edtf(value: str) -> None:
    """Refuse what is no EDTF date (ISO 8601-2, levels 0 and 1)."""
    try:
        dates.validate(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class DocumentQuerySet(models.QuerySet["Document"]):
    """Ways to read documents."""

    def public(self) -> DocumentQuerySet:
        """Those anybody may see."""
        return self.filter(is_hidden=False, merged_into__isnull=True)

    def unmerged(self) -> DocumentQuerySet:
        """Those that were not merged into another, hidden ones too."""
        return self.filter(merged_into__isnull=True)

    def with_record(self) -> DocumentQuerySet:
        """With all that a bibliographic record needs: eight queries, however many documents."""
        return self.select_related("part_of", "original").prefetch_related(
            "contributions__author", "identifiers", "titles", "part_of__contributions__author", "part_of__identifiers"
        )


def _text(label: str, example: str, max_length: int = 500) -> models.CharField[str, str]:
    return models.CharField(label, max_length=max_length, blank=True, help_text=f"For example {example}.")


def _date(label: str, example: str) -> models.CharField[str, str]:
    return models.CharField(
        label,
        max_length=60,
        blank=True,
        validators=[validate_edtf],
        help_text=f"EDTF, as precise as it is known and no more: {example}.",
    )


class Document(Tracked):
    """A citable work: a book, a chapter, an article, a report, a web page.

    Fields are named after the variables of CSL 1.0.2, dates are EDTF strings with the precision they have. A chapter is
    ``part_of`` its book and takes from it what it does not say itself; a reprint points to its ``original``.
    """

    # Hidden since, merged into what is hidden, or gone.
    STILL_WITHHELD: ClassVar[Mapping[str, str]] = {
        "is_hidden": "{then} OR coalesce((SELECT today.is_hidden OR coalesce(kept_one.is_hidden, false) FROM public.sources_document AS today"
        " LEFT JOIN public.sources_document AS kept_one ON kept_one.id = today.merged_into_id WHERE today.id = {key}), true)"
    }

    id = models.BigAutoField(primary_key=True)
    citation_key = models.CharField(
        max_length=200,
        unique=True,
        validators=[validate_citation_key],
        help_text="Made once from author, year and title, for example nodomi2005challenges; only an editor renames it.",
    )
    type = models.CharField(
        max_length=30,
        choices=[(value, value.replace("-", " ").replace("_", " ")) for value in CSL_TYPES],
        help_text="The kind of work, a CSL type: report, chapter, article-journal, ...",
    )
    title = models.TextField(blank=True, help_text="As printed, subtitle after a colon. Empty only where the work has none, as letters do.")
    title_short = _text("short title", "Challenges")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47, for example en or ja.")
    issued = _date("issued", "2005-03-18, 2005-03, 2005, 1998-22 for summer, 2005~ for about")

    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", help_text="For a chapter: the book it stands in."
    )
    chapter_number = _text("chapter", "1", 40)
    container_title = _text("container title", "Survival, when that has no record of its own")
    collection_title = _text("series", "AJISS-Commentary")
    collection_number = _text("number in series", "102", 60)
    volume = _text("volume", "40", 60)
    issue = _text("issue", "2", 60)
    page = _text("pages", "127-134", 120)
    edition = _text("edition", "2", 120)
    number = _text("number", "RP-17, a report's number", 120)
    number_of_pages = _text("number of pages", "26", 40)
    number_of_volumes = _text("number of volumes", "3", 40)
    genre = _text("genre", "Strategy Research Project")
    medium = _text("medium", "microfilm", 120)
    publisher = _text("publisher", "Palgrave Macmillan")
    publisher_place = _text("place", "New York", 200)
    event_title = _text("event", "Annual Meeting of the Association")
    event_place = _text("event place", "Tokyo", 200)
    event_date = _date("event date", "2004-06-11/2004-06-13")
    archive = _text("archive", "National Archives")
    archive_location = _text("place in archive", "Box 12, folder 3")
    url = models.URLField("URL", max_length=2000, blank=True, help_text="Where the work stands on the web.")
    accessed = _date("accessed", "2024-05-02")

    original = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reprints",
        help_text="For a reprint: the work as first published.",
    )
    original_title = _text("original title", "Title of the first publication", 1000)
    original_date = _date("original date", "2004-01-23")
    original_publisher = _text("original publisher", "The Daily Yomiuri")
    original_publisher_place = _text("original place", "Tokyo", 200)

    abstract = models.TextField(blank=True, help_text="What the work says of itself.")
    note = models.TextField(blank=True, help_text="Printed with the reference in some styles, for example: Reprinted by permission.")
    annote = models.TextField(
        "annotation", blank=True, help_text="What curators and readers of the record should know; not printed in reference lists."
    )
    variables = models.JSONField(
        default=dict,
        blank=True,
        help_text='Further variables of CSL 1.0.2 by their names, for example {"version": "2.1"}; cited like all others.',
    )
    extra = models.JSONField(
        default=dict, blank=True, help_text="What an imported record carried and no field here holds; exports return it."
    )
    is_sample = models.BooleanField(default=False, help_text="Written for the demonstration; labelled as a sample wherever it shows.")
    is_hidden = models.BooleanField(
        default=False, help_text="A hidden document shows on no public path, nor do its excerpts or the evidence in them."
    )

    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
        help_text="The document that this one was found to be: it leads there and shows nowhere. Set by a merge, cleared by undoing it.",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["citation_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("type", CSL_TYPES, name="sources_document_type_known", message="Choose one of the types of CSL 1.0.2."),
            models.CheckConstraint(
                condition=Q(citation_key__regex=r"^[A-Za-z0-9_:.+/-]+$"),
                name="sources_document_key_plain",
                violation_error_message="A citation key is made of ASCII letters, digits and _ : . + / -.",
            ),
            models.UniqueConstraint(
                Lower("citation_key"),
                name="sources_document_key_once",
                violation_error_message="Another document has this key; BibTeX does not regard case in keys.",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="sources_document_not_part_of_itself",
                violation_error_message="A document cannot be part of itself.",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(original=F("id")),
                name="sources_document_not_its_original",
                violation_error_message="A document cannot be its own original.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="sources_document_not_merged_into_itself",
                violation_error_message="A document cannot be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation_key}: {self.title or '[no title]'}"

    def clean(self) -> None:
        """Refuse an ``extra`` that is no object, and further variables that CSL does not have or that have columns here."""
        if not isinstance(self.extra, dict):
            raise ValidationError({"extra": 'Write an object, for example {"file": "scan.pdf"}.'})
        faults = list(_variable_faults(self.variables))
        if faults:
            raise ValidationError({"variables": faults})

    @property
    def address(self) -> str:
        """Its name in a web address: the key, or the opaque id where the key holds a slash."""
        return self.public_id if "/" in self.citation_key else self.citation_key


def _variable_faults(variables: object) -> Iterator[str]:
    if not isinstance(variables, dict):
        yield 'Write an object, for example {"version": "2.1"}.'
        return
    for name, value in variables.items():
        if name not in FURTHER_VARIABLES:
            yield f"{name} is no further variable of CSL. There are: {', '.join(FURTHER_VARIABLES)}."
        elif not isinstance(value, str) or not value:
            yield f"{name}: write a text that is not empty."
        elif name in CSL_DATES:
            try:
                dates.validate(value)
            except ValueError as error:
                yield f"{name}: {error}"
