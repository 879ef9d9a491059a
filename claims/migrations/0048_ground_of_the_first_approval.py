"""Law 2: no approval of a claim comes before its ground, be it the only one or the first of two; the reason asks what the law asks."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_LAWS = import_module("claims.migrations.0002_laws").FUNCTIONS
_GROUND = _LAWS[_LAWS.index("CREATE FUNCTION law_ground()") :]
_GROUND = _GROUND[: _GROUND.index("END $$;") + len("END $$;")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

FUNCTIONS = """
-- Those of some claims that have accepted evidence whose words are there.
CREATE FUNCTION claims_grounded(claims bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT DISTINCT evidence.claim_id FROM claims_evidence evidence JOIN sources_passage passage ON passage.id = evidence.passage_id
     WHERE evidence.claim_id = ANY (claims) AND evidence.status = 'accepted'
       AND passage.status IN ('exact', 'pinned', 'transcribed') AND passage.carried <> 'orphaned'
$$;

CREATE OR REPLACE FUNCTION law_ground() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    about bigint;
BEGIN
    IF TG_TABLE_NAME = 'claims_review' THEN
        about := NEW.claim_id;
    ELSE
        about := NEW.id;
    END IF;
    -- The lock makes a retraction at the same moment wait, or this approval fail.
    PERFORM 1 FROM claims_evidence WHERE claim_id = about AND status = 'accepted' ORDER BY id FOR SHARE;
    IF NOT EXISTS (SELECT 1 FROM claims_grounded(ARRAY[about])) THEN
        RAISE EXCEPTION 'law 2: claim % has no accepted evidence: accept some first', (SELECT public_id FROM claims_claim WHERE id = about)
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'claims_review' AND NEW.imported_by_id IS NULL THEN
        NEW.at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
"""

# By its name after law_review, which locks the claim.
TRIGGER = """
CREATE TRIGGER law_review_ground BEFORE INSERT ON claims_review FOR EACH ROW
    WHEN (NEW.action = 'approve' AND NEW.claim_id IS NOT NULL) EXECUTE FUNCTION law_ground();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review_ground;
"""

REVERSE = f"DROP TRIGGER law_review_ground ON claims_review;\n{_GROUND}\nDROP FUNCTION claims_grounded(bigint[]);"


class Migration(migrations.Migration):
    dependencies = [("claims", "0047_locks_by_name")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGER, REVERSE)]
