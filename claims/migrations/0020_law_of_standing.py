"""The standing of a claim is counted whenever what it is counted from changes, on every path."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- The work that a document is: the first publication, of which it and others are reprints.
CREATE FUNCTION claims_work_of(document bigint) RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE earlier (id, original_id) AS (
        SELECT id, original_id FROM sources_document WHERE id = document
         UNION SELECT up.id, up.original_id FROM earlier JOIN sources_document up ON up.id = earlier.original_id)
    SELECT coalesce(min(id) FILTER (WHERE original_id IS NULL), min(id)) FROM earlier $$;

-- What of the evidence of claims counts: accepted, from a document that is not hidden; and whether a published claim undercuts it.
CREATE FUNCTION claims_counted(claims bigint[])
RETURNS TABLE (claim_id bigint, evidence_id bigint, stance text, document_id bigint, is_undercut boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT evidence.claim_id, evidence.id, evidence.stance, passage.document_id,
           EXISTS (SELECT 1 FROM claims_relation challenge JOIN claims_claim challenger ON challenger.id = challenge.from_claim_id
                    WHERE challenge.to_evidence_id = evidence.id AND challenge.kind = 'undercuts' AND challenge.status = 'accepted'
                      AND challenger.status = 'published')
      FROM claims_evidence evidence
      JOIN sources_passage passage ON passage.id = evidence.passage_id
      JOIN sources_document document ON document.id = passage.document_id AND NOT document.is_hidden
     WHERE evidence.claim_id = ANY (claims) AND evidence.status = 'accepted' $$;

-- The documents that support and dispute claims, each with its work and with the least document of the source that it is one with.
-- Documents are one source, directly or by way of others, when they have a key in common: the work, an author, the author whose words a
-- passage reports, the work that is quoted in the passage; a part without authors of its own is one with the whole.
CREATE FUNCTION claims_sources(claims bigint[])
RETURNS TABLE (claim_id bigint, stance text, document_id bigint, work bigint, source bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE counted AS MATERIALIZED (
        SELECT counted.claim_id, counted.stance, counted.document_id, counted.evidence_id FROM claims_counted(claims) AS counted
         WHERE counted.stance IN ('supports', 'disputes') AND NOT is_undercut),
    documents AS MATERIALIZED (
        SELECT one.claim_id, one.stance, one.document_id, claims_work_of(one.document_id) AS work
          FROM (SELECT DISTINCT counted.claim_id, counted.stance, counted.document_id FROM counted) AS one),
    keys (claim_id, stance, document_id, key) AS MATERIALIZED (
        SELECT d.claim_id, d.stance, d.document_id, 'work ' || d.work FROM documents d
         UNION SELECT d.claim_id, d.stance, d.document_id, 'author ' || credit.author_id
                 FROM documents d JOIN sources_contribution credit ON credit.document_id = d.document_id AND credit.role = 'author'
         UNION SELECT d.claim_id, d.stance, d.document_id, 'work ' || claims_work_of(part.part_of_id)
                 FROM documents d JOIN sources_document part ON part.id = d.document_id AND part.part_of_id IS NOT NULL
                WHERE NOT EXISTS (SELECT 1 FROM sources_contribution credit WHERE credit.document_id = d.document_id AND credit.role = 'author')
         UNION SELECT c.claim_id, c.stance, c.document_id, 'author ' || evidence.holder_id
                 FROM counted c JOIN claims_evidence evidence ON evidence.id = c.evidence_id
                WHERE evidence.voice = 'reports' AND evidence.holder_id IS NOT NULL
         UNION SELECT c.claim_id, c.stance, c.document_id, 'work ' || claims_work_of(quoted.cited_id)
                 FROM counted c JOIN claims_evidence evidence ON evidence.id = c.evidence_id
                 JOIN sources_passage passage ON passage.id = evidence.passage_id
                 JOIN sources_reference quoted ON quoted.citing_id = c.document_id AND quoted.kind = 'quotes' AND quoted.cited_id IS NOT NULL
                  AND quoted.text_id = passage.text_id AND quoted.start < passage."end" AND quoted."end" > passage.start),
    -- Each document beside the least one that has the same key: as many pairs as keys, not as many as pairs of documents.
    pairs AS MATERIALIZED (
        SELECT keys.claim_id, keys.stance, keys.document_id AS one, min(keys.document_id) OVER (PARTITION BY keys.claim_id, keys.stance, keys.key) AS other
          FROM keys),
    beside AS MATERIALIZED (SELECT * FROM pairs WHERE one <> other UNION SELECT pairs.claim_id, pairs.stance, other, one FROM pairs WHERE one <> other),
    reached (claim_id, stance, document_id, least) AS (
        SELECT d.claim_id, d.stance, d.document_id, d.document_id FROM documents d
         UNION SELECT r.claim_id, r.stance, b.other, r.least
                 FROM reached r JOIN beside b ON b.claim_id = r.claim_id AND b.stance = r.stance AND b.one = r.document_id
                WHERE b.other > r.least)
    SELECT d.claim_id, d.stance, d.document_id, d.work, min(r.least)
      FROM documents d JOIN reached r ON r.claim_id = d.claim_id AND r.stance = d.stance AND r.document_id = d.document_id
     GROUP BY d.claim_id, d.stance, d.document_id, d.work $$;

-- The standing of claims as it must be.
CREATE FUNCTION claims_standing_of(claims bigint[])
RETURNS TABLE (claim_id bigint, category text, supporting_passages int, supporting_documents int, supporting_works int, supporting_sources int,
               disputing_passages int, disputing_documents int, disputing_works int, disputing_sources int,
               qualifying_passages int, challenged_passages int)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH passages AS (
        SELECT counted.claim_id,
               count(*) FILTER (WHERE stance = 'supports' AND NOT is_undercut)::int AS supporting,
               count(*) FILTER (WHERE stance = 'disputes' AND NOT is_undercut)::int AS disputing,
               count(*) FILTER (WHERE stance = 'qualifies' AND NOT is_undercut)::int AS qualifying,
               count(*) FILTER (WHERE is_undercut)::int AS undercut
          FROM claims_counted(claims) AS counted GROUP BY counted.claim_id),
    sources AS (
        SELECT found.claim_id, found.stance, count(*)::int AS documents, count(DISTINCT work)::int AS works, count(DISTINCT source)::int AS sources
          FROM claims_sources(claims) AS found GROUP BY found.claim_id, found.stance)
    SELECT claim.id,
           CASE WHEN s.sources > 0 AND d.sources > 0 THEN 'contested' WHEN d.sources > 0 THEN 'disputed' WHEN s.sources > 1 THEN 'supported'
                WHEN s.sources = 1 THEN 'supported_by_one' ELSE 'unsupported' END,
           coalesce(p.supporting, 0), coalesce(s.documents, 0), coalesce(s.works, 0), coalesce(s.sources, 0),
           coalesce(p.disputing, 0), coalesce(d.documents, 0), coalesce(d.works, 0), coalesce(d.sources, 0),
           coalesce(p.qualifying, 0), coalesce(p.undercut, 0)
      FROM claims_claim claim
      LEFT JOIN passages p ON p.claim_id = claim.id
      LEFT JOIN sources s ON s.claim_id = claim.id AND s.stance = 'supports'
      LEFT JOIN sources d ON d.claim_id = claim.id AND d.stance = 'disputes'
     WHERE claim.id = ANY (claims) $$;

CREATE FUNCTION claims_refresh_standing(claims bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF claims IS NULL OR claims = '{}' THEN RETURN; END IF;
    -- Whoever changes the same claims at the same moment waits here; what is read afterwards has the other's change in it.
    PERFORM 1 FROM claims_claimstanding WHERE claim_id = ANY (claims) ORDER BY claim_id FOR UPDATE;
    INSERT INTO claims_claimstanding AS kept (claim_id, category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
           disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages, since)
    SELECT now_so.*, clock_timestamp() FROM claims_standing_of(claims) AS now_so ORDER BY now_so.claim_id
        ON CONFLICT (claim_id) DO UPDATE SET (category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
           disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages, since)
         = (excluded.category, excluded.supporting_passages, excluded.supporting_documents, excluded.supporting_works, excluded.supporting_sources,
           excluded.disputing_passages, excluded.disputing_documents, excluded.disputing_works, excluded.disputing_sources,
           excluded.qualifying_passages, excluded.challenged_passages, excluded.since)
     WHERE (kept.category, kept.supporting_passages, kept.supporting_documents, kept.supporting_works, kept.supporting_sources,
            kept.disputing_passages, kept.disputing_documents, kept.disputing_works, kept.disputing_sources,
            kept.qualifying_passages, kept.challenged_passages)
       IS DISTINCT FROM
           (excluded.category, excluded.supporting_passages, excluded.supporting_documents, excluded.supporting_works, excluded.supporting_sources,
            excluded.disputing_passages, excluded.disputing_documents, excluded.disputing_works, excluded.disputing_sources,
            excluded.qualifying_passages, excluded.challenged_passages);
END $$;

-- Claims that accepted evidence in these documents bears on.
CREATE FUNCTION claims_standing_on(documents bigint[]) RETURNS bigint[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT array_agg(DISTINCT evidence.claim_id) FROM sources_passage passage JOIN claims_evidence evidence ON evidence.passage_id = passage.id
     WHERE passage.document_id = ANY (documents) AND evidence.status = 'accepted' $$;

CREATE FUNCTION law_standing_of_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- It has no evidence yet.
        INSERT INTO claims_claimstanding (claim_id, category, supporting_passages, supporting_documents, supporting_works, supporting_sources,
               disputing_passages, disputing_documents, disputing_works, disputing_sources, qualifying_passages, challenged_passages, since)
        SELECT id, 'unsupported', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, clock_timestamp() FROM after_rows;
        RETURN NULL;
    END IF;
    -- What a claim undercuts counts again when that claim is published no longer.
    PERFORM claims_refresh_standing(ARRAY(
        SELECT DISTINCT evidence.claim_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id AND was.status <> now_so.status
          JOIN claims_relation challenge ON challenge.from_claim_id = now_so.id AND challenge.kind = 'undercuts'
          JOIN claims_evidence evidence ON evidence.id = challenge.to_evidence_id));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_refresh_standing(ARRAY(
        SELECT now_so.claim_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id WHERE 'accepted' IN (was.status, now_so.status)
         UNION SELECT was.claim_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id WHERE 'accepted' IN (was.status, now_so.status)));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_relation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_refresh_standing(ARRAY(
        SELECT DISTINCT evidence.claim_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id
          JOIN claims_evidence evidence ON evidence.id IN (now_so.to_evidence_id, was.to_evidence_id)
         WHERE 'accepted' IN (was.status, now_so.status)));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_document() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Its reprints, and theirs, are other works now; what hides it hides itself alone.
    PERFORM claims_refresh_standing(claims_standing_on(ARRAY(
        WITH RECURSIVE touched AS (
            SELECT now_so.id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id
             WHERE (was.is_hidden, was.original_id, was.part_of_id) IS DISTINCT FROM (now_so.is_hidden, now_so.original_id, now_so.part_of_id)
             UNION SELECT later.id FROM touched JOIN sources_document later ON touched.id IN (later.original_id, later.part_of_id))
        SELECT id FROM touched)));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_credits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    documents bigint[] := '{}';
BEGIN
    IF TG_OP <> 'DELETE' THEN documents := documents || ARRAY(SELECT DISTINCT document_id FROM after_rows); END IF;
    IF TG_OP <> 'INSERT' THEN documents := documents || ARRAY(SELECT DISTINCT document_id FROM before_rows); END IF;
    PERFORM claims_refresh_standing(claims_standing_on(documents));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_quotes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    documents bigint[] := '{}';
BEGIN
    IF TG_OP <> 'DELETE' THEN documents := documents || ARRAY(SELECT DISTINCT citing_id FROM after_rows WHERE kind = 'quotes'); END IF;
    IF TG_OP <> 'INSERT' THEN documents := documents || ARRAY(SELECT DISTINCT citing_id FROM before_rows WHERE kind = 'quotes'); END IF;
    PERFORM claims_refresh_standing(claims_standing_on(documents));
    RETURN NULL;
END $$;

CREATE FUNCTION law_standing_of_passage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_refresh_standing(claims_standing_on(ARRAY(
        SELECT now_so.document_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id AND was.document_id <> now_so.document_id
         UNION SELECT was.document_id FROM after_rows now_so JOIN before_rows was ON was.id = now_so.id AND was.document_id <> now_so.document_id)));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION claims_refresh_standing(bigint[]), law_standing_of_claim(), law_standing_of_evidence(), law_standing_of_relation(),
    law_standing_of_document(), law_standing_of_credits(), law_standing_of_quotes(), law_standing_of_passage() FROM PUBLIC;
"""

# Table, function, and the events that change a standing.
_WATCHED = (
    ("claims_claim", "claim", ("insert", "update")),
    # Evidence begins as a draft and is deleted, if at all, as one.
    ("claims_evidence", "evidence", ("update",)),
    ("claims_relation", "relation", ("update",)),
    ("sources_document", "document", ("update",)),
    ("sources_contribution", "credits", ("insert", "update", "delete")),
    ("sources_reference", "quotes", ("insert", "update", "delete")),
    ("sources_passage", "passage", ("update",)),
)
_ROWS = {
    "insert": "NEW TABLE AS after_rows",
    "update": "OLD TABLE AS before_rows NEW TABLE AS after_rows",
    "delete": "OLD TABLE AS before_rows",
}

TRIGGERS = "\n".join(
    f"CREATE TRIGGER law_standing_{event} AFTER {event.upper()} ON {table} REFERENCING {_ROWS[event]} FOR EACH STATEMENT"
    f" EXECUTE FUNCTION law_standing_of_{function}();\nALTER TABLE {table} ENABLE ALWAYS TRIGGER law_standing_{event};"
    for table, function, events in _WATCHED
    for event in events
)

FILL = "SELECT claims_refresh_standing(ARRAY(SELECT id FROM claims_claim));"

REVERSE = (
    "\n".join(f"DROP TRIGGER law_standing_{event} ON {table};" for table, _, events in _WATCHED for event in events)
    + """
DROP FUNCTION law_standing_of_passage(), law_standing_of_quotes(), law_standing_of_credits(), law_standing_of_document(),
    law_standing_of_relation(), law_standing_of_evidence(), law_standing_of_claim(), claims_standing_on(bigint[]),
    claims_refresh_standing(bigint[]), claims_standing_of(bigint[]), claims_sources(bigint[]), claims_counted(bigint[]), claims_work_of(bigint);
"""
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0019_standing"), ("sources", "0019_a_span_is_pinned_once")]
    operations = [migrations.RunSQL([FUNCTIONS, TRIGGERS, FILL], REVERSE)]
