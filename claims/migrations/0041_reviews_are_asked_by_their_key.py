"""Laws 3 and 8 ask for a row by a statement that is planned once, and take no row apart of which only the state moved."""

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


_REVIEWED = import_module("claims.migrations.0012_law_of_revisions").REVIEWED
REVIEWED = _changed(
    _REVIEWED,
    ("    old_words jsonb;\n", "    otherwise record;\n    old_words jsonb;\n"),
    (
        "    old_words := to_jsonb(OLD) - claims_kept_columns();\n    new_words := to_jsonb(NEW) - claims_kept_columns();\n"
        "    IF new_words::text IS DISTINCT FROM old_words::text THEN\n",
        "    otherwise := NEW;\n    otherwise.status := OLD.status;\n"
        "    IF otherwise *<> OLD THEN\n"
        "        old_words := to_jsonb(OLD) - claims_kept_columns();\n        new_words := to_jsonb(NEW) - claims_kept_columns();\n    END IF;\n"
        "    IF new_words::text IS DISTINCT FROM old_words::text THEN\n",
    ),
    (
        "    EXECUTE format('SELECT EXISTS (SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = ANY ($3))', link)\n"
        "       INTO is_decided USING OLD.id, OLD.revision, acts;\n",
        "    IF link = 'claim_id' THEN\n"
        "        is_decided := EXISTS (SELECT 1 FROM claims_review WHERE claim_id = OLD.id AND revision = OLD.revision AND action = ANY (acts));\n"
        "    ELSIF link = 'evidence_id' THEN\n"
        "        is_decided := EXISTS (SELECT 1 FROM claims_review WHERE evidence_id = OLD.id AND revision = OLD.revision AND action = ANY (acts));\n"
        "    ELSE\n"
        "        is_decided := EXISTS (SELECT 1 FROM claims_review WHERE relation_id = OLD.id AND revision = OLD.revision AND action = ANY (acts));\n"
        "    END IF;\n",
    ),
)

_IMPORTED = str(import_module("claims.migrations.0035_reviews_of_one_record_by_index").Migration.operations[0].sql[1])
_IMPORTED = _IMPORTED[_IMPORTED.index("CREATE OR REPLACE FUNCTION law_imported_review()") :]
_ASKED = (
    "    EXECUTE format('SELECT public_id, revision, status, created_by_id, imported_by_id, created_at FROM %I WHERE id = $1 FOR UPDATE', reviewed_table)\n"
    "       INTO reviewed USING reviewed_id;\n"
)
_ASKED_BY_NAME = """    IF NEW.claim_id IS NOT NULL THEN
        SELECT public_id, revision, status, created_by_id, imported_by_id, created_at INTO reviewed
          FROM claims_claim WHERE id = NEW.claim_id FOR UPDATE;
    ELSIF NEW.evidence_id IS NOT NULL THEN
        SELECT public_id, revision, status, created_by_id, imported_by_id, created_at INTO reviewed
          FROM claims_evidence WHERE id = NEW.evidence_id FOR UPDATE;
    ELSE
        SELECT public_id, revision, status, created_by_id, imported_by_id, created_at INTO reviewed
          FROM claims_relation WHERE id = NEW.relation_id FOR UPDATE;
    END IF;
"""
IMPORTED = _changed(_IMPORTED, (_ASKED, _ASKED_BY_NAME))

_UNFLAGGED = import_module("claims.migrations.0037_law_of_remarks").FUNCTIONS
_UNFLAGGED = _UNFLAGGED[_UNFLAGGED.index("CREATE FUNCTION law_unflagged()") :].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# Flags are few: whether there is one is asked first, by its own key, and only then whether the record was restored.
UNFLAGGED = _changed(
    _UNFLAGGED,
    (
        "    is_flagged boolean;\nBEGIN\n",
        "    is_flagged boolean;\n    reviewed text := TG_ARGV[0];\n    reviewed_id bigint;\nBEGIN\n"
        "    IF TG_TABLE_NAME = 'claims_review' THEN\n"
        "        reviewed := CASE WHEN NEW.claim_id IS NOT NULL THEN 'claim_id' WHEN NEW.evidence_id IS NOT NULL THEN 'evidence_id' ELSE 'relation_id' END;\n"
        "        reviewed_id := coalesce(NEW.claim_id, NEW.evidence_id, NEW.relation_id);\n"
        "    ELSE\n"
        "        reviewed_id := OLD.id;\n"
        "    END IF;\n",
    ),
    (
        "    IF TG_TABLE_NAME = 'claims_review' THEN\n"
        "        SELECT EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL\n"
        "                          AND (claim_id = NEW.claim_id OR evidence_id = NEW.evidence_id OR relation_id = NEW.relation_id)) INTO is_flagged;\n"
        "    ELSE\n"
        "        EXECUTE format('SELECT EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL AND %I = $1) AND NOT EXISTS ('\n"
        "                       ' SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = $3)', TG_ARGV[0], TG_ARGV[0])\n"
        "           INTO is_flagged USING OLD.id, OLD.revision, 'restore';\n"
        "    END IF;\n",
        "    IF reviewed = 'claim_id' THEN\n"
        "        is_flagged := EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL AND claim_id = reviewed_id);\n"
        "    ELSIF reviewed = 'evidence_id' THEN\n"
        "        is_flagged := EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL AND evidence_id = reviewed_id);\n"
        "    ELSE\n"
        "        is_flagged := EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL AND relation_id = reviewed_id);\n"
        "    END IF;\n"
        "    IF is_flagged AND TG_TABLE_NAME <> 'claims_review' THEN\n"
        "        EXECUTE format('SELECT NOT EXISTS (SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = $3)', reviewed)\n"
        "           INTO is_flagged USING reviewed_id, OLD.revision, 'restore';\n"
        "    END IF;\n",
    ),
)

_TABLES = ("claims_claim", "claims_evidence", "claims_relation")


def _fixed(condition: str) -> str:
    return "".join(
        f"""
DROP TRIGGER law_fixed ON {table};
CREATE TRIGGER law_fixed BEFORE UPDATE ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION law_fixed('imported_by_id');
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_fixed;
"""
        for table in _TABLES
    )


class Migration(migrations.Migration):
    dependencies = [("claims", "0040_law_of_excerpts_by_statement")]
    operations = [
        migrations.RunSQL(
            [REVIEWED, IMPORTED, UNFLAGGED, _fixed("WHEN (NEW.imported_by_id IS DISTINCT FROM OLD.imported_by_id)")],
            [_fixed(""), _UNFLAGGED, _IMPORTED, _REVIEWED],
        )
    ]
