"""Counting a standing seeks the work of a reprint alone: a document that reprints nothing is its own, and no function is called to learn that."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

# The statement that made claims_sources last.
_BEFORE = import_module("claims.migrations.0038_standing_looks_evidence_up").Migration.operations[0].sql[0]
_CALLED = """
        SELECT one.claim_id, one.stance, one.document_id, claims_work_of(one.document_id) AS work
          FROM (SELECT DISTINCT counted.claim_id, counted.stance, counted.document_id FROM counted) AS one),
"""
# OFFSET 0 keeps the planner from making a join of it, and from reading all documents for one claim.
_SPARED = """
        SELECT one.claim_id, one.stance, one.document_id,
               CASE WHEN itself.original_id IS NULL THEN one.document_id ELSE claims_work_of(one.document_id) END AS work
          FROM (SELECT DISTINCT counted.claim_id, counted.stance, counted.document_id FROM counted) AS one
         CROSS JOIN LATERAL (SELECT it.original_id FROM sources_document it WHERE it.id = one.document_id OFFSET 0) AS itself),
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0045_nothing_revises_itself")]
    operations = [migrations.RunSQL([_BEFORE.replace(_CALLED, _SPARED)], [_BEFORE])]
