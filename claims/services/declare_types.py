"""Tell the database which types of claims there are; ``migrate`` does."""

from __future__ import annotations

import json

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from claims.models import Claim, DeclaredType
from claims.types import CLAIM_TYPES


def declare_types(using: str = "owner") -> None:
    """Write the declared types, and take away those that are declared no longer. Repeated, changes nothing.

    Raises:
        ImproperlyConfigured: There are claims of a type that is declared no longer.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.claims_declaredtype') IS NOT NULL")
        # Migrated back to before there were any.
        if not cursor.fetchone()[0]:
            return
        for kind in CLAIM_TYPES.values():
            cursor.execute(
                "INSERT INTO claims_declaredtype (name, schema) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET schema = excluded.schema"
                " WHERE claims_declaredtype.schema <> excluded.schema",
                [kind.name, json.dumps(kind.schema)],
            )
    gone = DeclaredType.objects.using(using).exclude(name__in=list(CLAIM_TYPES))
    used = sorted(set(Claim.objects.using(using).filter(type__in=gone.values("name")).order_by().values_list("type", flat=True)))
    if used:
        raise ImproperlyConfigured(
            f"There are claims of type {', '.join(used)}, which is not declared any more: declare it in claims/types."
        )
    gone.delete()


def undeclared_types() -> list[str]:
    """Return a sentence for each type that the database does not know as it is declared."""
    known = {kind.name: kind.schema for kind in DeclaredType.objects.all()}
    declared = {kind.name: kind.schema for kind in CLAIM_TYPES.values()}
    differ = sorted(name for name in known.keys() | declared.keys() if known.get(name) != declared.get(name))
    return [f"Type {name}: the database does not know it as it is declared: run migrate." for name in differ]
