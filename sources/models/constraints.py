"""Shorthands for constraints that many tables need."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q


def known_value(field: str, values: Iterable[str], *, name: str, message: str, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that ``field`` holds one of ``values`` (``choices`` alone does not protect the table)."""
    allowed = [*values, ""] if blank else [*values]
    return models.CheckConstraint(condition=Q((f"{field}__in", allowed)), name=name, violation_error_message=message)


def human_or_named_machine(prefix: str) -> models.CheckConstraint:
    """Return the constraint of law 9: a machine's record names its tool, a person's names none."""
    return models.CheckConstraint(
        condition=Q(origin="human", tool="") | (Q(origin="machine") & ~Q(tool="")),
        name=f"{prefix}_origin_named",
        violation_error_message="A record made by a machine names its tool; a record made by a person names none.",
    )
