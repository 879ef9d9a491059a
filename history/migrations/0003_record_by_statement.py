"""History is written once for each statement instead of once for each row: the same rows, many times faster in bulk.

A statement's rows come to the trigger as two tables, ``history_before`` and ``history_after``, in which PostgreSQL itself keeps
what the rows were and became. No path goes round them: COPY, MERGE, cascades and changes by other triggers are statements too.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION history_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    leave_out text[] := TG_ARGV[0]::text[];
    actor bigint := history_acting_user();
    actor_name text := coalesce((SELECT username FROM auth_user WHERE id = actor), '');
    why text := coalesce(current_setting('pincite.reason', true), '');
    xact bigint := pg_current_xact_id()::text::bigint;
    columns text[];
BEGIN
    IF TG_TABLE_SCHEMA <> 'public' THEN
        RAISE EXCEPTION 'history is kept of tables in the schema public only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(key ORDER BY key) INTO columns
          FROM jsonb_object_keys((SELECT to_jsonb(made) FROM history_after AS made LIMIT 1) - leave_out - ARRAY['revision', 'changed_at']) AS key;
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, made.id, made.public_id, made.revision, 'create', columns,
               CASE WHEN leave_out = '{}' THEN to_jsonb(made) ELSE to_jsonb(made) - leave_out END,
               clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM history_after AS made;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, gone.id, gone.public_id, gone.revision, 'delete', '{}', to_jsonb(gone) - leave_out,
               clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM history_before AS gone;
    ELSE
        -- As text: jsonb calls 70 and 70.000 equal, a reader does not.
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, now_so.id, now_so.public_id, now_so.revision, 'update',
               coalesce((SELECT array_agg(col.key ORDER BY col.key)
                           FROM jsonb_each(to_jsonb(now_so) - ARRAY['revision', 'changed_at']) AS col
                          WHERE col.value::text IS DISTINCT FROM (to_jsonb(was) -> col.key)::text), '{}'),
               to_jsonb(now_so) - leave_out, clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM history_after AS now_so JOIN history_before AS was ON was.id = now_so.id
         WHERE now_so.revision IS DISTINCT FROM was.revision;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION history_follow(tracked text, leave_out text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER track_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS history_after'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION history_record(%L)', tracked, leave_out);
    EXECUTE format('CREATE TRIGGER track_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS history_before NEW TABLE AS history_after'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION history_record(%L)', tracked, leave_out);
    EXECUTE format('CREATE TRIGGER track_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS history_before'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION history_record(%L)', tracked, leave_out);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER track_insert, ENABLE ALWAYS TRIGGER track_update,'
                   ' ENABLE ALWAYS TRIGGER track_delete', tracked);
END $$;
REVOKE ALL ON FUNCTION history_follow(text, text[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION history_track(tracked text, leave_out text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER revise BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION history_revise()', tracked);
    PERFORM history_follow(tracked, leave_out);
    EXECUTE format('CREATE TRIGGER law_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate()', tracked);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER revise, ENABLE ALWAYS TRIGGER law_truncate', tracked);
END $$;

CREATE OR REPLACE FUNCTION history_untrack(tracked text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TRIGGER revise ON %I', tracked);
    EXECUTE format('DROP TRIGGER track_insert ON %I', tracked);
    EXECUTE format('DROP TRIGGER track_update ON %I', tracked);
    EXECUTE format('DROP TRIGGER track_delete ON %I', tracked);
    EXECUTE format('DROP TRIGGER law_truncate ON %I', tracked);
END $$;

-- Tables that are tracked already: by row until now.
CREATE FUNCTION history_follow_all() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT class.relname AS tracked, rtrim(encode(tgargs, 'escape'), E'\\\\0') AS leave_out
                   FROM pg_trigger JOIN pg_class AS class ON class.oid = tgrelid
                  WHERE tgname = 'track' AND tgfoid = 'history_record()'::regprocedure LOOP
        EXECUTE format('DROP TRIGGER track ON %I', found.tracked);
        PERFORM history_follow(found.tracked, found.leave_out::text[]);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION history_follow_all() FROM PUBLIC;
SELECT history_follow_all();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0002_triggers")]
    # Not undone: a table that loses its triggers in between would lose history.
    operations = [migrations.RunSQL(FUNCTIONS)]
