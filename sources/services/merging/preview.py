"""What a merge would do, for somebody to look at before it is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sources.models import Contribution, Document
from sources.services.merging.authors import name_to_add
from sources.services.merging.differences import Difference
from sources.services.merging.links import Going
from sources.services.merging.plan import Plan, Record, all_differences, plan_merge

_MOST_NAMES = 20


@dataclass(frozen=True)
class Rows:
    """Rows of one kind that would go, or stay: how many, and the first of them by name."""

    noun: str
    number: int
    names: list[str]


@dataclass(frozen=True)
class Preview:
    """All that merging ``merged`` into ``kept`` would do.

    ``differences`` are fields to choose the value of; ``going`` goes to the kept record, ``staying`` remains with the merged one,
    because the kept one has the same or other of its kind; ``made`` is new. With ``obstacles`` nothing can be merged.
    """

    kept: Record
    merged: Record
    differences: list[Difference]
    going: list[Rows]
    staying: list[Rows]
    made: list[str]
    obstacles: list[str]


def preview_merge(kept: Record, merged: Record, take: Collection[str] = ()) -> Preview:
    """Return what merging ``merged`` into ``kept`` would do, with the merged record's values for the fields in ``take``."""
    plan = plan_merge(kept, merged, take)
    return Preview(
        kept=kept,
        merged=merged,
        differences=all_differences(kept, merged, take),
        going=_rows([(rows, rows.going) for rows in plan.links]),
        staying=_rows([(rows, rows.staying) for rows in plan.links]),
        made=_made(kept, merged, plan),
        obstacles=plan.obstacles,
    )


def _rows(told: Sequence[tuple[Going, list[object]]]) -> list[Rows]:
    return [Rows(_noun(rows, len(chosen)), len(chosen), _names(rows, chosen[:_MOST_NAMES])) for rows, chosen in told if chosen]


def _names(rows: Going, chosen: Sequence[Any]) -> list[str]:
    if rows.link.model is not Contribution:
        return [str(row) for row in chosen]
    found = Contribution.objects.select_related("document", "author").in_bulk([row.pk for row in chosen])
    told = [found[row.pk] for row in chosen]
    if rows.link.name == "author":
        return [f"{one.document.citation_key} ({one.get_role_display()})" for one in told]
    return [f"{one.author.sort_name} ({one.get_role_display()})" for one in told]


def _noun(rows: Going, number: int) -> str:
    options = rows.link.model._meta
    noun = str(options.verbose_name if number == 1 else options.verbose_name_plural)
    return f"{noun} ({rows.link.name.replace('_', ' ')})" if rows.link.name not in {"document", "author"} else noun


def _made(kept: Record, merged: Record, plan: Plan) -> list[str]:
    if plan.obstacles or isinstance(kept, Document) or isinstance(merged, Document):
        return []
    variant = name_to_add(kept, merged)
    return [f"“{variant.full_name}” as another form of the name"] if variant else []
