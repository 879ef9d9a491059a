"""Law 3: who has a conflict of interest does not approve; where who proposed has one, a third person is needed."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_SUPERSEDED = import_module("claims.migrations.0012_law_of_revisions").FUNCTIONS
_SUPERSEDED = _SUPERSEDED[_SUPERSEDED.index("CREATE FUNCTION law_superseded()") : _SUPERSEDED.index("-- Topics are submitted with a claim")]
_SUPERSEDED = _SUPERSEDED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# What takes the place of another was approved for good, not by the first of two.
SUPERSEDED = _SUPERSEDED.replace(
    "approval.revision < later.revision)'",
    "approval.revision < later.revision'\n"
    '                   \' AND EXISTS (SELECT 1 FROM history_change WHERE "table" = $4 AND record_id = later.id'
    " AND state ->> ''status'' IN (''published'', ''accepted'')))'",
).replace("USING NEW.id, 'draft', 'approve';", "USING NEW.id, 'draft', 'approve', TG_TABLE_NAME::text;")

READING = """
-- Who made, edited or submitted records of one kind. To merge the author who holds it is no edit, nor is it to bring it in.
CREATE FUNCTION claims_proposers(tabled text, records bigint[]) RETURNS TABLE (record bigint, account bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT id, created_by_id FROM claims_claim WHERE tabled = 'claims_claim' AND id = ANY (records) AND created_by_id IS NOT NULL
    UNION SELECT id, created_by_id FROM claims_evidence WHERE tabled = 'claims_evidence' AND id = ANY (records) AND created_by_id IS NOT NULL
    UNION SELECT id, created_by_id FROM claims_relation WHERE tabled = 'claims_relation' AND id = ANY (records) AND created_by_id IS NOT NULL
    UNION SELECT claim_id, by_id FROM claims_review WHERE tabled = 'claims_claim' AND claim_id = ANY (records) AND action = 'submit'
    UNION SELECT evidence_id, by_id FROM claims_review WHERE tabled = 'claims_evidence' AND evidence_id = ANY (records) AND action = 'submit'
    UNION SELECT relation_id, by_id FROM claims_review WHERE tabled = 'claims_relation' AND relation_id = ANY (records) AND action = 'submit'
    UNION SELECT edit.record_id, edit.user_id FROM history_change edit
     WHERE edit."table" = tabled AND edit.record_id = ANY (records) AND edit.kind = 'update' AND edit.user_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM unnest(edit.changed) AS col WHERE col <> ALL (claims_kept_columns()))
       AND NOT (edit.changed = ARRAY['holder_id']::varchar[] AND EXISTS (
            SELECT 1 FROM sources_merge WHERE edit.transaction IN (transaction, undone_transaction)))
    UNION SELECT claim.id, chosen.user_id FROM history_change chosen JOIN claims_claim claim ON claim.id = (chosen.state ->> 'claim_id')::bigint
     WHERE tabled = 'claims_claim' AND chosen."table" = 'claims_claimtopic' AND (chosen.state ->> 'claim_id')::bigint = ANY (records)
       AND chosen.user_id IS DISTINCT FROM claim.imported_by_id AND chosen.user_id IS NOT NULL
$$;

-- The claims and the evidence that are decided on with records of one kind: what is refused or taken back counts no more.
CREATE FUNCTION claims_concerned(tabled text, records bigint[]) RETURNS TABLE (record bigint, claim bigint, evidence bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT id, id, NULL::bigint FROM claims_claim WHERE tabled = 'claims_claim' AND id = ANY (records)
    UNION ALL SELECT claim_id, NULL, id FROM claims_evidence
     WHERE tabled = 'claims_claim' AND claim_id = ANY (records) AND status IN ('draft', 'in_review', 'accepted')
    UNION ALL SELECT id, claim_id, id FROM claims_evidence WHERE tabled = 'claims_evidence' AND id = ANY (records)
    UNION ALL SELECT relation.id, ends.claim, NULL FROM claims_relation relation
      LEFT JOIN claims_evidence undercut ON undercut.id = relation.to_evidence_id
     CROSS JOIN LATERAL (VALUES (relation.from_claim_id), (relation.to_claim_id), (undercut.claim_id)) AS ends (claim)
     WHERE tabled = 'claims_relation' AND relation.id = ANY (records) AND ends.claim IS NOT NULL
    UNION ALL SELECT id, NULL, to_evidence_id FROM claims_relation
     WHERE tabled = 'claims_relation' AND id = ANY (records) AND to_evidence_id IS NOT NULL
    UNION ALL SELECT relation.id, NULL, evidence.id FROM claims_relation relation
     CROSS JOIN LATERAL (VALUES (relation.from_claim_id), (relation.to_claim_id)) AS ends (claim)
      JOIN claims_evidence evidence ON evidence.claim_id = ends.claim AND evidence.status IN ('draft', 'in_review', 'accepted')
     WHERE tabled = 'claims_relation' AND relation.id = ANY (records)
$$;

-- The conflicts of interest of who proposed records of one kind, and of who would decide on them, as of now, each in a sentence.
CREATE FUNCTION claims_conflicts(tabled text, records bigint[], deciders bigint[])
RETURNS TABLE (record bigint, account bigint, username text, proposes boolean, is_declared boolean, document text, author text, claim text,
               sentence text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE involved AS MATERIALIZED (
        SELECT proposing.record, proposing.account, true AS proposes FROM claims_proposers(tabled, records) proposing
        UNION ALL SELECT one.record, decider.account, false FROM unnest(records) AS one (record) CROSS JOIN unnest(deciders) AS decider (account)
    ), tied AS MATERIALIZED (
        SELECT link.account_id, false AS is_declared, coalesce(person.merged_into_id, person.id) AS author_id, NULL::bigint AS document_id,
               NULL::bigint AS claim_id, '' AS reason
          FROM claims_authoraccount link JOIN sources_author person ON person.id = link.author_id
         WHERE link.ended_at IS NULL AND link.account_id IN (SELECT involved.account FROM involved)
        UNION ALL
        SELECT said.account_id, true, coalesce(person.merged_into_id, person.id), coalesce(work.merged_into_id, work.id), said.claim_id, said.reason
          FROM claims_declaredconflict said LEFT JOIN sources_author person ON person.id = said.author_id
          LEFT JOIN sources_document work ON work.id = said.document_id
         WHERE said.ended_at IS NULL AND said.account_id IN (SELECT involved.account FROM involved)
    ), concerned AS MATERIALIZED (
        SELECT * FROM claims_concerned(tabled, records) WHERE EXISTS (SELECT 1 FROM tied)
    ), ground AS (
        -- The documents it stands on, what these reprint, what reprints them, and the books that hold them.
        SELECT concerned.record, passage.document_id, true AS is_direct FROM concerned
          JOIN claims_evidence link ON link.id = concerned.evidence JOIN sources_passage passage ON passage.id = link.passage_id
        UNION
        SELECT link.relation_id, passage.document_id, true FROM claims_relationevidence link JOIN sources_passage passage ON passage.id = link.passage_id
         WHERE tabled = 'claims_relation' AND link.relation_id = ANY (records)
        UNION
        SELECT ground.record, further.document_id, false FROM ground JOIN sources_document work ON work.id = ground.document_id
         CROSS JOIN LATERAL (SELECT work.original_id UNION ALL SELECT work.part_of_id
                             UNION ALL SELECT reprint.id FROM sources_document reprint WHERE reprint.original_id = work.id) AS further (document_id)
         WHERE further.document_id IS NOT NULL
    ), standing AS MATERIALIZED (
        SELECT ground.record, ground.document_id, bool_or(ground.is_direct) AS is_direct FROM ground GROUP BY 1, 2
    ), held AS (
        SELECT concerned.record, held_claim.holder_id FROM concerned JOIN claims_claim held_claim ON held_claim.id = concerned.claim
        UNION SELECT concerned.record, reported.holder_id FROM concerned JOIN claims_evidence reported ON reported.id = concerned.evidence
    ), line AS (
        -- A revision is about what it revises.
        SELECT concerned.record, concerned.claim AS claim_id FROM concerned WHERE concerned.claim IS NOT NULL
        UNION SELECT line.record, revising.supersedes_id FROM line JOIN claims_claim revising ON revising.id = line.claim_id
         WHERE revising.supersedes_id IS NOT NULL
    ), found AS (
        SELECT standing.record, tied.account_id, tied.is_declared, standing.document_id, tied.author_id, NULL::bigint AS claim_id, tied.reason,
               standing.is_direct,
               string_agg(DISTINCT CASE WHEN part.role ~ '^[aeiou]' THEN 'an ' ELSE 'a ' END || replace(part.role, '-', ' '), ' and ') AS parts
          FROM standing JOIN sources_contribution part ON part.document_id = standing.document_id JOIN tied ON tied.author_id = part.author_id
         GROUP BY 1, 2, 3, 4, 5, 7, 8
        UNION SELECT held.record, tied.account_id, tied.is_declared, NULL, tied.author_id, NULL, tied.reason, true, NULL
          FROM held JOIN tied ON tied.author_id = held.holder_id
        UNION SELECT standing.record, tied.account_id, tied.is_declared, tied.document_id, NULL, NULL, tied.reason, standing.is_direct, NULL
          FROM standing JOIN tied ON tied.document_id = standing.document_id
        UNION SELECT line.record, tied.account_id, tied.is_declared, NULL, NULL, tied.claim_id, tied.reason, true, NULL
          FROM line JOIN tied ON tied.claim_id = line.claim_id
    )
    SELECT found.record, found.account_id, someone.username::text, involved.proposes, found.is_declared, work.citation_key::text,
           person.public_id::text, about.public_id::text,
           CASE WHEN found.is_declared
                THEN format('A conflict of interest of %s is declared about %s: %s', someone.username,
                            CASE WHEN found.claim_id IS NOT NULL THEN format('the claim “%s”', left(about.statement, 120))
                                 WHEN found.author_id IS NOT NULL THEN format('the author %s', named.name)
                                 ELSE format('“%s”', called.title) END, found.reason)
                WHEN found.document_id IS NULL
                THEN format('%s is %s, the holder of what is claimed or reported here', someone.username, named.name)
                ELSE format('%s is %s of “%s”%s, %s', someone.username, found.parts, called.title,
                            coalesce(' (' || substring(work.issued FROM '^[0-9]{4}') || ')', ''),
                            CASE WHEN found.is_direct THEN format('on which %s', stands.it)
                                 ELSE format('which holds, reprints or first printed that on which %s', stands.it) END) END
      FROM found JOIN involved ON (involved.record, involved.account) = (found.record, found.account_id)
      JOIN auth_user someone ON someone.id = found.account_id
      LEFT JOIN sources_document work ON work.id = found.document_id
      LEFT JOIN sources_author person ON person.id = found.author_id
      LEFT JOIN claims_claim about ON about.id = found.claim_id
     CROSS JOIN LATERAL (SELECT coalesce(nullif(person.literal, ''), concat_ws(' ', nullif(person.given, ''), nullif(person.dropping_particle, ''),
                                nullif(person.particle, ''), nullif(person.family, ''), nullif(person.suffix, ''))) AS name) AS named
     CROSS JOIN LATERAL (SELECT left(coalesce(nullif(work.title, ''), work.citation_key), 120) AS title) AS called
     CROSS JOIN LATERAL (SELECT CASE tabled WHEN 'claims_claim' THEN 'this claim stands' WHEN 'claims_evidence' THEN 'this evidence stands'
                                ELSE 'the claims of this relation stand' END AS it) AS stands
     ORDER BY 1, 4 DESC, 3, 9
$$;

-- How many approvals of its present revision a record in review needs, and whose it has; what a conflict of interest weighs today.
CREATE FUNCTION claims_approvals(tabled text, records bigint[]) RETURNS TABLE (record bigint, needed integer, given bigint[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH approval AS MATERIALIZED (
        SELECT reviewed.id AS record, review.by_id FROM claims_claim reviewed JOIN claims_review review ON review.claim_id = reviewed.id
         WHERE tabled = 'claims_claim' AND reviewed.id = ANY (records) AND review.revision = reviewed.revision AND review.action = 'approve'
        UNION SELECT reviewed.id, review.by_id FROM claims_evidence reviewed JOIN claims_review review ON review.evidence_id = reviewed.id
         WHERE tabled = 'claims_evidence' AND reviewed.id = ANY (records) AND review.revision = reviewed.revision AND review.action = 'approve'
        UNION SELECT reviewed.id, review.by_id FROM claims_relation reviewed JOIN claims_review review ON review.relation_id = reviewed.id
         WHERE tabled = 'claims_relation' AND reviewed.id = ANY (records) AND review.revision = reviewed.revision AND review.action = 'approve'
    ), conflict AS MATERIALIZED (
        SELECT * FROM claims_conflicts(tabled, records, ARRAY(SELECT DISTINCT by_id FROM approval))
    )
    SELECT one.record, CASE WHEN EXISTS (SELECT 1 FROM conflict WHERE conflict.record = one.record AND conflict.proposes) THEN 2 ELSE 1 END,
           ARRAY(SELECT approval.by_id FROM approval WHERE approval.record = one.record AND NOT EXISTS (
               SELECT 1 FROM conflict WHERE (conflict.record, conflict.account) = (one.record, approval.by_id)) ORDER BY approval.by_id)
      FROM unnest(records) AS one (record)
$$;

CREATE FUNCTION claims_has_ties() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM claims_authoraccount WHERE ended_at IS NULL)
        OR EXISTS (SELECT 1 FROM claims_declaredconflict WHERE ended_at IS NULL)
$$;
"""

FUNCTIONS = """
-- What ties an account to a record is said by the account itself or by who may, and ended by an administrator other than the account.
CREATE FUNCTION law_tie() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    actor bigint := history_acting_user();
    tied jsonb := to_jsonb(NEW) - ARRAY['revision', 'created_at', 'changed_at'];
    before jsonb;
    col text;
BEGIN
    -- What it points to is locked first, as an approval and a merge do; then whoever approves at this moment waits, or is waited for.
    PERFORM 1 FROM sources_author WHERE id = (tied ->> 'author_id')::bigint FOR KEY SHARE;
    PERFORM 1 FROM sources_document WHERE id = (tied ->> 'document_id')::bigint FOR KEY SHARE;
    PERFORM 1 FROM claims_claim WHERE id = (tied ->> 'claim_id')::bigint FOR KEY SHARE;
    PERFORM pg_advisory_xact_lock(hashtext('claims_conflicts'), 0);
    IF TG_OP = 'INSERT' THEN
        IF actor IS NULL OR NOT (actor = NEW.account_id OR claims_is_administrator(actor) OR (TG_ARGV[0] = 'editor' AND claims_is_editor(actor))) THEN
            RAISE EXCEPTION 'law 3: only the account itself or an % says so', TG_ARGV[0] USING ERRCODE = 'check_violation';
        END IF;
        NEW.said_by_id := actor; NEW.ended_at := NULL; NEW.ended_by_id := NULL; NEW.ended_because := '';
        RETURN NEW;
    END IF;
    before := to_jsonb(OLD) - ARRAY['revision', 'created_at', 'changed_at'];
    FOREACH col IN ARRAY ARRAY['author_id', 'document_id'] LOOP
        IF tied ->> col IS DISTINCT FROM before ->> col
           AND sources_moves(TG_TABLE_NAME, OLD.id, col, (before ->> col)::bigint, (tied ->> col)::bigint) THEN
            tied := tied - col;
            before := before - col;
        END IF;
    END LOOP;
    IF tied = before THEN RETURN NEW; END IF;
    IF OLD.ended_at IS NOT NULL
       OR tied - ARRAY['ended_at', 'ended_by_id', 'ended_because'] <> before - ARRAY['ended_at', 'ended_by_id', 'ended_because'] THEN
        RAISE EXCEPTION 'law 3: % % never changes: it can only be ended', TG_TABLE_NAME, OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF actor IS NULL OR actor = OLD.account_id OR NOT claims_is_administrator(actor) THEN
        RAISE EXCEPTION 'law 3: only an administrator ends %, and nobody their own', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    NEW.ended_at := clock_timestamp();
    NEW.ended_by_id := actor;
    RETURN NEW;
END $$;

-- Whoever decides is asked for conflicts of interest in that moment, and what there was is kept with the review.
CREATE FUNCTION law_conflict() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reviewed_table text := CASE WHEN NEW.claim_id IS NOT NULL THEN 'claims_claim'
                                WHEN NEW.evidence_id IS NOT NULL THEN 'claims_evidence' ELSE 'claims_relation' END;
    reviewed_id bigint := coalesce(NEW.claim_id, NEW.evidence_id, NEW.relation_id);
    own text;
BEGIN
    NEW.conflicts := '[]';
    IF NEW.action NOT IN ('approve', 'reject', 'request_changes', 'retract') THEN RETURN NEW; END IF;
    IF NEW.action = 'approve' THEN
        -- An older snapshot would not see a conflict that was declared meanwhile.
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'law 3: approvals are given in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
        END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtext('claims_conflicts'), 0);
        IF EXISTS (SELECT 1 FROM claims_review given WHERE given.action = 'approve' AND given.by_id = NEW.by_id AND given.revision = NEW.revision
                      AND (given.claim_id = NEW.claim_id OR given.evidence_id = NEW.evidence_id OR given.relation_id = NEW.relation_id)) THEN
            RAISE EXCEPTION 'law 3: you approved this already: a third person decides' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NOT claims_has_ties() THEN RETURN NEW; END IF;
    SELECT coalesce(jsonb_agg(jsonb_build_object('account', found.username, 'part', CASE WHEN found.proposes THEN 'proposer' ELSE 'decider' END,
                                                 'kind', CASE WHEN found.is_declared THEN 'declared' ELSE 'computed' END, 'document', found.document,
                                                 'author', found.author, 'claim', found.claim, 'sentence', found.sentence)), '[]'),
           min(found.sentence) FILTER (WHERE NOT found.proposes)
      INTO NEW.conflicts, own
      FROM claims_conflicts(reviewed_table, ARRAY[reviewed_id], ARRAY[NEW.by_id]) found;
    IF NEW.action = 'approve' AND own IS NOT NULL THEN
        RAISE EXCEPTION 'law 3: %: somebody else decides', own USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Where who proposed has a conflict of interest, the first approval leaves the record in review.
CREATE FUNCTION law_third_person() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    approvals record;
    others text;
BEGIN
    IF TG_TABLE_NAME = 'claims_evidence' AND EXISTS (
        SELECT 1 FROM claims_review WHERE evidence_id = OLD.id AND revision = OLD.revision AND action = 'restore') THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtext('claims_conflicts'), 0);
    IF NOT claims_has_ties() THEN RETURN NEW; END IF;
    SELECT * INTO approvals FROM claims_approvals(TG_TABLE_NAME, ARRAY[OLD.id]);
    IF cardinality(approvals.given) >= approvals.needed THEN RETURN NEW; END IF;
    SELECT string_agg(username, ' and ' ORDER BY username) INTO others FROM auth_user
     WHERE id IN (SELECT account FROM claims_proposers(TG_TABLE_NAME, ARRAY[OLD.id])) OR id = ANY (approvals.given);
    RAISE EXCEPTION 'law 3: there is a conflict of interest: % % needs one more approval, by somebody other than %',
        TG_TABLE_NAME, OLD.public_id, coalesce(others, 'who has it') USING ERRCODE = 'check_violation';
END $$;
"""

_REVIEWED = ("claims_claim", "claims_evidence", "claims_relation")
_TIES = (("claims_authoraccount", "administrator"), ("claims_declaredconflict", "editor"))

# By name after law_review and law_imported_review, which lock what is reviewed.
TRIGGERS = """
CREATE TRIGGER law_review_conflict BEFORE INSERT ON claims_review FOR EACH ROW EXECUTE FUNCTION law_conflict();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review_conflict;
""" + "".join(
    f"""
CREATE TRIGGER law_third_person BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.status = 'in_review' AND NEW.status IN ('published', 'accepted')) EXECUTE FUNCTION law_third_person();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_third_person;
"""
    for table in _REVIEWED
)
TRIGGERS += "".join(
    f"""
CREATE TRIGGER law_tie BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION law_tie('{who}');
CREATE TRIGGER law_undeleted BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_tie, ENABLE ALWAYS TRIGGER law_undeleted;
"""
    for table, who in _TIES
)

REVERSE = (
    "".join(f"DROP TRIGGER law_undeleted ON {table};\nDROP TRIGGER law_tie ON {table};\n" for table, _ in _TIES)
    + "".join(f"DROP TRIGGER law_third_person ON {table};\n" for table in _REVIEWED)
    + f"""
DROP TRIGGER law_review_conflict ON claims_review;
DROP FUNCTION law_third_person(), law_conflict(), law_tie(), claims_has_ties(), claims_approvals(text, bigint[]),
    claims_conflicts(text, bigint[], bigint[]), claims_concerned(text, bigint[]), claims_proposers(text, bigint[]);
{_SUPERSEDED}
"""
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0031_conflicts")]
    operations = [migrations.RunSQL([READING, SUPERSEDED, FUNCTIONS + TRIGGERS], REVERSE)]
