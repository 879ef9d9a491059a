"""Law 3: what is published is revised by another record that takes its place when it is approved; to choose a topic is to edit."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_OF_0002 = import_module("claims.migrations.0002_laws").FUNCTIONS
_ACTS = _OF_0002[_OF_0002.index("CREATE FUNCTION claims_acts") : _OF_0002.index("CREATE FUNCTION law_reviewed")]
_ACTS = _ACTS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_REVIEWED = import_module("claims.migrations.0003_holders_follow_merges").FUNCTIONS
_REVIEWED = _REVIEWED[: _REVIEWED.index("-- A review is of the present revision")]
_REVIEW = import_module("claims.migrations.0008_law_of_reopening").REVIEW


def _with(sql: str, before: str, added: str) -> str:
    """Return the SQL with something added before a line of it."""
    if sql.count(before) != 1:
        raise ValueError(f"Not once in the SQL: {before}")
    return sql.replace(before, added + before)


ACTS = _with(
    _ACTS,
    "        ELSE ARRAY[]::text[] END\n",
    "        WHEN old_state = approved AND new_state = 'superseded' THEN ARRAY['supersede']\n",
)

# Another topic is an edit too, by a trigger (law_topics): back to draft, without an act of review.
REVIEWED = _with(
    _REVIEWED,
    "    acts := claims_acts(OLD.status, NEW.status, approved);\n",
    "    IF TG_TABLE_NAME = 'claims_claim' AND OLD.status = 'in_review' AND NEW.status = 'draft' AND pg_trigger_depth() > 1 THEN\n"
    "        RETURN NEW;\n"
    "    END IF;\n",
)

# Only the approval of a revision supersedes; and whoever gave a claim a topic, or took one away, edited it.
_FURTHER = """    IF NEW.action = 'supersede' THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I revising JOIN claims_review approval ON approval.%I = revising.id'
                       ' WHERE approval.action = $2 AND approval.revision = revising.revision'
                       ' AND revising.supersedes_id = $1 AND revising.status = $3)', reviewed_table, substr(reviewed_table, 8) || '_id')
           INTO is_revised USING reviewed_id, 'approve', 'in_review';
        IF NOT is_revised THEN
            RAISE EXCEPTION 'law 3: % % is superseded only by the approval of what revises it', reviewed_table, reviewed.public_id
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.action = 'approve' AND NEW.claim_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM history_change WHERE "table" = 'claims_claimtopic' AND (state ->> 'claim_id')::bigint = NEW.claim_id
                      AND user_id = NEW.by_id) THEN
        RAISE EXCEPTION 'law 3: who chose topics of claim % does not approve it: ask a second person', reviewed.public_id
            USING ERRCODE = 'check_violation';
    END IF;
"""
REVIEW = _with(
    _REVIEW.replace("    reviewed record;\n", "    reviewed record;\n    is_revised boolean;\n").replace(
        "WHEN 'reopen' THEN ARRAY['accepted']", "WHEN 'reopen' THEN ARRAY['accepted'] WHEN 'supersede' THEN ARRAY['published', 'accepted']"
    ),
    "    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;\n",
    _FURTHER,
)

FUNCTIONS = """
-- A record revises one of its kind that is approved, and takes its place in the moment in which it is approved itself.
CREATE FUNCTION law_supersede() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    approved text := TG_ARGV[0];
    link text := TG_ARGV[1];
    revised record;
    reason_before text := coalesce(current_setting('pincite.reason', true), '');
    why text := format('Superseded by %s.', NEW.public_id);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.supersedes_id IS NOT DISTINCT FROM OLD.supersedes_id
       AND to_jsonb(NEW) ->> 'claim_id' IS NOT DISTINCT FROM to_jsonb(OLD) ->> 'claim_id'
       AND (NEW.status = OLD.status OR NEW.status NOT IN ('in_review', approved)) THEN
        RETURN NEW;
    END IF;
    -- An older snapshot would not see that it was taken back meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'law 3: what is published is revised in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT id, public_id, revision, status, to_jsonb(it) ->> ''claim_id'' AS claim FROM %I it WHERE id = $1 FOR UPDATE',
                   TG_TABLE_NAME) INTO revised USING NEW.supersedes_id;
    IF revised.status IS DISTINCT FROM approved THEN
        RAISE EXCEPTION 'law 3: % % is %: only what is % can be revised', TG_TABLE_NAME, revised.public_id, revised.status, approved
            USING ERRCODE = 'check_violation';
    END IF;
    IF to_jsonb(NEW) ->> 'claim_id' IS DISTINCT FROM revised.claim THEN
        RAISE EXCEPTION 'law 3: evidence % is revised for its own claim: propose new evidence for another one', revised.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> approved THEN RETURN NEW; END IF;
    EXECUTE format('INSERT INTO claims_review (public_id, %I, revision, action, by_id, comment) VALUES ($1, $2, $3, $4, $5, $6)', link)
      USING sources_new_public_id(), revised.id, revised.revision, 'supersede', history_acting_user(), why;
    PERFORM set_config('pincite.reason', why, true);
    EXECUTE format('UPDATE %I SET status = $1 WHERE id = $2', TG_TABLE_NAME) USING 'superseded', revised.id;
    PERFORM set_config('pincite.reason', reason_before, true);
    RETURN NEW;
END $$;

-- Whatever is superseded has something approved in its place when the transaction ends.
CREATE FUNCTION law_superseded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    is_replaced boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I later JOIN claims_review approval ON approval.%I = later.id'
                   ' WHERE later.supersedes_id = $1 AND later.status <> $2 AND approval.action = $3 AND approval.revision < later.revision)',
                   TG_TABLE_NAME, TG_ARGV[0]) INTO is_replaced USING NEW.id, 'draft', 'approve';
    IF NOT is_replaced THEN
        RAISE EXCEPTION 'law 3: % % is superseded by nothing', TG_TABLE_NAME, NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- Topics are submitted with a claim: another one is an edit of it. Once it is decided on they are no words of it but an index.
CREATE FUNCTION law_topics() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    before bigint := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.claim_id END;
    after bigint := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.claim_id END;
BEGIN
    -- An approval at this moment and this edit wait for each other.
    PERFORM 1 FROM claims_claim WHERE id IN (before, after) ORDER BY id FOR UPDATE;
    UPDATE claims_claim SET status = 'draft' WHERE id IN (before, after) AND status = 'in_review';
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_supersede BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_supersede('published', 'claim_id');
CREATE TRIGGER law_supersede BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_supersede('accepted', 'evidence_id');
CREATE TRIGGER law_supersede BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_supersede('accepted', 'relation_id');
CREATE CONSTRAINT TRIGGER law_superseded AFTER UPDATE ON claims_claim DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'superseded' AND OLD.status <> 'superseded') EXECUTE FUNCTION law_superseded('claim_id');
CREATE CONSTRAINT TRIGGER law_superseded AFTER UPDATE ON claims_evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'superseded' AND OLD.status <> 'superseded') EXECUTE FUNCTION law_superseded('evidence_id');
CREATE CONSTRAINT TRIGGER law_superseded AFTER UPDATE ON claims_relation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'superseded' AND OLD.status <> 'superseded') EXECUTE FUNCTION law_superseded('relation_id');
CREATE TRIGGER law_topics BEFORE INSERT OR UPDATE OR DELETE ON claims_claimtopic FOR EACH ROW EXECUTE FUNCTION law_topics();
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_supersede, ENABLE ALWAYS TRIGGER law_superseded;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_supersede, ENABLE ALWAYS TRIGGER law_superseded;
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_supersede, ENABLE ALWAYS TRIGGER law_superseded;
ALTER TABLE claims_claimtopic ENABLE ALWAYS TRIGGER law_topics;
-- Who chose a claim's topics.
CREATE INDEX claims_change_of_topics ON history_change (((state ->> 'claim_id')::bigint)) WHERE "table" = 'claims_claimtopic';
"""

REVERSE = f"""
DROP INDEX claims_change_of_topics;
DROP TRIGGER law_topics ON claims_claimtopic;
DROP TRIGGER law_superseded ON claims_claim;
DROP TRIGGER law_superseded ON claims_evidence;
DROP TRIGGER law_superseded ON claims_relation;
DROP TRIGGER law_supersede ON claims_claim;
DROP TRIGGER law_supersede ON claims_evidence;
DROP TRIGGER law_supersede ON claims_relation;
DROP FUNCTION law_topics(), law_superseded(), law_supersede();
{_REVIEW}
{_REVIEWED}
{_ACTS}
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0011_revisions")]
    operations = [migrations.RunSQL([ACTS, REVIEWED, REVIEW, FUNCTIONS + TRIGGERS], REVERSE)]
