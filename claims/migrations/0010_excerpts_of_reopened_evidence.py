"""What stays readable while its evidence is re-opened, or was moved to corrected words, is counted as shown, as long as it is."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

FUNCTIONS = """
-- As ``excerpts_visible_to`` has it: accepted evidence makes an excerpt public, and so does evidence that was accepted on it
-- before a correction re-opened it.
CREATE OR REPLACE FUNCTION claims_show_passages(passages bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    passage record;
    is_public boolean;
BEGIN
    -- In the order of their texts, so that two publications wait for each other and do not lock up.
    FOR passage IN SELECT id, text_id FROM sources_passage WHERE id = ANY (passages) AND start IS NOT NULL ORDER BY text_id, id LOOP
        PERFORM sources_lock_excerpts(passage.text_id);
        is_public := EXISTS (SELECT 1 FROM claims_evidence evidence JOIN claims_claim claim ON claim.id = evidence.claim_id
                              WHERE evidence.passage_id = passage.id AND evidence.status = 'accepted' AND claims_is_public(claim.status))
                  OR EXISTS (SELECT 1 FROM claims_review review JOIN claims_evidence evidence ON evidence.id = review.evidence_id
                               JOIN claims_claim claim ON claim.id = evidence.claim_id
                              WHERE review.stood_on_id = passage.id AND evidence.status IN ('draft', 'in_review', 'accepted')
                                AND claims_is_public(claim.status));
        PERFORM sources_show_passage(passage.id, 'evidence', is_public);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION law_excerpts_of_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(
        SELECT passage_id FROM claims_evidence WHERE claim_id = NEW.id AND status = 'accepted'
         UNION SELECT stood_on_id FROM claims_review WHERE stood_on_id IS NOT NULL
                  AND evidence_id IN (SELECT id FROM claims_evidence WHERE claim_id = NEW.id)));
    RETURN NULL;
END $$;

CREATE FUNCTION law_excerpts_reopened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(SELECT stood_on_id FROM claims_review WHERE evidence_id = NEW.id AND stood_on_id IS NOT NULL));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_excerpts_reopened() FROM PUBLIC;
"""

TRIGGERS = """
CREATE TRIGGER law_excerpts_reopened AFTER UPDATE ON claims_evidence FOR EACH ROW
    WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION law_excerpts_reopened();
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_excerpts_reopened;
"""

REVERSE = f"""
DROP TRIGGER law_excerpts_reopened ON claims_evidence;
DROP FUNCTION law_excerpts_reopened();
{import_module("claims.migrations.0009_excerpts_shown_by_evidence").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_excerpts_shown_by_evidence")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
