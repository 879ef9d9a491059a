"""Whether claims were disputed after they were supported is asked of all at once, and goes by when evidence was accepted, not first approved."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_ASKED = import_module("claims.migrations.0028_law_of_what_questions_ask").COUNTED
_OF_ONE = _ASKED[_ASKED.index("-- Whether, of what counts") : _ASKED.index("DROP FUNCTION claims_standing_of(bigint[]);")]
_STANDING = str(import_module("claims.migrations.0038_standing_looks_evidence_up").Migration.operations[0].sql[1])
_LAST = "           CASE WHEN s.sources = 1 AND d.sources > 0 THEN claims_disputed_since(claim.id) ELSE false END\n"
_ONCE = "    once AS (SELECT * FROM claims_supported_once(claims))\n"
if (_STANDING.count(_LAST), _STANDING.count(_ONCE)) != (1, 1):
    raise ValueError("The counting of standings is not the one that was.")

OF_MANY = """
-- Those of some claims of which, of what counts, something that disputes them was accepted after the first that supports them. Where two
-- approvals were needed, the last of them accepted it; what was accepted again after it was re-opened was accepted before.
CREATE FUNCTION claims_disputed_since(claims bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH accepted AS (
        SELECT counted.claim_id, counted.stance, (
               SELECT max(approval.at) FROM claims_review approval WHERE approval.evidence_id = counted.evidence_id AND approval.action = 'approve'
                  AND NOT EXISTS (SELECT 1 FROM claims_review reopening WHERE reopening.evidence_id = counted.evidence_id
                                     AND reopening.action = 'reopen' AND reopening.id < approval.id)) AS at
          FROM claims_counted(claims) AS counted WHERE counted.stance IN ('supports', 'disputes') AND NOT counted.is_undercut)
    SELECT accepted.claim_id FROM accepted GROUP BY accepted.claim_id
    HAVING max(accepted.at) FILTER (WHERE stance = 'disputes') > min(accepted.at) FILTER (WHERE stance = 'supports') $$;
"""

# Asked of those alone of which it can be so, and not at all where there are none.
STANDING = _STANDING.replace(
    _ONCE,
    """    once AS (SELECT * FROM claims_supported_once(claims)),
    contested AS (
        SELECT array_agg(one.claim_id) AS claims FROM sources one JOIN sources other ON other.claim_id = one.claim_id
         WHERE one.stance = 'supports' AND one.sources = 1 AND other.stance = 'disputes'),
    since AS MATERIALIZED (
        SELECT disputed.claim_id FROM contested CROSS JOIN LATERAL claims_disputed_since(contested.claims) AS disputed (claim_id)
         WHERE contested.claims IS NOT NULL)
""",
).replace(_LAST, "           claim.id IN (SELECT since.claim_id FROM since)\n")

REFRESH = "SELECT claims_refresh_standing(ARRAY(SELECT claim_id FROM claims_claimstanding WHERE category = 'contested'));"


class Migration(migrations.Migration):
    dependencies = [("claims", "0056_editors_publish_excerpts")]
    operations = [
        migrations.RunSQL(
            [OF_MANY, STANDING, "DROP FUNCTION claims_disputed_since(bigint);", REFRESH],
            [_OF_ONE, _STANDING, "DROP FUNCTION claims_disputed_since(bigint[]);", REFRESH],
        ),
    ]
