"""Which claims go out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models

from claims.models import Claim, Evidence, Relation, RelationEvidence
from claims.models.claims import CLAIM_STATES, ClaimQuerySet
from claims.models.evidence import EvidenceQuerySet
from claims.services.find_topic import topics_named
from sources.services.find_document import resolve_documents

if TYPE_CHECKING:
    from history.services import Actor


@dataclass(frozen=True)
class Choice:
    """Which claims: all that are visible where nothing is said; else those that every kind of choice allows."""

    claims: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.claims or self.topics or self.documents or self.states)


@dataclass(frozen=True)
class Chosen:
    """What goes out, and to whom."""

    claims: ClaimQuerySet
    is_everything: bool
    user: Actor

    @property
    def evidence(self) -> EvidenceQuerySet:
        """The evidence of these claims."""
        evidence = Evidence.objects.visible_to(self.user)
        return evidence if self.is_everything and self.sees_all else evidence.filter(claim__in=self.claims.order_by().values("pk"))

    @property
    def borne_out(self) -> models.QuerySet[RelationEvidence]:
        """The passages that relations of these claims stand on, as far as the user sees their documents."""
        links = RelationEvidence.objects.filter(relation__in=Relation.objects.visible_to(self.user).order_by().values("pk"))
        if not self.is_everything:
            links = links.filter(relation__from_claim__in=self.claims.order_by().values("pk"))
        return links if self.sees_all else links.filter(passage__document__is_hidden=False)

    @property
    def sees_all(self) -> bool:
        """Whether it is for a curator, who sees what is hidden and not yet public too."""
        return bool(getattr(self.user, "is_staff", False))


def choose(choice: Choice, user: Actor) -> Chosen:
    """Return what ``user`` may see of a choice.

    Raises:
        ValidationError: What was chosen is not there; the message names it.
    """
    claims = Claim.objects.visible_to(user)
    if choice.claims:
        missing = sorted(set(choice.claims) - set(claims.filter(public_id__in=choice.claims).values_list("public_id", flat=True)))
        _refuse("claim", missing)
        claims = claims.filter(public_id__in=choice.claims)
    if choice.topics:
        topics = topics_named(choice.topics)
        _refuse("topic", sorted(set(choice.topics) - topics.keys()))
        claims = claims.filter(pk__in=Claim.objects.filter(topics__in=set(topics.values())).values("pk"))
    if choice.documents:
        found = resolve_documents(choice.documents)
        _refuse("document", sorted(set(choice.documents) - found.keys()))
        documents = [one.document.pk for one in found.values()]
        standing = Evidence.objects.visible_to(user).filter(passage__document__in=documents)
        claims = claims.filter(pk__in=standing.values("claim"))
    if choice.states:
        _refuse("state", sorted(set(choice.states) - set(CLAIM_STATES)))
        claims = claims.filter(status__in=choice.states)
    return Chosen(claims, choice.is_everything, user)


def _refuse(what: str, missing: Iterable[str]) -> None:
    names = ", ".join(missing)
    if names:
        raise ValidationError(f"There is no {what} {names}.")
