"""Law 2: whether a claim has its ground is asked by the claim's key, by a plan that is kept however much is brought in at once."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("claims.migrations.0048_ground_of_the_first_approval").FUNCTIONS
_ASKED = "IF NOT EXISTS (SELECT 1 FROM claims_grounded(ARRAY[about])) THEN"
if _BEFORE.count(_ASKED) != 1:
    raise ValueError("The law of the ground is not the one that was.")
_BEFORE = _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# A plan for a list of claims is made for ten of them, and so it was made anew for each single one, as soon as the tables had grown a
# little. OFFSET 0 keeps to the order in which things are looked up: the evidence of the claim, then each passage by its key.
FUNCTIONS = """
-- Whether a claim has accepted evidence whose words are there.
CREATE FUNCTION claims_is_grounded(claim bigint) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM (SELECT passage_id FROM claims_evidence WHERE claim_id = claim AND status = 'accepted' OFFSET 0) AS evidence
         WHERE (SELECT passage.status IN ('exact', 'pinned', 'transcribed') AND passage.carried <> 'orphaned'
                  FROM sources_passage passage WHERE passage.id = evidence.passage_id));
END $$;

CREATE OR REPLACE FUNCTION claims_grounded(claims bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT DISTINCT asked.claim FROM unnest(claims) AS asked (claim) WHERE claims_is_grounded(asked.claim)
$$;
"""
GROUND = _BEFORE[_BEFORE.index("CREATE OR REPLACE FUNCTION law_ground()") :].replace(_ASKED, "IF NOT claims_is_grounded(about) THEN")


class Migration(migrations.Migration):
    dependencies = [("claims", "0061_law_of_former_slugs")]
    operations = [migrations.RunSQL([FUNCTIONS, GROUND], [_BEFORE, "DROP FUNCTION claims_is_grounded(bigint);"])]
