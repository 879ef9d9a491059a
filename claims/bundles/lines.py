"""Claims as JSON Lines and excerpts as W3C Web Annotations: what a program reads of a bundle."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from claims.bundles.selection import Selection
from claims.models import Claim, Evidence, Relation
from claims.services.excerpts import Excerpt


def claims_lines(selection: Selection) -> Iterator[str]:
    """Yield one JSON object a line: a claim with its evidence and relations."""
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for link in selection.evidence:
        evidence[link.claim_id].append(link)
    relations: dict[int, list[Relation]] = defaultdict(list)
    for relation in selection.relations:
        relations[relation.from_claim_id].append(relation)
    for claim in selection.claims:
        yield _line(
            _claim(claim) | {"evidence": list(map(_evidence, evidence[claim.pk])), "relations": list(map(_relation, relations[claim.pk]))}
        )


def annotation_page(selection: Selection, site: str) -> str:
    """Return an annotation page (W3C Web Annotation Data Model): each excerpt with the selectors that find it again."""
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{site}/api/v1/excerpts/",
        "type": "AnnotationPage",
        "items": [_annotation(excerpt, site) for excerpt in selection.excerpts],
    }
    return json.dumps(page, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


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


def _annotation(excerpt: Excerpt, site: str) -> dict[str, Any]:
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
        "body": [{"type": "TextualBody", "value": evidence.claim.statement, "purpose": evidence.stance} for evidence in excerpt.evidence],
        "target": {"source": f"{site}/api/v1/documents/{passage.document.address}/", "selector": selectors},
        "pincite:excerpt": passage.public_id,
        "pincite:status": passage.status,
        "pincite:quote_sha256": passage.quote_sha256,
        "pincite:text_sha256": passage.text.sha256 if passage.text else None,
        "pincite:key": passage.document.citation_key,
        "pincite:locator": {"label": excerpt.locator.label, "value": excerpt.locator.value} if excerpt.locator else None,
    }
