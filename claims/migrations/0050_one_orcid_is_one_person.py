"""Law 3: records of authors with one ORCID are one person, whether they were merged or not; a stake in one is a stake in the other."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_READING = import_module("claims.migrations.0032_law_of_conflicts").READING
_CONFLICTS = _READING[_READING.index("CREATE FUNCTION claims_conflicts(") : _READING.index("-- How many approvals")]
_CONFLICTS = _CONFLICTS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _changed(sql: str, *changes: tuple[str, str]) -> str:
    """Return the SQL with parts of it, each of which stands there once, in other words."""
    for before, after in changes:
        if sql.count(before) != 1:
            raise ValueError(f"Not once in the SQL: {before}")
        sql = sql.replace(before, after)
    return sql


# A record that was merged keeps its number, so that a record that stands may have the number of one that leads elsewhere.
_LIKEWISE = """    ), said_of AS MATERIALIZED (
"""
_TIED = """    ), tied AS MATERIALIZED (
        SELECT said_of.*, '' AS how FROM said_of
        UNION ALL
        SELECT DISTINCT said_of.account_id, said_of.is_declared, twin.author_id, said_of.document_id, said_of.claim_id, said_of.reason,
               ', by the same ORCID'
          FROM said_of
         CROSS JOIN LATERAL (SELECT orcid FROM sources_author WHERE id = said_of.author_id AND orcid <> ''
                             UNION SELECT orcid FROM sources_author WHERE merged_into_id = said_of.author_id AND orcid <> '') AS person
         CROSS JOIN LATERAL (SELECT id FROM sources_author WHERE orcid = person.orcid AND orcid <> '' AND merged_into_id IS NULL
                             UNION SELECT merged_into_id FROM sources_author
                              WHERE orcid = person.orcid AND orcid <> '' AND merged_into_id IS NOT NULL) AS twin (author_id)
         WHERE NOT EXISTS (SELECT 1 FROM said_of known WHERE (known.account_id, known.is_declared, known.author_id, known.reason)
                                                           = (said_of.account_id, said_of.is_declared, twin.author_id, said_of.reason))
    ), concerned AS MATERIALIZED (
"""

CONFLICTS = _changed(
    _CONFLICTS,
    ("    ), tied AS MATERIALIZED (\n", _LIKEWISE),
    ("    ), concerned AS MATERIALIZED (\n", _TIED),
    ("tied.author_id, NULL::bigint AS claim_id, tied.reason,\n", "tied.author_id, NULL::bigint AS claim_id, tied.reason, tied.how,\n"),
    ("         GROUP BY 1, 2, 3, 4, 5, 7, 8\n", "         GROUP BY 1, 2, 3, 4, 5, 7, 8, 9\n"),
    ("NULL, tied.author_id, NULL, tied.reason, true, NULL\n", "NULL, tied.author_id, NULL, tied.reason, tied.how, true, NULL\n"),
    (
        "tied.document_id, NULL, NULL, tied.reason, standing.is_direct, NULL\n",
        "tied.document_id, NULL, NULL, tied.reason, tied.how, standing.is_direct, NULL\n",
    ),
    ("NULL, NULL, tied.claim_id, tied.reason, true, NULL\n", "NULL, NULL, tied.claim_id, tied.reason, tied.how, true, NULL\n"),
    (
        "THEN format('%s is %s, the holder of what is claimed or reported here', someone.username, named.name)",
        "THEN format('%s is %s%s, the holder of what is claimed or reported here', someone.username, named.name, found.how)",
    ),
    ("format('%s is %s of “%s”%s, %s'", "format('%s is %s of “%s”%s%s, %s'"),
    (
        "coalesce(' (' || substring(work.issued FROM '^[0-9]{4}') || ')', ''),\n",
        "coalesce(' (' || substring(work.issued FROM '^[0-9]{4}') || ')', ''), found.how,\n",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0049_who_decides_is_active")]
    operations = [migrations.RunSQL(CONFLICTS, _CONFLICTS)]
