"""The types of claims: one small declaration each. To add one, add its file and list it here."""

from __future__ import annotations

from claims.types.causal import CAUSAL
from claims.types.comparative import COMPARATIVE
from claims.types.declaration import Attribute, ClaimType
from claims.types.definitional import DEFINITIONAL
from claims.types.event import EVENT
from claims.types.interpretive import INTERPRETIVE
from claims.types.normative import NORMATIVE
from claims.types.position import POSITION
from claims.types.predictive import PREDICTIVE
from claims.types.quantitative import QUANTITATIVE

CLAIM_TYPES: dict[str, ClaimType] = {
    declared.name: declared
    for declared in (EVENT, QUANTITATIVE, CAUSAL, DEFINITIONAL, COMPARATIVE, PREDICTIVE, NORMATIVE, POSITION, INTERPRETIVE)
}


def type_choices() -> list[tuple[str, str]]:
    """The names to choose from, in the order of their declaration."""
    return [(name, name) for name in CLAIM_TYPES]


__all__ = ["CLAIM_TYPES", "Attribute", "ClaimType", "type_choices"]
