"""How many claims are found: asked of a narrower table than theirs where that alone tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from claims.models import Claim, ClaimStanding
from claims.models.reviewed import PUBLIC_STATES
from claims.services.questions import QUESTIONS

if TYPE_CHECKING:
    from history.services import Actor

_ONCE_PUBLISHED = [state for state in PUBLIC_STATES if state != Claim.Status.PUBLISHED]


def rows_to_count(found: QuerySet[Claim], asked: Mapping[str, str], reader: Actor) -> QuerySet[Any]:
    """Return rows, as many as there are claims found.

    Args:
        found: The claims, of the present.
        asked: The filters by which they were found, each with its value.
        reader: Who asks, and may see them.
    """
    others = asked.keys() - {"status"}
    is_of_published = asked.get("status", Claim.Status.PUBLISHED) == Claim.Status.PUBLISHED
    if others == {"question"} and is_of_published and (counted := QUESTIONS[asked["question"]].counted):
        return counted()
    if others == {"standing"} and is_of_published:
        rows = _by_standing(asked["standing"], reader, only_published="status" in asked)
        return found if rows is None else rows
    return found


def _by_standing(category: str, reader: Actor, *, only_published: bool) -> QuerySet[Any] | None:
    standings = ClaimStanding.objects.filter(category=category).order_by()
    if only_published:
        return standings.filter(is_published=True)
    if getattr(reader, "is_staff", False):
        return standings
    if getattr(reader, "is_authenticated", False):
        # What is the account's own is among them.
        return None
    once = Claim.objects.filter(status__in=_ONCE_PUBLISHED, standing__category=category).order_by()
    return standings.filter(is_published=True).values_list("pk").union(once.values_list("pk"), all=True)
