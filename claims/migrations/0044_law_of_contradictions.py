"""Which contradictions hold at present, and how many of each claim, is kept by the database: a question for them looks into an index."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Says anew of each pair whether it holds: both claims published and supported, and not by one and the same document alone.
CREATE FUNCTION claims_judge_contradictions(pairs bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE claims_contradiction pair SET holds = NOT pair.holds FROM claims_claimstanding mine, claims_claimstanding theirs
     WHERE pair.id = ANY (pairs) AND mine.claim_id = pair.claim_id AND theirs.claim_id = pair.other_id
       AND pair.holds <> (mine.is_published AND theirs.is_published AND mine.supporting_documents > 0 AND theirs.supporting_documents > 0
                          AND (mine.only_document_id IS NULL OR mine.only_document_id IS DISTINCT FROM theirs.only_document_id)) $$;

CREATE FUNCTION law_contradiction_judged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Whose standing changes at this moment does not see these pairs yet: wait for it, and read it afterwards.
    PERFORM 1 FROM claims_claimstanding
      WHERE claim_id IN (SELECT claim_id FROM after_rows UNION SELECT other_id FROM after_rows) ORDER BY claim_id FOR SHARE;
    PERFORM claims_judge_contradictions(ARRAY(SELECT id FROM after_rows));
    RETURN NULL;
END $$;

CREATE FUNCTION law_contradictions_of_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[];
    pairs bigint[];
BEGIN
    moved := ARRAY(
        -- A full join is never done by comparing each row with all others.
        SELECT now_so.claim_id FROM after_rows now_so FULL JOIN before_rows was ON was.claim_id = now_so.claim_id
         WHERE (was.is_published, was.supporting_documents > 0, was.only_document_id)
               IS DISTINCT FROM (now_so.is_published, now_so.supporting_documents > 0, now_so.only_document_id));
    IF moved = '{}' THEN RETURN NULL; END IF;
    pairs := ARRAY(SELECT id FROM claims_contradiction WHERE claim_id = ANY (moved) UNION SELECT id FROM claims_contradiction WHERE other_id = ANY (moved));
    IF pairs = '{}' THEN RETURN NULL; END IF;
    -- When both claims of a pair change at the same moment, the second waits here and then reads what the first made of its own.
    PERFORM 1 FROM claims_contradiction WHERE id = ANY (pairs) ORDER BY id FOR NO KEY UPDATE;
    PERFORM claims_judge_contradictions(pairs);
    RETURN NULL;
END $$;

CREATE FUNCTION law_contradictions_of_relation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM after_rows WHERE kind = 'contradicts') THEN RETURN NULL; END IF;
    DELETE FROM claims_contradiction WHERE relation_id IN (
        SELECT now_so.id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id
         WHERE was.kind = 'contradicts' AND was.status = 'accepted' AND now_so.status <> 'accepted');
    INSERT INTO claims_contradiction (claim_id, other_id, relation_id, sentence)
    SELECT ends.claim_id, ends.other_id, now_so.id, now_so.reason
      FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id
     CROSS JOIN LATERAL (VALUES (now_so.from_claim_id, now_so.to_claim_id), (now_so.to_claim_id, now_so.from_claim_id)) AS ends (claim_id, other_id)
     WHERE now_so.kind = 'contradicts' AND now_so.status = 'accepted' AND was.status <> 'accepted'
     ORDER BY now_so.id;
    RETURN NULL;
END $$;

CREATE FUNCTION law_contradictions_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    claims bigint[] := '{}';
BEGIN
    -- One place for each contradiction more, or less, that holds of a claim.
    IF TG_OP <> 'DELETE' THEN claims := claims || ARRAY(SELECT claim_id FROM after_rows WHERE holds); END IF;
    IF TG_OP <> 'INSERT' THEN claims := claims || ARRAY(SELECT -claim_id FROM before_rows WHERE holds); END IF;
    IF claims = '{}' THEN RETURN NULL; END IF;
    INSERT INTO claims_comparedclaim AS kept (claim_id, key, is_compared, contradictions)
    SELECT abs(place), '', false, sum(sign(place)) FROM unnest(claims) AS place GROUP BY abs(place) HAVING sum(sign(place)) <> 0 ORDER BY abs(place)
        ON CONFLICT (claim_id) DO UPDATE SET contradictions = kept.contradictions + excluded.contradictions;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION claims_judge_contradictions(bigint[]), law_contradiction_judged(), law_contradictions_of_standing(),
    law_contradictions_of_relation(), law_contradictions_counted() FROM PUBLIC;
"""

TRIGGERS = """
CREATE TRIGGER law_contradictions_counted_insert AFTER INSERT ON claims_contradiction REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION law_contradictions_counted();
CREATE TRIGGER law_contradictions_counted_update AFTER UPDATE ON claims_contradiction
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION law_contradictions_counted();
CREATE TRIGGER law_contradictions_counted_delete AFTER DELETE ON claims_contradiction REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION law_contradictions_counted();
CREATE TRIGGER law_contradictions_judged AFTER INSERT ON claims_contradiction REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION law_contradiction_judged();
CREATE TRIGGER law_contradictions AFTER UPDATE ON claims_claimstanding REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION law_contradictions_of_standing();
CREATE TRIGGER law_contradictions AFTER UPDATE ON claims_relation REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION law_contradictions_of_relation();
ALTER TABLE claims_contradiction ENABLE ALWAYS TRIGGER law_contradictions_counted_insert, ENABLE ALWAYS TRIGGER law_contradictions_counted_update,
    ENABLE ALWAYS TRIGGER law_contradictions_counted_delete, ENABLE ALWAYS TRIGGER law_contradictions_judged;
ALTER TABLE claims_claimstanding ENABLE ALWAYS TRIGGER law_contradictions;
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_contradictions;
"""

FILL = """
INSERT INTO claims_contradiction (claim_id, other_id, relation_id, sentence)
SELECT ends.claim_id, ends.other_id, relation.id, relation.reason FROM claims_relation relation
 CROSS JOIN LATERAL (VALUES (relation.from_claim_id, relation.to_claim_id), (relation.to_claim_id, relation.from_claim_id)) AS ends (claim_id, other_id)
 WHERE relation.kind = 'contradicts' AND relation.status = 'accepted';
SELECT claims_judge_contradictions(ARRAY(SELECT id FROM claims_contradiction));
"""

REVERSE = """
DROP TRIGGER law_contradictions ON claims_relation;
DROP TRIGGER law_contradictions ON claims_claimstanding;
DROP TRIGGER law_contradictions_judged ON claims_contradiction;
DROP TRIGGER law_contradictions_counted_delete ON claims_contradiction;
DROP TRIGGER law_contradictions_counted_update ON claims_contradiction;
DROP TRIGGER law_contradictions_counted_insert ON claims_contradiction;
DROP FUNCTION law_contradictions_counted(), law_contradictions_of_relation(), law_contradictions_of_standing(), law_contradiction_judged(),
    claims_judge_contradictions(bigint[]);
DELETE FROM claims_contradiction WHERE relation_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0043_contradictions_that_hold")]
    operations = [migrations.RunSQL([FUNCTIONS, TRIGGERS, FILL], REVERSE)]
