"""What points to a record, in whatever table: found in Django's registry, so that no table is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from sources.services.merging.moves import Move


@dataclass(frozen=True)
class Link:
    """A foreign key by which rows of ``model`` point to the record."""

    model: type[models.Model]
    name: str
    column: str


@dataclass
class Going:
    """The rows of one link: those that go to the record that is kept, and those that it has already, which stay."""

    link: Link
    going: list[Any] = field(default_factory=list)
    staying: list[Any] = field(default_factory=list)


def links_to(model: type[models.Model]) -> Iterator[Link]:
    """Yield every foreign key to ``model``, of hidden and automatic tables too, but for rows that stay with the record they name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            pointing: Any = relation.related_model
            if not getattr(pointing, "STAYS_WHEN_MERGED", False):
                yield Link(pointing, relation.field.name, relation.field.column)


def rows_of(link: Link, kept: models.Model, merged: models.Model) -> Going:
    """Return the rows that point to ``merged``, told apart by whether the kept record has the same already."""
    theirs = list(link.model._default_manager.filter(**{link.name: merged}).order_by("pk"))
    if not theirs:
        return Going(link)
    doubled = {row.pk for row in theirs if _is_doubled(link, row, kept)}
    return Going(link, [row for row in theirs if row.pk not in doubled], [row for row in theirs if row.pk in doubled])


def moves_of(link: Link, rows: Collection[Any], kept: models.Model, merged: models.Model) -> list[Move]:
    """Return the moves that make ``rows`` point to the kept record."""
    return [Move(link.model._meta.db_table, row.pk, link.column, merged.pk, kept.pk) for row in rows]


def _is_doubled(link: Link, row: Any, kept: models.Model) -> bool:
    """Whether the row, if it pointed to the kept record, would break a constraint that something stands there once."""
    for constraint in link.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and link.name in constraint.fields:
            others = {name: getattr(row, name) for name in constraint.fields if name != link.name}
            same = link.model._default_manager.filter(constraint.condition or Q(), **{link.name: kept}, **others)
            if same.exists():
                return True
    return False
