"""The parts of a name, as CSL 1.0.2 divides it."""

from __future__ import annotations

from django.db import models

from sources.formats.record import Name


class NameParts(models.Model):
    """A person's name in parts, or an organisation's as one literal."""

    family = models.CharField("family name", max_length=200, blank=True, help_text="For example Nodomi.")
    given = models.CharField("given names", max_length=200, blank=True, help_text="For example Mitsuru.")
    particle = models.CharField(
        max_length=60, blank=True, help_text="A particle that stays with the family name, for example van in van Gogh."
    )
    dropping_particle = models.CharField(
        max_length=60,
        blank=True,
        help_text="A particle that is dropped when the family name stands alone, for example de in de Tocqueville.",
    )
    suffix = models.CharField(max_length=60, blank=True, help_text="For example Jr. or III.")
    literal = models.CharField(
        "whole name",
        max_length=500,
        blank=True,
        help_text="An organisation's name, or a name that has no parts; leave the other parts empty then.",
    )

    class Meta:
        abstract = True

    @property
    def has_name(self) -> bool:
        """Whether any part is filled in."""
        return bool(self.family or self.given or self.literal)

    @property
    def full_name(self) -> str:
        """The name in reading order, for example Vincent van Gogh."""
        parts = (self.given, self.dropping_particle, self.particle, self.family, self.suffix)
        return self.literal or " ".join(part for part in parts if part)

    @property
    def sort_name(self) -> str:
        """The name as lists are ordered, for example Nodomi, Mitsuru."""
        if self.literal:
            return self.literal
        family = " ".join(part for part in (self.particle, self.family) if part)
        given = " ".join(part for part in (self.given, self.dropping_particle) if part)
        return ", ".join(part for part in (family, given, self.suffix) if part)

    def as_name(self) -> Name:
        """Return the name for the formats."""
        return Name(
            family=self.family,
            given=self.given,
            particle=self.particle,
            dropping_particle=self.dropping_particle,
            suffix=self.suffix,
            literal=self.literal,
        )


def name_present(prefix: str) -> models.CheckConstraint:
    """Return the constraint that a name is either in parts, with a family name, or one literal."""
    in_parts = models.Q(literal="") & ~models.Q(family="")
    whole = ~models.Q(literal="") & models.Q(family="", given="", particle="", dropping_particle="", suffix="")
    return models.CheckConstraint(
        condition=in_parts | whole,
        name=f"{prefix}_name_present",
        violation_error_message="Give a family name (and the other parts), or the whole name alone.",
    )
