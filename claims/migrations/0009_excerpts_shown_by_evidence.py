"""Which excerpts evidence makes public, told to the law of excerpts (sources) whenever a review changes it."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Whether a claim shows to everybody; as ``EvidenceQuerySet.public`` has it.
CREATE FUNCTION claims_is_public(status text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS
$$ SELECT status IN ('published', 'retracted', 'superseded') $$;

-- A hidden document counts like any other: it may be shown again at any moment.
CREATE FUNCTION claims_show_passages(passages bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    passage record;
    is_public boolean;
BEGIN
    -- In the order of their texts, so that two publications wait for each other and do not lock up.
    FOR passage IN SELECT id, text_id FROM sources_passage WHERE id = ANY (passages) AND start IS NOT NULL ORDER BY text_id, id LOOP
        PERFORM sources_lock_excerpts(passage.text_id);
        is_public := EXISTS (SELECT 1 FROM claims_evidence evidence JOIN claims_claim claim ON claim.id = evidence.claim_id
                              WHERE evidence.passage_id = passage.id AND evidence.status = 'accepted' AND claims_is_public(claim.status));
        PERFORM sources_show_passage(passage.id, 'evidence', is_public);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION claims_show_passages(bigint[]) FROM PUBLIC;

CREATE FUNCTION law_excerpts_of_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- The lock makes a publication of the claim at the same moment wait, and then see this evidence.
    IF NEW.status = 'accepted' THEN PERFORM 1 FROM claims_claim WHERE id = NEW.claim_id FOR SHARE; END IF;
    PERFORM claims_show_passages(ARRAY[NEW.passage_id]);
    RETURN NULL;
END $$;

CREATE FUNCTION law_excerpts_of_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(SELECT passage_id FROM claims_evidence WHERE claim_id = NEW.id AND status = 'accepted'));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_excerpts_of_evidence(), law_excerpts_of_claim() FROM PUBLIC;
"""

TRIGGERS = """
CREATE TRIGGER law_excerpts AFTER UPDATE ON claims_evidence FOR EACH ROW
    WHEN ((NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')) EXECUTE FUNCTION law_excerpts_of_evidence();
CREATE TRIGGER law_excerpts AFTER UPDATE ON claims_claim FOR EACH ROW
    WHEN (claims_is_public(NEW.status) IS DISTINCT FROM claims_is_public(OLD.status)) EXECUTE FUNCTION law_excerpts_of_claim();
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_excerpts;
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_excerpts;

-- What is public already is counted as it is, even where it is more than a limit of today.
INSERT INTO sources_shownspan AS span (passage_id, text_id, start, "end", by_itself, by_evidence)
SELECT DISTINCT passage.id, text.id, greatest(passage.start - 32, 0), least(passage."end" + 32, text.length), false, true
  FROM claims_evidence evidence JOIN claims_claim claim ON claim.id = evidence.claim_id
  JOIN sources_passage passage ON passage.id = evidence.passage_id JOIN sources_text text ON text.id = passage.text_id
 WHERE evidence.status = 'accepted' AND claims_is_public(claim.status) AND passage.start IS NOT NULL
    ON CONFLICT (passage_id) DO UPDATE SET by_evidence = true;
UPDATE sources_excerptuse used SET characters = counted.characters, words = counted.words
  FROM sources_text text CROSS JOIN LATERAL sources_count_excerpts(text.id) AS counted WHERE text.id = used.text_id;
"""

REVERSE = """
DROP TRIGGER law_excerpts ON claims_claim;
DROP TRIGGER law_excerpts ON claims_evidence;
DELETE FROM sources_shownspan WHERE NOT by_itself;
UPDATE sources_shownspan SET by_evidence = false;
DROP FUNCTION law_excerpts_of_claim(), law_excerpts_of_evidence(), claims_show_passages(bigint[]), claims_is_public(text);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0008_law_of_reopening"), ("sources", "0014_law_of_excerpts")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
