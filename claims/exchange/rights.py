"""What an account must be allowed to do to bring claims in: permissions, each with the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: For any import: a file may bring all of these.
IMPORTING: Mapping[str, str] = MappingProxyType(
    {
        "claims.add_claim": "add claims",
        "claims.add_evidence": "add evidence",
        "claims.add_relation": "add relations",
        "claims.add_topic": "add topics",
        "sources.add_passage": "pin excerpts",
        "sources.add_document": "add documents",
        "sources.add_author": "add authors",
        "sources.add_text": "add texts",
    }
)
#: Beside these, for one that writes over what is here.
UPDATING: Mapping[str, str] = MappingProxyType({"claims.change_claim": "change claims", "claims.change_evidence": "change evidence"})
