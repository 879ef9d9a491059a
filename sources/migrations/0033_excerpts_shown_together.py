"""Law 7: what one statement makes public is noted together, and each text that it touches is counted once."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_FUNCTIONS = import_module("sources.migrations.0014_law_of_excerpts").FUNCTIONS
_BEFORE = _FUNCTIONS[
    _FUNCTIONS.index("CREATE FUNCTION sources_show_passage(") : _FUNCTIONS.index("REVOKE ALL ON FUNCTION sources_lock_excerpts")
]
_BEFORE = _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

TOGETHER = """
-- As sources_lock_excerpts, for several texts: all that must wait for each other is locked in one order.
CREATE FUNCTION sources_lock_excerpts_of(texts bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'law 7: excerpts are published, and rights changed, in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM sources_excerptuse
      WHERE text_id = ANY (ARRAY(SELECT same.id FROM unnest(texts) AS one (id) CROSS JOIN LATERAL sources_same_words(one.id) AS same (id)))
      ORDER BY text_id FOR UPDATE;
END $$;

-- Notes which of the passages are public, and that the others are not any more, by an editor's word ('itself') or by evidence.
-- Whoever calls this for evidence has locked the excerpts of their texts before it asked whether there is any.
CREATE FUNCTION sources_show_passages(passages bigint[], because text, shown bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    context CONSTANT integer := 32;
    texts bigint[];
    touched bigint[];
    changed bigint;
BEGIN
    texts := ARRAY(SELECT DISTINCT text_id FROM sources_passage WHERE id = ANY (passages) AND start IS NOT NULL);
    IF texts = '{}' THEN RETURN; END IF;
    PERFORM sources_lock_excerpts_of(texts);
    WITH noted AS (
        INSERT INTO sources_shownspan AS span (passage_id, text_id, start, "end", by_itself, by_evidence)
        SELECT passage.id, passage.text_id, greatest(passage.start - context, 0), least(passage."end" + context, text.length),
               because = 'itself', because = 'evidence'
          FROM sources_passage passage JOIN sources_text text ON text.id = passage.text_id
         WHERE passage.id = ANY (shown) AND passage.start IS NOT NULL
            ON CONFLICT (passage_id) DO UPDATE SET by_itself = span.by_itself OR excluded.by_itself,
                                                   by_evidence = span.by_evidence OR excluded.by_evidence
         WHERE (span.by_itself, span.by_evidence) <> (span.by_itself OR excluded.by_itself, span.by_evidence OR excluded.by_evidence)
        RETURNING span.text_id),
    taken_back AS (
        UPDATE sources_shownspan span SET by_itself = span.by_itself AND because <> 'itself', by_evidence = span.by_evidence AND because <> 'evidence'
         WHERE span.passage_id = ANY (ARRAY(SELECT unnest(passages) EXCEPT SELECT unnest(shown)))
        RETURNING span.text_id)
    SELECT array_agg(text_id ORDER BY text_id) INTO touched FROM (SELECT text_id FROM noted UNION SELECT text_id FROM taken_back) AS either;
    DELETE FROM sources_shownspan WHERE passage_id = ANY (passages) AND NOT by_itself AND NOT by_evidence;
    FOREACH changed IN ARRAY coalesce(touched, '{}') LOOP
        PERFORM sources_recount_excerpts(changed, false);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sources_show_passage(shown bigint, because text, is_public boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM sources_show_passages(ARRAY[shown], because, CASE WHEN is_public THEN ARRAY[shown] ELSE '{}' END);
END $$;
REVOKE ALL ON FUNCTION sources_lock_excerpts_of(bigint[]), sources_show_passages(bigint[], text, bigint[]) FROM PUBLIC;
"""

REVERSE = f"""
{_BEFORE}
DROP FUNCTION sources_show_passages(bigint[], text, bigint[]), sources_lock_excerpts_of(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0032_law_of_machines")]
    operations = [migrations.RunSQL(TOGETHER, REVERSE)]
