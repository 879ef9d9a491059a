"""People and organisations as authority records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from history.models import Tracked
from sources.identifiers import normalise_orcid, normalise_viaf, normalise_wikidata
from sources.models.constraints import known_value
from sources.models.names import NameParts, name_present

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


def validate_orcid(value: str) -> None:
    """Refuse an ORCID whose check digit is wrong (ISO/IEC 7064, MOD 11-2)."""
    _normal(normalise_orcid, value)


def _normal(normaliser: Callable[[str], str], value: str) -> str:
    try:
        return normaliser(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class AuthorityNumberField(_CharField):
    """What a registry calls a person: kept in its normal form, whether it was typed or its web address pasted."""

    def __init__(self, *args: Any, normaliser: Callable[[str], str] = str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._normaliser = normaliser

    def deconstruct(self) -> Any:
        """To migrations it is a plain column of characters."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return the normal form.

        Raises:
            ValidationError: It is no such number, or its check digit does not fit.
        """
        written = super().to_python(value)
        return _normal(self._normaliser, written) if written else written

    def formfield(self, **kwargs: Any) -> Any:
        """The field of a form, long enough for a pasted web address."""
        field: Any = super().formfield(**kwargs)
        if isinstance(field, forms.CharField):
            field.max_length = None
            field.validators = []
            field.widget.attrs.pop("maxlength", None)
        return field


class AuthorQuerySet(models.QuerySet["Author"]):
    """Ways to read authors."""

    def public(self) -> AuthorQuerySet:
        """Those credited on a public document: an author known only from hidden ones is not shown, nor one merged into another."""
        credited = self.model.objects.filter(contributions__document__is_hidden=False, contributions__document__merged_into__isnull=True)
        return self.unmerged().filter(pk__in=credited.values("pk"))

    def unmerged(self) -> AuthorQuerySet:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)


_AUTHORITY_NUMBERS = (
    ("orcid", r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$", "ORCID"),
    ("viaf", r"^\d{2,22}$", "VIAF number"),
    ("wikidata", r"^Q[1-9]\d*$", "Wikidata item"),
)


def _authority_number(field: str, pattern: str, words: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q((field, "")) | Q((f"{field}__regex", pattern)),
        name=f"sources_author_{field}_form",
        violation_error_message=f"This is no {words} in its normal form.",
    )


def _once(field: str, words: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[field],
        # A merged record keeps its own data: the one it was merged into may take the number over.
        condition=~Q((field, "")) & Q(merged_into__isnull=True),
        name=f"sources_author_{field}_once",
        violation_error_message=f"Another author has this {words}: one person is one record.",
    )


class Author(NameParts, Tracked):
    """A person or an organisation, once: the authority record that contributions point to."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        ORGANISATION = "organisation", "organisation"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON, help_text="A person or an organisation.")
    orcid = AuthorityNumberField(
        "ORCID",
        max_length=19,
        blank=True,
        normaliser=normalise_orcid,
        help_text="The number or its address, for example 0000-0002-1825-0097.",
    )
    viaf = AuthorityNumberField(
        "VIAF",
        max_length=22,
        blank=True,
        normaliser=normalise_viaf,
        help_text="The VIAF number or its address, for example 102333412.",
    )
    wikidata = AuthorityNumberField(
        max_length=20, blank=True, normaliser=normalise_wikidata, help_text="The Wikidata item or its address, for example Q42."
    )
    note = models.TextField(blank=True, help_text="What helps a curator to tell this author from others.")

    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_here",
        help_text="The author that this one was found to be: it leads there and shows nowhere. Set by a merge, cleared by undoing it.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "given", "literal", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "kind", ["person", "organisation"], name="sources_author_kind_known", message="An author is a person or an organisation."
            ),
            name_present("sources_author"),
            *(_authority_number(name, pattern, words) for name, pattern, words in _AUTHORITY_NUMBERS),
            *(_once(name, words) for name, _, words in _AUTHORITY_NUMBERS),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="sources_author_not_merged_into_itself",
                violation_error_message="An author cannot be merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.sort_name


class NameVariant(NameParts, Tracked):
    """Another form of an author's name: another script, a reading, a romanisation, a misprint."""

    class Form(models.TextChoices):
        ORIGINAL = "original", "original script"
        READING = "reading", "reading"
        ROMANISATION = "romanisation", "romanisation"
        TRANSLATION = "translation", "translation"
        MISPRINT = "misprint", "misprint"
        OTHER = "other", "other"

    id = models.BigAutoField(primary_key=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="variants", help_text="Whose name this is.")
    form = models.CharField(max_length=12, choices=Form.choices, help_text="What kind of form this is, for example romanisation.")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47, for example ja or ja-Latn.")

    class Meta:
        ordering: ClassVar[list[str]] = ["author", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "form",
                ["original", "reading", "romanisation", "translation", "misprint", "other"],
                name="sources_namevariant_form_known",
                message="Choose one of the listed forms of a name.",
            ),
            name_present("sources_namevariant"),
        ]

    def __str__(self) -> str:
        return self.full_name
