"""What was said stays as it was said, is resolved once, by a person; and nobody approves what has an open flag."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION law_remark() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    actor bigint := history_acting_user();
    book_keeping text[] := ARRAY['revision', 'created_at', 'changed_at', 'resolution', 'resolved_by_id', 'resolved_at'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF actor IS NULL THEN
            RAISE EXCEPTION 'law 5: a % is written by somebody', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
        NEW.by_id := actor; NEW.resolution := ''; NEW.resolved_by_id := NULL; NEW.resolved_at := NULL;
        IF (to_jsonb(NEW) ->> 'reply_to_id') IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM claims_comment answered WHERE answered.id = (to_jsonb(NEW) ->> 'reply_to_id')::bigint
               AND (answered.claim_id, answered.evidence_id, answered.relation_id)
                   IS NOT DISTINCT FROM (NEW.claim_id, NEW.evidence_id, NEW.relation_id)) THEN
            RAISE EXCEPTION 'law 5: an answer is about what it answers' USING ERRCODE = 'check_violation';
        END IF;
        -- An approval at this moment and this flag wait for each other.
        PERFORM 1 FROM claims_claim WHERE id = NEW.claim_id FOR KEY SHARE;
        PERFORM 1 FROM claims_evidence WHERE id = NEW.evidence_id FOR KEY SHARE;
        PERFORM 1 FROM claims_relation WHERE id = NEW.relation_id FOR KEY SHARE;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - ARRAY['revision', 'created_at', 'changed_at'] = to_jsonb(OLD) - ARRAY['revision', 'created_at', 'changed_at'] THEN
        RETURN NEW;
    END IF;
    IF OLD.resolved_at IS NOT NULL OR to_jsonb(NEW) - book_keeping <> to_jsonb(OLD) - book_keeping THEN
        RAISE EXCEPTION 'law 5: % % stays as it was written and is resolved once: write another', TG_TABLE_NAME, OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF actor IS NULL OR EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                                 WHERE membership.user_id = actor AND auth_group.name = 'machines') THEN
        RAISE EXCEPTION 'law 9: a person who acts resolves %, no machine', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    NEW.resolved_by_id := actor;
    NEW.resolved_at := clock_timestamp();
    RETURN NEW;
END $$;

-- While something is said to be wrong with a record, it is neither approved nor published.
CREATE FUNCTION law_unflagged() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    is_flagged boolean;
BEGIN
    IF TG_TABLE_NAME = 'claims_review' THEN
        SELECT EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL
                          AND (claim_id = NEW.claim_id OR evidence_id = NEW.evidence_id OR relation_id = NEW.relation_id)) INTO is_flagged;
    ELSE
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM claims_flag WHERE resolved_at IS NULL AND %I = $1) AND NOT EXISTS ('
                       ' SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = $3)', TG_ARGV[0], TG_ARGV[0])
           INTO is_flagged USING OLD.id, OLD.revision, 'restore';
    END IF;
    IF is_flagged THEN
        RAISE EXCEPTION 'law 3: it has an open flag: resolve that first' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_REVIEWED = (("claims_claim", "claim_id"), ("claims_evidence", "evidence_id"), ("claims_relation", "relation_id"))
_REMARKS = ("claims_comment", "claims_flag")

# By name after law_review and law_imported_review, which lock what is reviewed.
TRIGGERS = """
CREATE TRIGGER law_review_unflagged BEFORE INSERT ON claims_review FOR EACH ROW WHEN (NEW.action = 'approve') EXECUTE FUNCTION law_unflagged();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review_unflagged;
""" + "".join(
    f"""
CREATE TRIGGER law_unflagged BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.status = 'in_review' AND NEW.status IN ('published', 'accepted')) EXECUTE FUNCTION law_unflagged('{link}');
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_unflagged;
"""
    for table, link in _REVIEWED
)
TRIGGERS += "".join(
    f"""
CREATE TRIGGER law_remark BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION law_remark();
CREATE TRIGGER law_undeleted BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_remark, ENABLE ALWAYS TRIGGER law_undeleted;
"""
    for table in _REMARKS
)

REVERSE = (
    "".join(f"DROP TRIGGER law_undeleted ON {table};\nDROP TRIGGER law_remark ON {table};\n" for table in _REMARKS)
    + "".join(f"DROP TRIGGER law_unflagged ON {table};\n" for table, _ in _REVIEWED)
    + "DROP TRIGGER law_review_unflagged ON claims_review;\nDROP FUNCTION law_unflagged(), law_remark();"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0036_remarks")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
