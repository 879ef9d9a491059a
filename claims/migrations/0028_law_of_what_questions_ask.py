"""What research questions ask of a claim is counted with its standing: whether it is published, what its support goes by, what it lost."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("claims.migrations.0020_law_of_standing").FUNCTIONS


def _before(function: str) -> str:
    """The statement that made a function before."""
    start = _BEFORE.index(f"CREATE FUNCTION {function}(")
    body = _BEFORE.index("$$", start) + 2
    return _BEFORE[start : _BEFORE.index("$$;", body) + 3]


def _replaced(function: str) -> str:
    return _before(function).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


COUNTED = """
-- Pieces of evidence that supported claims once and count no more, beside those that do: accepted but undercut or hidden, retracted,
-- re-opened and not accepted again, or revised into something else.
CREATE FUNCTION claims_supported_once(claims bigint[]) RETURNS TABLE (claim_id bigint, passages int)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT evidence.claim_id, count(*)::int FROM claims_evidence evidence
     WHERE evidence.claim_id = ANY (claims) AND evidence.stance = 'supports' AND CASE
           WHEN evidence.status IN ('accepted', 'retracted') THEN true
           WHEN evidence.status = 'superseded' THEN EXISTS (SELECT 1 FROM claims_evidence revision WHERE revision.supersedes_id = evidence.id
                AND revision.stance <> 'supports' AND revision.status IN ('accepted', 'retracted', 'superseded'))
           ELSE EXISTS (SELECT 1 FROM claims_review review WHERE review.evidence_id = evidence.id AND review.action = 'reopen') END
     GROUP BY evidence.claim_id $$;

-- Whether, of what counts, something that disputes the claim was accepted after the first that supports it.
CREATE FUNCTION claims_disputed_since(claim bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH accepted AS (
        SELECT counted.stance, min(review.at) AS at FROM claims_counted(ARRAY[claim]) AS counted
          JOIN claims_review review ON review.evidence_id = counted.evidence_id AND review.action = 'approve'
         WHERE counted.stance IN ('supports', 'disputes') AND NOT counted.is_undercut GROUP BY counted.evidence_id, counted.stance)
    SELECT coalesce(max(at) FILTER (WHERE stance = 'disputes') > min(at) FILTER (WHERE stance = 'supports'), false) FROM accepted $$;

DROP FUNCTION claims_standing_of(bigint[]);
-- The standing of claims as it must be, and what research questions ask beside it.
CREATE FUNCTION claims_standing_of(claims bigint[])
RETURNS TABLE (claim_id bigint, category text, supporting_passages int, supporting_documents int, supporting_works int, supporting_sources int,
               disputing_passages int, disputing_documents int, disputing_works int, disputing_sources int,
               qualifying_passages int, challenged_passages int,
               is_published boolean, supporting_basis text, only_document_id bigint, documents_both_ways int, lost_passages int,
               is_disputed_since boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH passages AS (
        SELECT counted.claim_id,
               count(*) FILTER (WHERE counted.stance = 'supports' AND NOT is_undercut)::int AS supporting,
               count(*) FILTER (WHERE counted.stance = 'disputes' AND NOT is_undercut)::int AS disputing,
               count(*) FILTER (WHERE counted.stance = 'qualifies' AND NOT is_undercut)::int AS qualifying,
               count(*) FILTER (WHERE is_undercut)::int AS undercut,
               min(evidence.basis) FILTER (WHERE counted.stance = 'supports' AND NOT is_undercut) AS first_basis,
               max(evidence.basis) FILTER (WHERE counted.stance = 'supports' AND NOT is_undercut) AS last_basis
          FROM claims_counted(claims) AS counted JOIN claims_evidence evidence ON evidence.id = counted.evidence_id GROUP BY counted.claim_id),
    found AS MATERIALIZED (SELECT * FROM claims_sources(claims)),
    sources AS (
        SELECT found.claim_id, found.stance, count(*)::int AS documents, count(DISTINCT work)::int AS works, count(DISTINCT source)::int AS sources,
               min(found.document_id) AS least_document
          FROM found GROUP BY found.claim_id, found.stance),
    both_ways AS (
        SELECT one.claim_id, count(*)::int AS documents FROM found one
          JOIN found other ON other.claim_id = one.claim_id AND other.document_id = one.document_id AND other.stance = 'disputes'
         WHERE one.stance = 'supports' GROUP BY one.claim_id),
    once AS (SELECT * FROM claims_supported_once(claims))
    SELECT claim.id,
           CASE WHEN s.sources > 0 AND d.sources > 0 THEN 'contested' WHEN d.sources > 0 THEN 'disputed' WHEN s.sources > 1 THEN 'supported'
                WHEN s.sources = 1 THEN 'supported_by_one' ELSE 'unsupported' END,
           coalesce(p.supporting, 0), coalesce(s.documents, 0), coalesce(s.works, 0), coalesce(s.sources, 0),
           coalesce(p.disputing, 0), coalesce(d.documents, 0), coalesce(d.works, 0), coalesce(d.sources, 0),
           coalesce(p.qualifying, 0), coalesce(p.undercut, 0),
           claim.status = 'published',
           CASE WHEN p.first_basis = p.last_basis THEN p.first_basis ELSE '' END,
           CASE WHEN s.documents = 1 THEN s.least_document END,
           coalesce(b.documents, 0), coalesce(o.passages, 0) - coalesce(p.supporting, 0),
           CASE WHEN s.sources = 1 AND d.sources > 0 THEN claims_disputed_since(claim.id) ELSE false END
      FROM claims_claim claim
      LEFT JOIN passages p ON p.claim_id = claim.id
      LEFT JOIN sources s ON s.claim_id = claim.id AND s.stance = 'supports'
      LEFT JOIN sources d ON d.claim_id = claim.id AND d.stance = 'disputes'
      LEFT JOIN both_ways b ON b.claim_id = claim.id
      LEFT JOIN once o ON o.claim_id = claim.id
     WHERE claim.id = ANY (claims) $$;

CREATE OR REPLACE FUNCTION claims_refresh_standing(claims bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF claims IS NULL OR claims = '{}' THEN RETURN; END IF;
    -- Whoever changes the same claims at the same moment waits here; what is read afterwards has the other's change in it.
    PERFORM 1 FROM claims_claimstanding WHERE claim_id = ANY (claims) ORDER BY claim_id FOR UPDATE;
    INSERT INTO claims_claimstanding AS kept (claim_id, category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
           disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages,
           is_published, supporting_basis, only_document_id, documents_both_ways, lost_passages, is_disputed_since, since)
    SELECT now_so.*, clock_timestamp() FROM claims_standing_of(claims) AS now_so ORDER BY now_so.claim_id
        ON CONFLICT (claim_id) DO UPDATE SET (category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
           disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages,
           is_published, supporting_basis, only_document_id, documents_both_ways, lost_passages, is_disputed_since, since)
         = (excluded.category, excluded.supporting_passages, excluded.supporting_documents, excluded.supporting_works, excluded.supporting_sources,
           excluded.disputing_passages, excluded.disputing_documents, excluded.disputing_works, excluded.disputing_sources,
           excluded.qualifying_passages, excluded.challenged_passages,
           excluded.is_published, excluded.supporting_basis, excluded.only_document_id, excluded.documents_both_ways, excluded.lost_passages,
           excluded.is_disputed_since,
           -- The standing is what its sentence tells: that is older than what is only asked for.
           CASE WHEN (kept.category, kept.supporting_passages, kept.supporting_documents, kept.supporting_works, kept.supporting_sources,
                      kept.disputing_passages, kept.disputing_documents, kept.disputing_works, kept.disputing_sources,
                      kept.qualifying_passages, kept.challenged_passages)
                   IS DISTINCT FROM
                     (excluded.category, excluded.supporting_passages, excluded.supporting_documents, excluded.supporting_works,
                      excluded.supporting_sources, excluded.disputing_passages, excluded.disputing_documents, excluded.disputing_works,
                      excluded.disputing_sources, excluded.qualifying_passages, excluded.challenged_passages)
                THEN excluded.since ELSE kept.since END)
     WHERE to_jsonb(kept) - 'since' IS DISTINCT FROM to_jsonb(excluded) - 'since';
END $$;

CREATE OR REPLACE FUNCTION law_standing_of_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[];
    undercut bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- It has no evidence yet, and begins as a draft.
        INSERT INTO claims_claimstanding (claim_id, category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
               disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages,
               is_published, supporting_basis, documents_both_ways, lost_passages, is_disputed_since, since)
        SELECT id, 'unsupported', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, '', 0, 0, false, clock_timestamp() FROM after_rows;
        RETURN NULL;
    END IF;
    moved := ARRAY(SELECT now_so.id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id AND was.status <> now_so.status);
    IF moved = '{}' THEN RETURN NULL; END IF;
    -- What a claim undercuts counts again when that claim is published no longer.
    undercut := ARRAY(
        SELECT DISTINCT evidence.claim_id FROM claims_relation challenge JOIN claims_evidence evidence ON evidence.id = challenge.to_evidence_id
         WHERE challenge.from_claim_id = ANY (moved) AND challenge.kind = 'undercuts');
    -- All at once and in their order, so that nobody who changes some of the same waits for us while we wait for them.
    PERFORM 1 FROM claims_claimstanding WHERE claim_id = ANY (moved || undercut) ORDER BY claim_id FOR UPDATE;
    UPDATE claims_claimstanding kept SET is_published = now_so.status = 'published' FROM after_rows now_so
     WHERE now_so.id = ANY (moved) AND kept.claim_id = now_so.id AND kept.is_published <> (now_so.status = 'published');
    PERFORM claims_refresh_standing(undercut);
    -- Its words do not change any more: it may be compared with others.
    INSERT INTO claims_comparedclaim (claim_id, key, is_compared)
    SELECT now_so.id, '', false FROM after_rows now_so WHERE now_so.id = ANY (moved) AND now_so.status = 'published'
        ON CONFLICT (claim_id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION law_standing_of_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- What was accepted once may be edited after it was re-opened: it supports no more what it supported then.
    PERFORM claims_refresh_standing(ARRAY(
        WITH changed AS (
            SELECT now_so.claim_id AS claim, was.claim_id AS former FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id
             WHERE 'accepted' IN (was.status, now_so.status) OR (was.claim_id, was.stance) IS DISTINCT FROM (now_so.claim_id, now_so.stance))
        SELECT claim FROM changed UNION SELECT former FROM changed));
    RETURN NULL;
END $$;
"""

FILL = """
SELECT claims_refresh_standing(ARRAY(SELECT id FROM claims_claim));
INSERT INTO claims_comparedclaim (claim_id, key, is_compared) SELECT id, '', false FROM claims_claim WHERE status = 'published';
"""

REVERSE = f"""
DROP FUNCTION claims_standing_of(bigint[]);
{_before("claims_standing_of")}
{_replaced("claims_refresh_standing")}
{_replaced("law_standing_of_claim")}
{_replaced("law_standing_of_evidence")}
DROP FUNCTION claims_disputed_since(bigint), claims_supported_once(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0027_what_questions_ask")]
    operations = [migrations.RunSQL([COUNTED, FILL], REVERSE)]
