"""What a merge would do: every move, in order, and what stands in its way. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from sources.models import Author, Distinction, Document
from sources.services.merging.authors import author_moves, author_obstacles
from sources.services.merging.differences import Difference, columns_to_take, differences, field_moves
from sources.services.merging.documents import document_moves, document_obstacles, identifier_differences
from sources.services.merging.links import Going, links_to, rows_of
from sources.services.merging.moves import Move

Record = Author | Document


@dataclass
class Plan:
    """The moves of a merge in the order in which they are made, the rows by link, and sentences on what stands in the way."""

    moves: list[Move] = field(default_factory=list)
    links: list[Going] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)


def plan_merge(kept: Record, merged: Record, take: Collection[str] = ()) -> Plan:
    """Return what merging ``merged`` into ``kept`` would do.

    Args:
        kept: The record that stays.
        merged: The record that will lead there.
        take: Names of fields whose value shall be the merged record's; all others stay as the kept record has them.
    """
    plan = Plan(obstacles=list(_obstacles(kept, merged)))
    if plan.obstacles:
        return plan
    table = kept._meta.db_table
    # Those that led to the merged record are led on first: nothing may lead to a record that leads elsewhere.
    led_on = type(kept)._default_manager.filter(merged_into=merged).order_by("pk")
    plan.moves = [Move(table, row.pk, "merged_into_id", merged.pk, kept.pk) for row in led_on]
    plan.moves.append(Move(table, merged.pk, "merged_into_id", None, kept.pk))
    plan.moves += field_moves(kept, merged, take)
    plan.links = [rows_of(link, kept, merged) for link in links_to(type(kept)) if link.name != "merged_into"]
    if isinstance(kept, Document) and isinstance(merged, Document):
        plan.moves += document_moves(kept, merged, plan.links, take)
    elif isinstance(kept, Author) and isinstance(merged, Author):
        plan.moves += author_moves(kept, merged, plan.links)
    return plan


def all_differences(kept: Record, merged: Record, take: Collection[str] = ()) -> list[Difference]:
    """Return all that the two records say differently and that a merge can take from either."""
    found = differences(kept, merged, take)
    if isinstance(kept, Document) and isinstance(merged, Document):
        found += identifier_differences(kept, merged, take)
    return found


def unknown_fields(kept: Record, take: Collection[str]) -> list[str]:
    """Return those of ``take`` that no such record has."""
    further = ["contributions", "doi", "pmid", "pmcid", "url"] if isinstance(kept, Document) else []
    return sorted(set(take) - {*columns_to_take(kept), *further})


def _obstacles(kept: Record, merged: Record) -> Iterator[str]:
    if kept.pk == merged.pk:
        yield "This is one record: choose another to merge with it."
        return
    for record in (kept, merged):
        if record.merged_into_id is not None:
            yield f"{record} was merged into another record already: merge that one."
            return
    if _are_distinct(kept, merged):
        yield "Somebody said that these two are not the same. If that is wrong, take it back first."
    if isinstance(kept, Document) and isinstance(merged, Document):
        yield from document_obstacles(kept, merged)
    elif isinstance(kept, Author) and isinstance(merged, Author):
        yield from author_obstacles(kept, merged)


def _are_distinct(kept: Record, merged: Record) -> bool:
    kind = "author" if isinstance(kept, Author) else "document"
    here, there = {f"first_{kind}": kept, f"second_{kind}": merged}, {f"first_{kind}": merged, f"second_{kind}": kept}
    return Distinction.objects.filter(Q(**here) | Q(**there)).exists()
