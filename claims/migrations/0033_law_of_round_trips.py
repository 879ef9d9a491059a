"""Law 8: what an administrator brings in keeps its whole story: re-openings, restorations and supersessions with their own times."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_IMPORTED = import_module("claims.migrations.0018_law_of_imported_reviews").FUNCTIONS
_BEFORE = _IMPORTED[_IMPORTED.index("-- What is brought in under its author's name") :].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
_SUPERSEDE = import_module("claims.migrations.0016_drafts_revise_drafts").SUPERSEDE


def _changed(sql: str, *changes: tuple[str, str]) -> str:
    """Return the SQL with parts of it, each of which stands there once, in other words."""
    for before, after in changes:
        if sql.count(before) != 1:
            raise ValueError(f"Not once in the SQL: {before}")
        sql = sql.replace(before, after)
    return sql


_RETOLD = """
    IF NEW.action = 'reopen' AND NOT EXISTS (
        SELECT 1 FROM claims_evidence evidence JOIN sources_passage stood_on ON stood_on.id = evidence.passage_id
         WHERE evidence.id = NEW.evidence_id AND stood_on.id = NEW.stood_on_id
           AND (EXISTS (SELECT 1 FROM sources_retraction WHERE id = NEW.retraction_id AND document_id = stood_on.document_id)
                OR EXISTS (SELECT 1 FROM sources_passage corrected WHERE corrected.id = NEW.corrected_id AND corrected.carried IN ('changed', 'orphaned')
                              AND stood_on.id IN (SELECT sources_words_of(corrected.derived_from_id))))) THEN
        RAISE EXCEPTION 'law 4: evidence is re-opened only by a correction of the words, or a retraction of the document, that it stands on'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action = 'restore' AND NOT EXISTS (
        SELECT 1 FROM claims_review reopening JOIN sources_retraction retraction ON retraction.id = reopening.retraction_id
         WHERE reopening.evidence_id = NEW.evidence_id AND reopening.action = 'reopen' AND retraction.id = NEW.retraction_id
           AND retraction.lifted_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM claims_review later WHERE later.evidence_id = NEW.evidence_id AND later.id > reopening.id)) THEN
        RAISE EXCEPTION 'law 4: evidence is restored only as a lifted retraction re-opened it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action = 'supersede' THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I revising JOIN claims_review approval ON approval.%I = revising.id'
                       ' WHERE approval.action = $2 AND approval.revision = revising.revision'
                       ' AND revising.supersedes_id = $1 AND revising.status = $3 AND approval.by_id = $4)', reviewed_table, substr(reviewed_table, 8) || '_id')
           INTO is_revised USING reviewed_id, 'approve', 'in_review', NEW.by_id;
        IF NOT is_revised THEN
            RAISE EXCEPTION 'law 3: % % is superseded only by the approval of what revises it', reviewed_table, reviewed.public_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.action IN ('submit', 'withdraw', 'reopen', 'restore', 'supersede') THEN RETURN NEW; END IF;
"""

# Nobody may be known to have proposed a record. What the database itself does when words are corrected, a document is retracted or a
# revision is approved is no part in a review: whoever brings it in may have been the one who did that.
IMPORTED = _changed(
    _BEFORE,
    (
        "    IF NEW.created_by_id IS NULL OR NEW.created_by_id = NEW.imported_by_id THEN\n",
        "    IF NEW.created_by_id = NEW.imported_by_id THEN\n",
    ),
    ("has an author, who is not the one who brings it in", "is not of the one who brings it in"),
    ("    reviewed record;\n", "    reviewed record;\n    is_revised boolean;\n"),
    (
        "    IF NEW.by_id IS NULL OR NEW.by_id = NEW.imported_by_id THEN\n",
        "    IF NEW.action NOT IN ('reopen', 'restore') AND (NEW.by_id IS NULL OR NEW.by_id = NEW.imported_by_id) THEN\n",
    ),
    (
        "NOT IN ('submit', 'withdraw', 'approve', 'reject', 'request_changes', 'retract')",
        "NOT IN ('submit', 'withdraw', 'approve', 'reject', 'request_changes', 'retract', 'reopen', 'restore', 'supersede')",
    ),
    (
        "WHEN 'retract' THEN ARRAY['published', 'accepted']\n",
        "WHEN 'retract' THEN ARRAY['published', 'accepted']\n"
        "                                         WHEN 'supersede' THEN ARRAY['published', 'accepted'] WHEN 'reopen' THEN ARRAY['accepted']\n",
    ),
    ("    IF NEW.action IN ('submit', 'withdraw') THEN RETURN NEW; END IF;\n", _RETOLD),
)

# A revision that was brought in may revise what was approved once and has been taken back since; it is approved only over what stands.
# What it supersedes, if that was brought in too, is superseded by its approver and at that time.
SUPERSEDE = _changed(
    _SUPERSEDE,
    ("    revised record;\n", "    revised record;\n    approver bigint;\n    approved_at timestamptz;\n"),
    (
        "       AND (NEW.status <> 'draft' OR revised.status IN ('rejected', 'retracted', 'superseded')) THEN\n",
        "       AND (NEW.status <> 'draft' OR revised.status IN ('rejected', 'retracted', 'superseded'))\n"
        "       AND NOT (NEW.imported_by_id IS NOT NULL AND NEW.imported_by_id IS NOT DISTINCT FROM revised.imported_by\n"
        "                AND NEW.status IN ('draft', 'in_review') AND revised.status = 'retracted') THEN\n",
    ),
    ("revision, status, to_jsonb(it)", "revision, status, imported_by_id AS imported_by, to_jsonb(it)"),
    (
        "    EXECUTE format('INSERT INTO claims_review",
        "    IF NEW.imported_by_id IS NOT NULL AND NEW.imported_by_id IS NOT DISTINCT FROM revised.imported_by THEN\n"
        "        EXECUTE format('SELECT by_id, at FROM claims_review WHERE %I = $1 AND revision = $2 AND action = $3 AND imported_by_id = $4"
        " ORDER BY id DESC LIMIT 1', link)\n"
        "           INTO approver, approved_at USING NEW.id, OLD.revision, 'approve', NEW.imported_by_id;\n"
        "    END IF;\n"
        "    IF approver IS NOT NULL THEN\n"
        "        EXECUTE format('INSERT INTO claims_review (public_id, %I, revision, action, by_id, comment, at, imported_by_id)'\n"
        "                       ' VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', link)\n"
        "          USING sources_new_public_id(), revised.id, revised.revision, 'supersede', approver, why, approved_at, NEW.imported_by_id;\n"
        "    ELSE\n"
        "        EXECUTE format('INSERT INTO claims_review",
    ),
    (
        "history_acting_user(), why;\n",
        "history_acting_user(), why;\n    END IF;\n",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0032_law_of_conflicts"), ("sources", "0024_law_of_retractions")]
    operations = [migrations.RunSQL([IMPORTED, SUPERSEDE], [_SUPERSEDE, _BEFORE])]
