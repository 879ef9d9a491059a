"""What a claim stands on and how it bears on others, as cards and rows on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.passages.shown import ShownPassage, show_passages
from claims.admin.review.acts import judge
from claims.admin.review.reviewing import ReviewedAdmin
from claims.admin.tones import STANCES, TONES
from claims.models import Claim, Evidence, Relation
from claims.services.compare_claim import ProposedRelation, propose_relations
from claims.services.reopened import reopened_because
from history.admin.markup import label
from history.admin.records import address_of
from sources.models import Passage


@dataclass(frozen=True)
class EvidenceCard:
    """One piece of evidence with its passage, and what this reader may do with it."""

    evidence: Evidence
    shown: ShownPassage
    panel: dict[str, Any]
    is_challenged: bool
    #: Why it is open again after it was accepted; empty where it is not.
    reopened: str

    @property
    def stance(self) -> SafeString:
        """What the passage does to the claim."""
        return label(self.evidence.get_stance_display(), STANCES[self.evidence.stance])

    @property
    def holder(self) -> str:
        """Who says so, where the passage reports it."""
        return self.evidence.holder.full_name if self.evidence.holder else self.evidence.holder_as_named

    @property
    def address(self) -> str:
        """Its page."""
        return address_of(self.evidence)


@dataclass(frozen=True)
class RelationRow:
    """One relation as seen from a claim."""

    relation: Relation
    words: str
    other: Any
    address: str
    state: SafeString


@dataclass(frozen=True)
class ProposedRow:
    """A relation that the attributes of two claims suggest, as seen from one of them."""

    words: str
    other: Claim
    sentence: str
    address: str
    add: str


def evidence_cards(site: AdminSite, request: HttpRequest, claim: Claim) -> list[EvidenceCard]:
    """The cards of a claim's evidence: as many queries however many cards."""
    links = list(Evidence.objects.filter(claim=claim).select_related("holder", "created_by").order_by("id"))
    passages = Passage.objects.filter(pk__in={link.passage_id for link in links}).with_place()
    shown = show_passages(request, list(passages))
    judged = judge(links, cast("User", request.user))
    admin = cast("ReviewedAdmin", site._registry[Evidence])  # noqa: SLF001 - the site has no other way to ask
    back = address_of(claim)
    challenged = set(Evidence.objects.challenged().filter(claim=claim).values_list("pk", flat=True))
    reopened = reopened_because(links)
    return [
        EvidenceCard(
            evidence=link,
            shown=shown[link.passage_id],
            panel=admin.panel(request, link, judged[link.pk], back=back),
            is_challenged=link.pk in challenged,
            reopened=reopened.get(link.pk, ""),
        )
        for link in links
    ]


def relation_rows(claim: Claim) -> list[RelationRow]:
    """How a claim bears on others and others on it."""
    either = Q(from_claim=claim) | Q(to_claim=claim) | Q(to_evidence__claim=claim)
    found = Relation.objects.filter(either).select_related("from_claim", "to_claim", "to_evidence__claim").order_by("id")
    return [_row(claim, relation) for relation in found]


def proposed_rows(claim: Claim) -> list[ProposedRow]:
    """The relations that the claim's attributes suggest, each with the address of a form that is filled in with it."""
    return [_proposed_row(claim, proposed) for proposed in propose_relations(claim)]


def _proposed_row(claim: Claim, proposed: ProposedRelation) -> ProposedRow:
    is_mine = proposed.from_claim.pk == claim.pk
    other = proposed.to_claim if is_mine else proposed.from_claim
    given = {"from_claim": proposed.from_claim.pk, "kind": proposed.kind, "to_claim": proposed.to_claim.pk, "reason": proposed.sentence}
    words = f"this {proposed.kind}" if is_mine else f"{proposed.kind} this:"
    return ProposedRow(words, other, proposed.sentence, address_of(other), f"{reverse('admin:claims_relation_add')}?{urlencode(given)}")


def _row(claim: Claim, relation: Relation) -> RelationRow:
    is_mine = relation.from_claim_id == claim.pk
    other: Any = relation.from_claim
    kind = str(relation.get_kind_display())
    if is_mine and relation.to_evidence:
        words, other = f"this {kind} evidence for", relation.to_evidence.claim
    elif is_mine:
        words, other = f"this {kind}", relation.to_claim
    else:
        words = f"{kind} {'evidence for this' if relation.to_evidence_id else 'this'}:"
    return RelationRow(relation, words, other, address_of(other), label(relation.get_status_display(), TONES[relation.status]))
