"""Excerpts as W3C Web Annotations (Web Annotation Data Model): in its own vocabulary only, so that any client reads them."""

from __future__ import annotations

from typing import Any

from claims.services.excerpts import Quotation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotation(quotation: Quotation, *, site: str) -> dict[str, Any]:
    """Return an excerpt as an annotation without its context: the document, the selectors that find the words again, the claims.

    Args:
        quotation: The excerpt.
        site: The address of this installation, without a slash at its end.
    """
    passage = quotation.passage
    address = f"{site}/api/v1/excerpts/{passage.public_id}/"
    target: dict[str, Any] = {"source": f"{site}/api/v1/documents/{passage.document.address}/"}
    if selectors := quotation.selectors:
        target = {"type": "SpecificResource", **target, "selector": selectors}
    return {
        "id": address,
        "type": "Annotation",
        "motivation": "commenting" if quotation.evidence else "highlighting",
        "created": passage.created_at.isoformat(),
        "modified": passage.changed_at.isoformat(),
        "canonical": address,
        **(
            {"body": [_claim(evidence.claim.public_id, evidence.claim.statement, site) for evidence in quotation.evidence]}
            if quotation.evidence
            else {}
        ),
        "target": target,
    }


def _claim(public_id: str, statement: str, site: str) -> dict[str, str]:
    return {
        "id": f"{site}/api/v1/claims/{public_id}/",
        "type": "TextualBody",
        "value": statement,
        "format": "text/plain",
        "purpose": "commenting",
    }
