"""Law 3: a claim in review goes back to draft by a review, an edit of its words, or another topic, and by nothing else that a trigger does."""

from __future__ import annotations

from django.db import migrations

# law_reviewed lets a trigger take a claim back, for a topic is chosen before its row is there; whether one was is known at the end.
FUNCTION = """
CREATE FUNCTION law_taken_back() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (to_jsonb(NEW) - claims_kept_columns())::text = (to_jsonb(OLD) - claims_kept_columns())::text
       AND NOT EXISTS (SELECT 1 FROM claims_review WHERE claim_id = OLD.id AND revision = OLD.revision AND action IN ('withdraw', 'request_changes'))
       AND NOT EXISTS (SELECT 1 FROM history_change topic JOIN history_change now_so ON now_so."table" = topic."table" AND now_so.record_id = topic.record_id
                        WHERE topic."table" = 'claims_claimtopic' AND (topic.state ->> 'claim_id')::bigint = OLD.id
                          AND now_so.transaction = pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'law 3: % % goes from in_review to draft only by a review of revision %', TG_TABLE_NAME, OLD.public_id, OLD.revision
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGER = """
CREATE CONSTRAINT TRIGGER law_taken_back AFTER UPDATE ON claims_claim DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status = 'in_review' AND NEW.status = 'draft') EXECUTE FUNCTION law_taken_back();
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_taken_back;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0058_merges_and_decisions_wait")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGER, "DROP TRIGGER law_taken_back ON claims_claim;\nDROP FUNCTION law_taken_back();")]
