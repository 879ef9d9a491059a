"""People and organisations as authority records."""

from __future__ import annotations

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from stdnum.iso7064 import mod_11_2

from history.models import Tracked
from sources.models.constraints import known_value
from sources.models.names import NameParts, name_present

_ORCID = re.compile(r"\A\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z")


def validate_orcid(value: str) -> None:
    """Refuse an ORCID whose check digit is wrong (ISO/IEC 7064, MOD 11-2)."""
    if not _ORCID.match(value) or not mod_11_2.is_valid(value.replace("-", "")):
        raise ValidationError(f"{value} is no ORCID: its last character is a check digit and does not fit. Example: 0000-0002-1825-0097.")


class AuthorQuerySet(models.QuerySet["Author"]):
    """Ways to read authors."""

    def public(self) -> AuthorQuerySet:
        """Those credited on a public document: an author known only from hidden ones is not shown."""
        return self.filter(pk__in=self.model.objects.filter(contributions__document__is_hidden=False).values("pk"))


class Author(NameParts, Tracked):
    """A person or an organisation, once: the authority record that contributions point to."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        ORGANISATION = "organisation", "organisation"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON, help_text="A person or an organisation.")
    orcid = models.CharField("ORCID", max_length=19, blank=True, validators=[validate_orcid], help_text="For example 0000-0002-1825-0097.")
    viaf = models.CharField("VIAF", max_length=22, blank=True, help_text="The VIAF number, for example 102333412.")
    wikidata = models.CharField(max_length=20, blank=True, help_text="The Wikidata item, for example Q42.")
    note = models.TextField(blank=True, help_text="What helps a curator to tell this author from others.")

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["family", "given", "literal", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value(
                "kind", ["person", "organisation"], name="sources_author_kind_known", message="An author is a person or an organisation."
            ),
            name_present("sources_author"),
            models.UniqueConstraint(
                fields=["orcid"],
                condition=~Q(orcid=""),
                name="sources_author_orcid_once",
                violation_error_message="Another author has this ORCID: one person is one record.",
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
