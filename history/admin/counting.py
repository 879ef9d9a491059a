"""Numbers for columns of lists, counted for the rows shown and no others."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def counted(rows: QuerySet[Any], foreign_key: str) -> Coalesce:
    """How many of ``rows`` point to a record by ``foreign_key``: an annotation."""
    per_record = rows.filter(**{foreign_key: OuterRef("pk")}).order_by().values(foreign_key).annotate(number=Count("pk"))
    return Coalesce(Subquery(per_record.values("number"), output_field=IntegerField()), Value(0))
