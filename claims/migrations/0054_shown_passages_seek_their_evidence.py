"""Law 7: whether an excerpt is public is asked from its passage, whatever the planner believes of tables that an import is filling."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("claims.migrations.0040_law_of_excerpts_by_statement").SHOWN

# Each OFFSET 0 is a step that the planner may not turn round: evidence or reviews of this passage first, and only then their claims.
SHOWN = """
CREATE OR REPLACE FUNCTION claims_show_passages(passages bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF passages = '{}' THEN RETURN; END IF;
    PERFORM sources_lock_excerpts_of(ARRAY(SELECT DISTINCT text_id FROM sources_passage WHERE id = ANY (passages) AND start IS NOT NULL));
    PERFORM sources_show_passages(passages, 'evidence', ARRAY(
        SELECT passage.id FROM sources_passage passage
         WHERE passage.id = ANY (passages) AND passage.start IS NOT NULL
           AND (EXISTS (SELECT 1 FROM (SELECT claim_id FROM claims_evidence
                                        WHERE passage_id = passage.id AND status = 'accepted' OFFSET 0) AS evidence
                         WHERE (SELECT claims_is_public(claim.status) FROM claims_claim claim WHERE claim.id = evidence.claim_id))
             OR EXISTS (SELECT 1 FROM (SELECT evidence_id FROM claims_review WHERE stood_on_id = passage.id OFFSET 0) AS review
                         WHERE (SELECT evidence.status IN ('draft', 'in_review', 'accepted')
                                   AND (SELECT claims_is_public(claim.status) FROM claims_claim claim WHERE claim.id = evidence.claim_id)
                                  FROM claims_evidence evidence WHERE evidence.id = review.evidence_id))
             OR EXISTS (SELECT 1 FROM (SELECT relation_id FROM claims_relationevidence WHERE passage_id = passage.id OFFSET 0) AS link
                         WHERE claims_relation_is_public(link.relation_id)))));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0053_submissions_are_asked_of_the_record")]
    operations = [migrations.RunSQL(SHOWN, _BEFORE)]
