"""What the application's role may do with each table: granted by ``migrate``, proved by ``verify``."""

from __future__ import annotations

#: Tables that the application only reads: history, the search index, former keys and former slugs are written by triggers, migrations and the
#: declared types of claims by the owner.
READ_ONLY = frozenset(
    {
        "claims_claimstanding",
        "claims_declaredtype",
        "history_change",
        "django_migrations",
        "sources_passageindex",
        "claims_claimindex",
        "claims_formerslug",
        "sources_formerkey",
        "sources_shownspan",
        "sources_excerptuse",
    }
)
#: Tables that the application adds to and never changes.
APPEND_ONLY = frozenset({"claims_review", "claims_bundle", "sources_citation"})


def rights_on(table: str) -> str:
    """Return the privileges that the application's role has on a table, as GRANT names them."""
    if table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
