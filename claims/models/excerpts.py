"""Which passages show as excerpts, and to whom (law 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from claims.models.evidence import Evidence
from claims.models.relations import Relation
from claims.models.reviewed import OPEN_STATES, PUBLIC_STATES
from sources.models import Passage
from sources.models.passages import PassageQuerySet

if TYPE_CHECKING:
    from history.services import Actor


def excerpts_visible_to(user: Actor) -> PassageQuerySet:
    """Return the passages that ``user`` may see as excerpts.

    A curator sees all; others see those that public evidence or a public relation stands on or that an editor published, unless the
    document is hidden. What was public and cited stays readable when its words are corrected in a newer version and what stood on it is
    re-opened or moved there.
    """
    placed = Passage.objects.placed()
    if user is not None and getattr(user, "is_staff", False):
        return placed
    bearing = Evidence.objects.public().filter(passage=OuterRef("pk"))
    relating = Relation.objects.public().filter(evidence_links__passage=OuterRef("pk"))
    corrected = Evidence.objects.filter(
        reviews__stood_on=OuterRef("pk"),
        status__in=[*OPEN_STATES, "accepted"],
        claim__status__in=PUBLIC_STATES,
    )
    shown = Q(is_published=True) | Q(Exists(bearing)) | Q(Exists(relating)) | Q(Exists(corrected))
    return placed.filter(shown, document__is_hidden=False)
