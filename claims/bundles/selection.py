"""What goes into a bundle: public things only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from claims.models import Claim, Evidence, Relation
from claims.models.excerpts import excerpts_visible_to
from claims.services.excerpts import Quotation, quote_passages
from claims.services.find_topic import topics_named
from sources.models import Document, Passage
from sources.models.documents import DocumentQuerySet
from sources.services.find_document import resolve_documents

# How many records are in memory at once.
_CHUNK = 500


@dataclass(frozen=True)
class Asked:
    """What was asked for; nothing at all means everything that is public."""

    claims: Sequence[str] = ()
    topics: Sequence[str] = ()
    documents: Sequence[str] = ()
    #: The moment whose state is wanted; None for the present.
    as_of: datetime | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing in particular was asked for, of whatever moment."""
        return not (self.claims or self.topics or self.documents)


@dataclass(frozen=True)
class Selection:
    """The records of a bundle, each kind in a fixed order; read as they are needed, some hundred at a time."""

    claims: QuerySet[Claim]
    evidence: QuerySet[Evidence]
    relations: QuerySet[Relation]
    passages: QuerySet[Passage]
    documents: DocumentQuerySet

    def quotations(self) -> Iterator[Quotation]:
        """Yield what is quoted, by document and place."""
        for passages in in_chunks(self.passages):
            yield from quote_passages(passages)


def in_chunks(records: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the records of a query, some hundred at a time."""
    read = records.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(read, _CHUNK)):
        yield chunk


def select(asked: Asked) -> Selection:
    """Return what a bundle holds: the claims asked for with their evidence, its excerpts, and the documents of those.

    Raises:
        ValidationError: Something asked for does not exist or is not public; the message is under the field that asked for it.
    """
    claims, documents = _asked_for(asked)
    evidence = Evidence.objects.public().filter(claim__in=claims.values("pk"))
    passages = excerpts_visible_to(None)
    cited = Document.objects.public()
    if not asked.is_everything:
        passages = passages.filter(Q(pk__in=evidence.values("passage")) | Q(document__in=documents))
        cited = cited.filter(Q(pk__in=passages.values("document")) | Q(pk__in=documents))
    among_claims = Q(from_claim__in=claims.values("pk")) & (Q(to_claim__in=claims.values("pk")) | Q(to_claim__isnull=True))
    among_evidence = Q(to_evidence__in=evidence.values("pk")) | Q(to_evidence__isnull=True)
    relations = Relation.objects.public().filter(among_claims, among_evidence)
    return Selection(
        claims=claims.select_related("holder", "created_by").prefetch_related("topics").order_by("public_id"),
        evidence=evidence.select_related("claim", "passage", "holder", "created_by").order_by("claim__public_id", "public_id"),
        relations=relations.select_related("from_claim", "to_claim", "to_evidence").order_by("from_claim__public_id", "public_id"),
        passages=passages.with_place().order_by("document__citation_key", "start", "public_id"),
        documents=cited.with_record().order_by("citation_key"),
    )


def _asked_for(asked: Asked) -> tuple[QuerySet[Claim], list[int]]:
    """Return the claims and the keys of the documents that were named, every fault of the names refused at once."""
    public = Claim.objects.public()
    named = {name: found.document for name, found in resolve_documents(asked.documents).items() if not found.document.is_hidden}
    topics = topics_named(asked.topics)
    unknown = {
        "claims": _unknown("claim", asked.claims, public.filter(public_id__in=asked.claims).values_list("public_id", flat=True)),
        "topics": _unknown("topic", asked.topics, topics),
        "documents": _unknown("document", asked.documents, named),
    }
    faults = {field: sentences for field, sentences in unknown.items() if sentences}
    if faults:
        raise ValidationError(faults)
    documents = sorted({document.pk for document in named.values()})
    if not asked.is_everything:
        public = public.filter(
            Q(public_id__in=asked.claims)
            | Q(pk__in=Claim.objects.filter(topics__in=set(topics.values())).values("pk"))
            | Q(pk__in=Evidence.objects.public().filter(passage__document__in=documents).values("claim"))
        )
    return public, documents


def _unknown(kind: str, asked: Sequence[str], found: Iterable[str]) -> list[str]:
    unknown = sorted(set(asked) - set(found))
    return [f"There is no public {kind} {', '.join(unknown)}."] if unknown else []
