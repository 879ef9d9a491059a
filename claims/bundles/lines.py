"""Claims as JSON Lines and excerpts as W3C Web Annotations: what a program reads of a bundle."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claims.models import Claim, Evidence, Relation
from claims.services.excerpts import Quotation


def claims_lines(claims: Sequence[Claim], evidence: Iterable[Evidence], relations: Iterable[Relation]) -> Iterator[str]:
    """Yield one JSON object a line: a claim with what of this evidence and of these relations is its own."""
    links: dict[int, list[Evidence]] = defaultdict(list)
    for link in evidence:
        links[link.claim_id].append(link)
    related: dict[int, list[Relation]] = defaultdict(list)
    for relation in relations:
        related[relation.from_claim_id].append(relation)
    for claim in claims:
        yield _line(
            _claim(claim) | {"evidence": list(map(_evidence, links[claim.pk])), "relations": list(map(_relation, related[claim.pk]))}
        )


def annotations_head(site: str) -> str:
    """Return the first line of an annotation page (W3C Web Annotation Data Model); an annotation stands on each of those that follow."""
    page = {"@context": CONTEXT, "id": f"{site}/api/v1/excerpts/", "type": "AnnotationPage"}
    return json.dumps(page, ensure_ascii=False)[:-1] + ', "items": [\n'


def annotation_line(quotation: Quotation, site: str) -> str:
    """Return an excerpt as an annotation, with the selectors that find it again, without the end of the line."""
    return _line(_annotation(quotation, site)).rstrip("\n")


ANNOTATIONS_FOOT = "\n]}\n"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.public_id,
        "type": claim.type,
        "statement": claim.statement,
        "attributes": claim.attributes,
        "language": claim.language,
        "holder": claim.holder.public_id if claim.holder else None,
        "topics": sorted(topic.slug for topic in claim.topics.all()),
        "status": claim.status,
        "origin": claim.origin,
        "created_by": claim.created_by.get_username() if claim.created_by else None,
        "revision": claim.revision,
    }


def _evidence(link: Evidence) -> dict[str, Any]:
    return {
        "id": link.public_id,
        "excerpt": link.passage.public_id,
        "stance": link.stance,
        "voice": link.voice,
        "holder": link.holder.public_id if link.holder else None,
        "holder_as_named": link.holder_as_named,
        "basis": link.basis,
        "strength": link.strength,
        "reason": link.reason,
        "status": link.status,
        "revision": link.revision,
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.public_id,
        "kind": relation.kind,
        "to": relation.to_claim.public_id if relation.to_claim else None,
        "to_evidence": relation.to_evidence.public_id if relation.to_evidence else None,
        "reason": relation.reason,
        "status": relation.status,
    }


def _annotation(excerpt: Quotation, site: str) -> dict[str, Any]:
    passage = excerpt.passage
    selectors: list[dict[str, Any]] = []
    if excerpt.words is not None:
        selectors.append({"type": "TextQuoteSelector", "exact": excerpt.words, "prefix": excerpt.prefix, "suffix": excerpt.suffix})
    if passage.start is not None:
        selectors.append({"type": "TextPositionSelector", "start": passage.start, "end": passage.end})
    return {
        "id": f"{site}/api/v1/excerpts/{passage.public_id}/",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "value": evidence.claim.statement, "purpose": "commenting", "pincite:stance": evidence.stance}
            for evidence in excerpt.evidence
        ],
        "target": {"source": f"{site}/api/v1/documents/{passage.document.address}/", "selector": selectors},
        "pincite:excerpt": passage.public_id,
        "pincite:status": passage.status,
        "pincite:quote_sha256": passage.quote_sha256,
        "pincite:text_sha256": passage.text.sha256 if passage.text else None,
        "pincite:key": passage.document.citation_key,
        "pincite:locator": {"label": excerpt.locator.label, "value": excerpt.locator.value} if excerpt.locator else None,
    }
