"""Counting the standing of what a statement changed takes as long as there is of it: no row is compared with all others."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations


def _changed(sql: str, *changes: tuple[str, str]) -> str:
    """Return the SQL with parts of it, each of which stands there once, in other words."""
    for before, after in changes:
        if sql.count(before) != 1:
            raise ValueError(f"Not once in the SQL: {before}")
        sql = sql.replace(before, after)
    return sql


_ASKED = import_module("claims.migrations.0028_law_of_what_questions_ask").COUNTED
_CLAIM = _ASKED[
    _ASKED.index("CREATE OR REPLACE FUNCTION law_standing_of_claim()") : _ASKED.index(
        "CREATE OR REPLACE FUNCTION law_standing_of_evidence()"
    )
]
_EVIDENCE = _ASKED[_ASKED.index("CREATE OR REPLACE FUNCTION law_standing_of_evidence()") :]

# A full join is never done by comparing each row with all others, whatever number of rows the statement was planned for.
EVIDENCE = _changed(
    _EVIDENCE,
    (
        "FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id\n",
        "FROM after_rows now_so FULL JOIN before_rows was ON was.id = now_so.id\n",
    ),
)
CLAIM = _changed(
    _CLAIM,
    (
        "FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id AND was.status <> now_so.status);\n",
        "FROM after_rows now_so FULL JOIN before_rows was ON was.id = now_so.id WHERE was.status IS DISTINCT FROM now_so.status);\n",
    ),
    (
        "SET is_published = now_so.status = 'published' FROM after_rows now_so\n"
        "     WHERE now_so.id = ANY (moved) AND kept.claim_id = now_so.id AND kept.is_published <> (now_so.status = 'published');\n",
        "SET is_published = NOT kept.is_published\n"
        "     WHERE kept.claim_id = ANY (moved) AND kept.is_published <> (SELECT claim.status = 'published' FROM claims_claim claim WHERE claim.id = kept.claim_id);\n",
    ),
    (
        "    SELECT now_so.id, '', false FROM after_rows now_so WHERE now_so.id = ANY (moved) AND now_so.status = 'published'\n",
        "    SELECT claim.id, '', false FROM claims_claim claim WHERE claim.id = ANY (moved) AND claim.status = 'published'\n",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0041_reviews_are_asked_by_their_key")]
    operations = [migrations.RunSQL([CLAIM, EVIDENCE], [_EVIDENCE, _CLAIM])]
