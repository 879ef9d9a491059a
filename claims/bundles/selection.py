"""What goes into a bundle: public things only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from claims.models import Claim, Evidence, Relation, Topic
from claims.models.evidence import excerpts_visible_to
from claims.services.excerpts import Excerpt, show_excerpts
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.services.export_sources import find_documents


@dataclass(frozen=True)
class Asked:
    """What was asked for; nothing at all means everything that is public."""

    claims: Sequence[str] = ()
    topics: Sequence[str] = ()
    documents: Sequence[str] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing in particular was asked for."""
        return not (self.claims or self.topics or self.documents)


@dataclass(frozen=True)
class Selection:
    """The records of a bundle, each list in a fixed order."""

    claims: list[Claim] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    excerpts: list[Excerpt] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


def select(asked: Asked) -> Selection:
    """Return what a bundle holds: the claims asked for with their evidence, its excerpts, and the documents of those.

    Raises:
        ValidationError: Something asked for does not exist or is not public.
    """
    # Documents may be named by keys that they had before.
    asked = replace(asked, documents=[found.citation_key for found in find_documents(asked.documents)] if asked.documents else [])
    claims = _claims(asked)
    evidence = list(
        Evidence.objects.public()
        .filter(claim__in=claims)
        .select_related("claim", "passage", "holder", "created_by")
        .order_by("claim__public_id", "public_id")
    )
    passages = excerpts_visible_to(None).filter(_passages(asked, evidence)).with_place()
    excerpts = show_excerpts(list(passages.order_by("document__citation_key", "start", "public_id")))
    documents = _documents(asked, excerpts)
    relations = Relation.objects.public().filter(Q(from_claim__in=claims) & (Q(to_claim__in=claims) | Q(to_claim__isnull=True)))
    related = relations.select_related("from_claim", "to_claim", "to_evidence").order_by("public_id")
    return Selection(list(claims), evidence, list(related), excerpts, list(documents))


def _claims(asked: Asked) -> QuerySet[Claim]:
    public = Claim.objects.public()
    _refuse_unknown("claim", asked.claims, public.filter(public_id__in=asked.claims).values_list("public_id", flat=True))
    _refuse_unknown("topic", asked.topics, Topic.objects.filter(slug__in=asked.topics).values_list("slug", flat=True))
    if not asked.is_everything:
        from_documents = Evidence.objects.public().filter(passage__document__citation_key__in=asked.documents)
        public = public.filter(
            Q(public_id__in=asked.claims)
            | Q(pk__in=Claim.objects.filter(topics__slug__in=asked.topics).values("pk"))
            | Q(pk__in=from_documents.values("claim"))
        )
    return public.select_related("holder", "created_by").prefetch_related("topics").order_by("public_id")


def _refuse_unknown(kind: str, asked: Sequence[str], found: Iterable[str]) -> None:
    unknown = sorted(set(asked) - set(found))
    if unknown:
        raise ValidationError(f"There is no public {kind} {', '.join(unknown)}.")


def _passages(asked: Asked, evidence: Sequence[Evidence]) -> Q:
    if asked.is_everything:
        return Q()
    return Q(pk__in={link.passage_id for link in evidence}) | Q(document__citation_key__in=asked.documents)


def _documents(asked: Asked, excerpts: Sequence[Excerpt]) -> DocumentQuerySet:
    public = Document.objects.public()
    if not asked.is_everything:
        public = public.filter(Q(pk__in={excerpt.passage.document_id for excerpt in excerpts}) | Q(citation_key__in=asked.documents))
    return public.with_record().order_by("citation_key")
