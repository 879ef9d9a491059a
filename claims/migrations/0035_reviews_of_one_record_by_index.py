"""Law 3: what somebody did to a record is asked of the record's own reviews, not of all that this person ever reviewed."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_REVIEW = import_module("claims.migrations.0022_law_of_retractions").REVIEW
_IMPORTED = import_module("claims.migrations.0033_law_of_round_trips").IMPORTED

# Written with coalesce, no index served it but that of the person; and a plan that is made while the table is empty stays for a transaction.
_BEFORE = """EXISTS (SELECT 1 FROM claims_review earlier WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id
                     AND coalesce(earlier.claim_id, 0) = coalesce(NEW.claim_id, 0)
                     AND coalesce(earlier.evidence_id, 0) = coalesce(NEW.evidence_id, 0)
                     AND coalesce(earlier.relation_id, 0) = coalesce(NEW.relation_id, 0))"""
_AFTER = """EXISTS (SELECT 1 FROM (SELECT action, by_id FROM claims_review WHERE claim_id = NEW.claim_id
                                      UNION ALL SELECT action, by_id FROM claims_review WHERE evidence_id = NEW.evidence_id
                                      UNION ALL SELECT action, by_id FROM claims_review WHERE relation_id = NEW.relation_id OFFSET 0) AS earlier
                     WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id)"""

_GIVEN = """        IF EXISTS (SELECT 1 FROM claims_review given WHERE given.action = 'approve' AND given.by_id = NEW.by_id AND given.revision = NEW.revision
                      AND (given.claim_id = NEW.claim_id OR given.evidence_id = NEW.evidence_id OR given.relation_id = NEW.relation_id)) THEN
"""
_GIVEN_BY_INDEX = """        IF EXISTS (SELECT 1 FROM (SELECT action, by_id, revision FROM claims_review WHERE claim_id = NEW.claim_id
                                  UNION ALL SELECT action, by_id, revision FROM claims_review WHERE evidence_id = NEW.evidence_id
                                  UNION ALL SELECT action, by_id, revision FROM claims_review WHERE relation_id = NEW.relation_id OFFSET 0) AS given
                    WHERE given.action = 'approve' AND given.by_id = NEW.by_id AND given.revision = NEW.revision) THEN
"""


def _changed(sql: str, before: str, after: str) -> str:
    if sql.count(before) != 1:
        raise ValueError(f"Not once in the SQL: {before}")
    return sql.replace(before, after)


_CONFLICT = import_module("claims.migrations.0032_law_of_conflicts").FUNCTIONS
_CONFLICT = _CONFLICT[_CONFLICT.index("CREATE FUNCTION law_conflict()") : _CONFLICT.index("-- Where who proposed has a conflict")]
_CONFLICT = _CONFLICT.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("claims", "0034_lifted_is_not_moved")]
    operations = [
        migrations.RunSQL(
            [_changed(_REVIEW, _BEFORE, _AFTER), _changed(_IMPORTED, _BEFORE, _AFTER), _changed(_CONFLICT, _GIVEN, _GIVEN_BY_INDEX)],
            [_REVIEW, _IMPORTED, _CONFLICT],
        )
    ]
