"""Who a proposal is made by: a person, or which machine (law 9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from claims.services.accounts import is_machine
from sources.models.provenance import Origin

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def with_origin(by: User, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a new record with its origin: what is said of it, and for a machine's account always ``machine``.

    Raises:
        ValidationError: A machine's account says that a person proposes, or a machine names no tool, or a person names one.
    """
    by_machine = is_machine(by)
    said = {"origin": Origin.MACHINE if by_machine else Origin.HUMAN, **fields}
    if by_machine and said["origin"] != Origin.MACHINE:
        raise ValidationError({"origin": "This is a machine's account: what it proposes is a machine's. Leave origin out, or say machine."})
    if said["origin"] == Origin.MACHINE and not said.get("tool", "").strip():
        raise ValidationError({"tool": "A machine's proposal names its tool and version, for example matcher 1.2."})
    if said["origin"] == Origin.HUMAN and said.get("tool"):
        raise ValidationError({"tool": "A person's proposal names no tool. If a machine proposes it, say so: origin machine."})
    return said


def provenance_of(by: User) -> dict[str, Any]:
    """Return the origin of what ``by`` makes where nobody is asked for a tool: a machine's account stands for the machine that it names."""
    return {"origin": Origin.MACHINE, "tool": by.get_username()[:120]} if is_machine(by) else {}
