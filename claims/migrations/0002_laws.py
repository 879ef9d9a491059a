"""Laws 2, 3 and 9 (ground, two persons, machines) as triggers that no path and no session setting escapes."""

from __future__ import annotations

from django.db import migrations

from history.operations import track

FUNCTIONS = """
-- Columns that are not the words of a reviewed record: its names, its state, its book-keeping.
CREATE FUNCTION claims_kept_columns() RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT ARRAY['id', 'public_id', 'created_by_id', 'origin', 'tool', 'created_at', 'revision', 'changed_at', 'status'] $$;

-- Which act of review leads from one state to the next; empty where none does.
CREATE FUNCTION claims_acts(old_state text, new_state text, approved text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN old_state = 'draft' AND new_state = 'in_review' THEN ARRAY['submit']
        WHEN old_state = 'in_review' AND new_state = 'draft' THEN ARRAY['withdraw', 'request_changes']
        WHEN old_state = 'in_review' AND new_state = approved THEN ARRAY['approve']
        WHEN old_state = 'in_review' AND new_state = 'rejected' THEN ARRAY['reject']
        WHEN old_state = approved AND new_state = 'retracted' THEN ARRAY['retract']
        WHEN old_state = 'accepted' AND new_state = 'in_review' THEN ARRAY['reopen']
        ELSE ARRAY[]::text[] END
$$;

CREATE FUNCTION law_reviewed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    approved text := TG_ARGV[0];
    link text := TG_ARGV[1];
    acts text[];
    is_decided boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'law 3: % % begins as a draft; only a review leads further', TG_TABLE_NAME, NEW.public_id
                USING ERRCODE = 'check_violation';
        END IF;
        NEW.created_by_id := history_acting_user();
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.public_id, NEW.created_by_id, NEW.origin, NEW.tool) IS DISTINCT FROM
       (OLD.id, OLD.public_id, OLD.created_by_id, OLD.origin, OLD.tool) THEN
        RAISE EXCEPTION 'law 9: who proposed % % never changes', TG_TABLE_NAME, OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - claims_kept_columns())::text IS DISTINCT FROM (to_jsonb(OLD) - claims_kept_columns())::text THEN
        IF OLD.status NOT IN ('draft', 'in_review') THEN
            RAISE EXCEPTION 'law 3: the words of % % are %: they never change, revise it instead', TG_TABLE_NAME, OLD.public_id, OLD.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.status NOT IN ('draft', OLD.status) THEN
            RAISE EXCEPTION 'law 3: % % cannot be edited and decided on in one step', TG_TABLE_NAME, OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.status := 'draft';
        RETURN NEW;
    END IF;
    IF NEW.status = OLD.status THEN RETURN NEW; END IF;
    acts := claims_acts(OLD.status, NEW.status, approved);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = ANY ($3))', link)
       INTO is_decided USING OLD.id, OLD.revision, acts;
    IF NOT is_decided THEN
        RAISE EXCEPTION 'law 3: % % goes from % to % only by a review of revision %', TG_TABLE_NAME, OLD.public_id, OLD.status, NEW.status, OLD.revision
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION law_ground() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- The lock makes a retraction at the same moment wait, or this approval fail.
    PERFORM 1 FROM claims_evidence evidence JOIN sources_passage passage ON passage.id = evidence.passage_id
      WHERE evidence.claim_id = NEW.id AND evidence.status = 'accepted'
        AND passage.status IN ('exact', 'pinned', 'transcribed') AND passage.carried <> 'orphaned'
        FOR SHARE OF evidence;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'law 2: claim % has no accepted evidence: accept some first', NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A review is of the present revision, by the acting user; who approves neither made, edited nor submitted the record.
CREATE FUNCTION law_review() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reviewed_table text := CASE WHEN NEW.claim_id IS NOT NULL THEN 'claims_claim'
                                WHEN NEW.evidence_id IS NOT NULL THEN 'claims_evidence' ELSE 'claims_relation' END;
    reviewed_id bigint := coalesce(NEW.claim_id, NEW.evidence_id, NEW.relation_id);
    reviewed record;
BEGIN
    NEW.at := clock_timestamp();
    NEW.id := nextval(pg_get_serial_sequence('public.claims_review', 'id'));
    IF NEW.by_id IS DISTINCT FROM history_acting_user() THEN
        RAISE EXCEPTION 'law 3: a review is written by the user who acts' USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT public_id, revision, status, created_by_id FROM %I WHERE id = $1 FOR UPDATE', reviewed_table)
       INTO reviewed USING reviewed_id;
    IF reviewed.revision IS DISTINCT FROM NEW.revision THEN
        RAISE EXCEPTION 'law 6: % % is at revision %, the review is of %', reviewed_table, reviewed.public_id, reviewed.revision, NEW.revision
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action IN ('approve', 'reject', 'request_changes', 'retract') AND EXISTS (
        SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
         WHERE membership.user_id = NEW.by_id AND auth_group.name = 'machines') THEN
        RAISE EXCEPTION 'law 9: a machine decides nothing' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT reviewed.status = ANY (CASE NEW.action WHEN 'submit' THEN ARRAY['draft'] WHEN 'retract' THEN ARRAY['published', 'accepted']
                                       WHEN 'reopen' THEN ARRAY['accepted'] ELSE ARRAY['in_review'] END) THEN
        RAISE EXCEPTION 'law 3: % % is %: it cannot be reviewed like this (%)', reviewed_table, reviewed.public_id, reviewed.status, NEW.action
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;
    IF reviewed.created_by_id = NEW.by_id
       OR EXISTS (SELECT 1 FROM claims_review earlier WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id
                     AND coalesce(earlier.claim_id, 0) = coalesce(NEW.claim_id, 0)
                     AND coalesce(earlier.evidence_id, 0) = coalesce(NEW.evidence_id, 0)
                     AND coalesce(earlier.relation_id, 0) = coalesce(NEW.relation_id, 0))
       OR EXISTS (SELECT 1 FROM history_change edit WHERE edit."table" = reviewed_table AND edit.record_id = reviewed_id
                     AND edit.user_id = NEW.by_id
                     AND EXISTS (SELECT 1 FROM unnest(edit.changed) AS col WHERE col <> ALL (claims_kept_columns()))) THEN
        RAISE EXCEPTION 'law 3: who made, edited or submitted % % does not approve it: ask a second person', reviewed_table, reviewed.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM auth_user WHERE id = NEW.by_id AND is_superuser)
       AND NOT EXISTS (SELECT 1 FROM auth_permission permission
                        LEFT JOIN auth_user_user_permissions own ON own.permission_id = permission.id AND own.user_id = NEW.by_id
                        LEFT JOIN auth_group_permissions granted ON granted.permission_id = permission.id
                        LEFT JOIN auth_user_groups membership ON membership.group_id = granted.group_id AND membership.user_id = NEW.by_id
                       WHERE permission.codename = 'review_claim' AND (own.id IS NOT NULL OR membership.id IS NOT NULL)) THEN
        RAISE EXCEPTION 'law 3: only an editor approves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_reviewed BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION law_reviewed('published', 'claim_id');
CREATE TRIGGER law_reviewed BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION law_reviewed('accepted', 'evidence_id');
CREATE TRIGGER law_reviewed BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW EXECUTE FUNCTION law_reviewed('accepted', 'relation_id');
CREATE TRIGGER law_ground BEFORE UPDATE ON claims_claim FOR EACH ROW
    WHEN (NEW.status = 'published' AND OLD.status <> 'published') EXECUTE FUNCTION law_ground();
CREATE TRIGGER law_review BEFORE INSERT ON claims_review FOR EACH ROW EXECUTE FUNCTION law_review();
CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE ON claims_review FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
CREATE TRIGGER law_truncate BEFORE TRUNCATE ON claims_review FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate();
CREATE TRIGGER law_keep BEFORE DELETE ON claims_claim FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON claims_relation FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON claims_topic FOR EACH ROW EXECUTE FUNCTION law_keep();
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_reviewed, ENABLE ALWAYS TRIGGER law_ground, ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_reviewed, ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_reviewed, ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE claims_topic ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE claims_claim ADD CONSTRAINT claims_claim_attributes_are_object CHECK (jsonb_typeof(attributes) = 'object');
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review, ENABLE ALWAYS TRIGGER law_append_only, ENABLE ALWAYS TRIGGER law_truncate;
"""

REVERSE = """
ALTER TABLE claims_claim DROP CONSTRAINT claims_claim_attributes_are_object;
DROP TRIGGER law_reviewed ON claims_claim;
DROP TRIGGER law_reviewed ON claims_evidence;
DROP TRIGGER law_reviewed ON claims_relation;
DROP TRIGGER law_ground ON claims_claim;
DROP TRIGGER law_review ON claims_review;
DROP TRIGGER law_append_only ON claims_review;
DROP TRIGGER law_truncate ON claims_review;
DROP TRIGGER law_keep ON claims_claim;
DROP TRIGGER law_keep ON claims_evidence;
DROP TRIGGER law_keep ON claims_relation;
DROP TRIGGER law_keep ON claims_topic;
DROP FUNCTION law_review(), law_ground(), law_reviewed(), claims_acts(text, text, text), claims_kept_columns();
"""

TRACKED = ("claims_topic", "claims_topiclabel", "claims_claim", "claims_claimtopic", "claims_evidence", "claims_relation")


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_tables"), ("sources", "0003_search"), ("history", "0002_triggers")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE), *(track(table) for table in TRACKED)]
