"""Law 7: what a statement changes of claims and evidence shows, or hides, all its excerpts together."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations


def _between(sql: str, start: str, end: str) -> str:
    """A part of the SQL that made functions, for functions that are there."""
    return sql[sql.index(start) : sql.index(end)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


_OF_EVIDENCE = import_module("claims.migrations.0009_excerpts_shown_by_evidence").FUNCTIONS
_OF_EVIDENCE = _between(_OF_EVIDENCE, "CREATE FUNCTION law_excerpts_of_evidence()", "CREATE FUNCTION law_excerpts_of_claim()")
_REOPENED = import_module("claims.migrations.0010_excerpts_of_reopened_evidence").FUNCTIONS
_OF_CLAIM = _between(_REOPENED, "CREATE OR REPLACE FUNCTION law_excerpts_of_claim()", "REVOKE ALL")
_RELATIONS = import_module("claims.migrations.0030_law_of_evidence_of_relations")
_RELATED = _between(_RELATIONS.FUNCTIONS, "CREATE FUNCTION law_excerpts_of_related_claim()", "REVOKE ALL")

SHOWN = """
-- As ``excerpts_visible_to`` has it: accepted evidence makes an excerpt public, so does evidence that was accepted on it before a
-- correction re-opened it, and so does a public relation. OFFSET lets each passage be looked up: nobody reads all evidence for it.
CREATE OR REPLACE FUNCTION claims_show_passages(passages bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF passages = '{}' THEN RETURN; END IF;
    PERFORM sources_lock_excerpts_of(ARRAY(SELECT DISTINCT text_id FROM sources_passage WHERE id = ANY (passages) AND start IS NOT NULL));
    PERFORM sources_show_passages(passages, 'evidence', ARRAY(
        SELECT passage.id FROM sources_passage passage
         WHERE passage.id = ANY (passages) AND passage.start IS NOT NULL
           AND (EXISTS (SELECT 1 FROM claims_evidence evidence JOIN claims_claim claim ON claim.id = evidence.claim_id
                         WHERE evidence.passage_id = passage.id AND evidence.status = 'accepted' AND claims_is_public(claim.status) OFFSET 0)
             OR EXISTS (SELECT 1 FROM claims_review review JOIN claims_evidence evidence ON evidence.id = review.evidence_id
                          JOIN claims_claim claim ON claim.id = evidence.claim_id
                         WHERE review.stood_on_id = passage.id AND evidence.status IN ('draft', 'in_review', 'accepted')
                           AND claims_is_public(claim.status) OFFSET 0)
             OR EXISTS (SELECT 1 FROM claims_relationevidence link
                         WHERE link.passage_id = passage.id AND claims_relation_is_public(link.relation_id) OFFSET 0))));
END $$;
"""

# A full join of what rows were and became, as in history_record: it alone never compares each row with all others.
_ROWS = "after_rows now_so FULL JOIN before_rows was ON was.id = now_so.id"
_DECIDED = f"FROM {_ROWS} WHERE (now_so.status = 'accepted') IS DISTINCT FROM (was.status = 'accepted')"
_MOVED = f"FROM {_ROWS} WHERE claims_is_public(now_so.status) IS DISTINCT FROM claims_is_public(was.status)"

_TEMPLATE = """
CREATE OR REPLACE FUNCTION law_excerpts_of_evidence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- The lock makes a publication of the claim at the same moment wait, and then see this evidence.
    PERFORM 1 FROM claims_claim WHERE id = ANY (ARRAY(SELECT CASE WHEN now_so.status = 'accepted' THEN now_so.claim_id END {decided})) ORDER BY id FOR SHARE;
    PERFORM claims_show_passages(ARRAY(SELECT DISTINCT now_so.passage_id {decided}));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION law_excerpts_of_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[] := ARRAY(SELECT now_so.id {moved});
BEGIN
    IF moved = '{{}}' THEN RETURN NULL; END IF;
    PERFORM claims_show_passages(ARRAY(
        SELECT passage_id FROM claims_evidence WHERE claim_id = ANY (moved) AND status = 'accepted'
         UNION SELECT review.stood_on_id FROM claims_evidence evidence CROSS JOIN LATERAL (
                      SELECT stood_on_id FROM claims_review WHERE evidence_id = evidence.id AND stood_on_id IS NOT NULL OFFSET 0) AS review
                WHERE evidence.claim_id = ANY (moved)));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION law_excerpts_reopened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(
        SELECT DISTINCT stood_on_id FROM claims_review
         WHERE stood_on_id IS NOT NULL AND evidence_id = ANY (ARRAY(
               SELECT now_so.id FROM {rows} WHERE now_so.status IS DISTINCT FROM was.status))));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION law_excerpts_of_related_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint[] := ARRAY(SELECT now_so.id {moved});
BEGIN
    IF moved = '{{}}' THEN RETURN NULL; END IF;
    PERFORM claims_show_passages(ARRAY(
        SELECT link.passage_id FROM claims_relationevidence link WHERE link.relation_id = ANY (ARRAY(
               SELECT id FROM claims_relation WHERE from_claim_id = ANY (moved)
                UNION SELECT id FROM claims_relation WHERE to_claim_id = ANY (moved)
                UNION SELECT id FROM claims_relation
                       WHERE to_evidence_id = ANY (ARRAY(SELECT id FROM claims_evidence WHERE claim_id = ANY (moved)))))));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION law_excerpts_of_undercut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(
        SELECT DISTINCT link.passage_id FROM claims_relationevidence link JOIN claims_relation related ON related.id = link.relation_id
         WHERE related.to_evidence_id = ANY (ARRAY(SELECT now_so.id {decided}))));
    RETURN NULL;
END $$;
"""
FUNCTIONS = _TEMPLATE.format(rows=_ROWS, decided=_DECIDED, moved=_MOVED)

#: Table, trigger, function, and the condition under which it ran for a row.
_WATCHED = (
    ("claims_evidence", "law_excerpts", "evidence", "(NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')"),
    ("claims_evidence", "law_excerpts_reopened", "", "NEW.status IS DISTINCT FROM OLD.status"),
    ("claims_evidence", "law_excerpts_undercut", "undercut", "(NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')"),
    ("claims_claim", "law_excerpts", "claim", "claims_is_public(NEW.status) IS DISTINCT FROM claims_is_public(OLD.status)"),
    ("claims_claim", "law_excerpts_related", "related_claim", "claims_is_public(NEW.status) IS DISTINCT FROM claims_is_public(OLD.status)"),
)


def _made(each: str) -> str:
    made = ""
    for table, trigger, of, condition in _WATCHED:
        how = (
            "FOR EACH ROW WHEN (" + condition + ")"
            if each == "row"
            else "REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT"
        )
        function = f"law_excerpts_of_{of}" if of else trigger
        made += f"""
DROP TRIGGER {trigger} ON {table};
CREATE TRIGGER {trigger} AFTER UPDATE ON {table} {how} EXECUTE FUNCTION {function}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger};
"""
    return made


class Migration(migrations.Migration):
    dependencies = [("claims", "0039_law_of_deciders"), ("sources", "0033_excerpts_shown_together")]
    operations = [
        migrations.RunSQL([SHOWN, FUNCTIONS, _made("statement")], [_made("row"), _OF_EVIDENCE, _OF_CLAIM, _RELATED, _RELATIONS.SHOWN]),
    ]
