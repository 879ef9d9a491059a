"""What claims, evidence and relations show of each other and of excerpts: read for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists, OuterRef

from claims.api.stakes import FIELDS
from claims.models import Claim, Evidence, Relation, RelationEvidence
from claims.models.reviewed import ReviewedQuerySet
from claims.services.excerpts import show_excerpts
from sources.models import Passage

if TYPE_CHECKING:
    from history.services import Actor

_R = TypeVar("_R", Evidence, Relation)


@dataclass(frozen=True)
class Links:
    """What is shown beside claims, by the claims' primary keys."""

    evidence: Mapping[int, list[Evidence]]
    relations: Mapping[int, list[Relation]]
    #: The public ids of those that strangers are not shown.
    private_evidence: frozenset[str]
    private_relations: frozenset[str]


def with_excerpts(
    context: Mapping[str, Any], evidence: Iterable[Evidence] = (), relations: Iterable[Relation] = (), reader: Actor = None
) -> dict[str, Any]:
    """Return the context with what the serializers of evidence and relations need, for a whole page at once."""
    links, related = list(evidence), _passages_of(list(relations), reader)
    wanted = {link.passage_id for link in links}.union(*related.values())
    passages = list(Passage.objects.filter(pk__in=wanted).with_place())
    excerpts = {excerpt.passage.pk: excerpt for excerpt in show_excerpts(passages)}
    hidden = frozenset(passage.public_id for passage in passages if passage.document.is_hidden)
    return {**context, "excerpts": excerpts, "challenges": _challenges(links), "related": related, "hidden_excerpts": hidden}


def public_part(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a record without what only the staff is shown of it."""
    return {name: value for name, value in body.items() if name not in FIELDS}


def without_hidden(relation: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """The body of a relation without the excerpts of hidden documents that bear it out."""
    return {**relation, "evidence": [excerpt for excerpt in relation["evidence"] if excerpt["id"] not in hidden]}


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


def links_of(claims: Sequence[Claim], reader: Actor) -> Links:
    """The evidence and the relations of each claim, as far as ``reader`` may see them."""
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    links = Evidence.objects.visible_to(reader).filter(claim__in=claims).select_related("passage", "claim", "holder", "created_by")
    found, private_evidence = _told_apart(links.order_by("id"), Evidence.objects.public(), reader)
    for link in found:
        evidence[link.claim_id].append(link)
    relations: dict[int, list[Relation]] = defaultdict(list)
    related = Relation.objects.visible_to(reader).filter(from_claim__in=claims)
    related = related.select_related("from_claim", "to_claim", "to_evidence", "created_by").order_by("id")
    known, private_relations = _told_apart(related, Relation.objects.public(), reader)
    for relation in known:
        relations[relation.from_claim_id].append(relation)
    return Links(evidence, relations, private_evidence, private_relations)


def _told_apart(records: ReviewedQuerySet[_R], public: ReviewedQuerySet[_R], reader: Actor) -> tuple[list[_R], frozenset[str]]:
    """The records, and the public ids of those that are not public: said by the same statement, so that both are of one moment."""
    if not getattr(reader, "is_authenticated", False):
        return list(records), frozenset()
    marked = [(record, record.is_public) for record in records.annotate(is_public=Exists(public.filter(pk=OuterRef("pk"))))]
    return [record for record, _ in marked], frozenset(record.public_id for record, is_public in marked if not is_public)
