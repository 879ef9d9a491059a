"""What claims, evidence and relations show of each other and of excerpts: read for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claims.models import Claim, Evidence, Relation, RelationEvidence
from claims.services.excerpts import show_excerpts
from sources.models import Passage

if TYPE_CHECKING:
    from history.services import Actor


def with_excerpts(
    context: Mapping[str, Any], evidence: Iterable[Evidence] = (), relations: Iterable[Relation] = (), reader: Actor = None
) -> dict[str, Any]:
    """Return the context with what the serializers of evidence and relations need, for a whole page at once."""
    links, related = list(evidence), _passages_of(list(relations), reader)
    wanted = {link.passage_id for link in links}.union(*related.values())
    excerpts = {excerpt.passage.pk: excerpt for excerpt in show_excerpts(list(Passage.objects.filter(pk__in=wanted).with_place()))}
    return {**context, "excerpts": excerpts, "challenges": _challenges(links), "related": related}


def _passages_of(relations: Sequence[Relation], reader: Actor) -> dict[int, list[int]]:
    """The passages that bear each relation out, as far as ``reader`` may know of them."""
    passages: dict[int, list[int]] = defaultdict(list)
    links = RelationEvidence.objects.filter(relation__in=relations)
    if not getattr(reader, "is_staff", False):
        links = links.filter(passage__document__is_hidden=False)
    for relation_pk, passage_pk in links.order_by("id").values_list("relation", "passage"):
        passages[relation_pk].append(passage_pk)
    return passages


def _challenges(evidence: Sequence[Evidence]) -> dict[int, list[str]]:
    """The accepted challenges to each piece of evidence by their public ids; alike for every reader."""
    challenges: dict[int, list[str]] = defaultdict(list)
    found = Relation.objects.public().filter(to_evidence__in=evidence).order_by("id")
    for evidence_pk, name in found.values_list("to_evidence", "public_id"):
        challenges[evidence_pk or 0].append(name)
    return challenges


def links_of(claims: Sequence[Claim], reader: Actor) -> tuple[dict[int, list[Evidence]], dict[int, list[Relation]]]:
    """The evidence and the relations of each claim, as far as ``reader`` may see them."""
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    links = Evidence.objects.visible_to(reader).filter(claim__in=claims)
    for link in links.select_related("passage", "claim", "holder", "created_by").order_by("id"):
        evidence[link.claim_id].append(link)
    relations: dict[int, list[Relation]] = defaultdict(list)
    related = Relation.objects.visible_to(reader).filter(from_claim__in=claims)
    for relation in related.select_related("from_claim", "to_claim", "to_evidence", "created_by").order_by("id"):
        relations[relation.from_claim_id].append(relation)
    return evidence, relations
