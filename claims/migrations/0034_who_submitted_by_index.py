"""Law 3: whether who approves submitted the record is asked of the record's own reviews, not of all that this person ever reviewed."""

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


def _by_index(sql: str) -> str:
    if sql.count(_BEFORE) != 1:
        raise ValueError("Not once in the SQL: who submitted.")
    return sql.replace(_BEFORE, _AFTER)


class Migration(migrations.Migration):
    dependencies = [("claims", "0033_law_of_round_trips")]
    operations = [migrations.RunSQL([_by_index(_REVIEW), _by_index(_IMPORTED)], [_REVIEW, _IMPORTED])]
