"""What a merge would do: every move, in order, and what stands in its way. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from sources.models import Author, Distinction, Document
from sources.services.merging.authors import author_moves, author_obstacles
from sources.services.merging.differences import columns_to_take, differences, field_moves
from sources.services.merging.documents import document_differences, document_moves, document_obstacles
from sources.services.merging.links import Going, Link, links_to, moves_of, rows_of
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
    # Those who led to the merged record are led on first: nothing may lead to a record that leads elsewhere.
    plan.moves = [Move(table, row.pk, "merged_into_id", merged.pk, kept.pk) for row in type(kept)._default_manager.filter(merged_into=merged)]
    plan.moves.append(Move(table, merged.pk, "merged_into_id", None, kept.pk))
    plan.moves += field_moves(kept, merged, take)
    plan.links = [rows for link in links_to(type(kept)) if not _is_apart(link) and (rows := rows_of(link, kept, merged))]
    if isinstance(kept, Document) and isinstance(merged, Document):
        plan.moves += document_moves(kept, merged, plan.links, take)
    elif isinstance(kept, Author) and isinstance(merged, Author):
        plan.moves += author_moves(kept, merged, plan.links)
    return plan


def unknown_fields(kept: Record, merged: Record, take: Collection[str]) -> list[str]:
    """Return those of ``take`` that are no field of such records."""
    known = {*columns_to_take(kept), *(one.name for one in all_differences(kept, merged, take))}
    return sorted(set(take) - known - {"contributions"})
