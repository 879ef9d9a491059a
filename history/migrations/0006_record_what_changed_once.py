"""What a row was and became is read once for history, without the long words that it leaves out, whatever number of rows changed at once.

Before, a row was made into JSON again for each of its columns, the words of a text too, and in bulk each row was compared with all others.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_REVISE = import_module("history.migrations.0002_triggers").FUNCTIONS
_REVISE = _REVISE[_REVISE.index("CREATE FUNCTION history_revise()") : _REVISE.index("CREATE FUNCTION history_record()")]
_REVISE = _REVISE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_RECORD = import_module("history.migrations.0003_record_by_statement").FUNCTIONS
_RECORD = _RECORD[: _RECORD.index("CREATE FUNCTION history_follow(")]

_AS_TEXT = """    -- As text: jsonb calls 70 and 70.000 equal, a reader does not.
    IF NEW::text IS DISTINCT FROM OLD::text THEN
"""
_AS_STORED = """    -- As stored: jsonb calls 70 and 70.000 equal, a reader does not. Nothing is made into text for it, however long it is.
    IF NEW *<> OLD THEN
"""
if _REVISE.count(_AS_TEXT) != 1:
    raise ValueError("The function that counts revisions is not the one that was.")
REVISE = _REVISE.replace(_AS_TEXT, _AS_STORED)

RECORD = """
CREATE OR REPLACE FUNCTION history_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    leave_out text[] := TG_ARGV[0]::text[];
    actor bigint := history_acting_user();
    actor_name text := coalesce((SELECT username FROM auth_user WHERE id = actor), '');
    why text := coalesce(current_setting('pincite.reason', true), '');
    xact bigint := pg_current_xact_id()::text::bigint;
    columns text[];
    -- Of a table with long columns that history leaves out: the columns that it keeps, of the row after and of the row before, and
    -- the names of those of the others that changed.
    kept_after text;
    kept_before text;
    others text;
BEGIN
    IF TG_TABLE_SCHEMA <> 'public' THEN
        RAISE EXCEPTION 'history is kept of tables in the schema public only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF leave_out <> '{}' THEN
        SELECT string_agg(format('now_so.%I', attname), ', ' ORDER BY attnum) FILTER (WHERE attname <> ALL (leave_out)),
               string_agg(format('was.%I', attname), ', ' ORDER BY attnum) FILTER (WHERE attname <> ALL (leave_out)),
               string_agg(format('CASE WHEN now_so.%1$I::text IS DISTINCT FROM was.%1$I::text THEN %1$L END', attname), ', ') FILTER (WHERE attname = ANY (leave_out)),
               array_agg(attname::text ORDER BY attname::text COLLATE "default") FILTER (WHERE attname <> ALL (leave_out || ARRAY['revision', 'changed_at']))
          INTO kept_after, kept_before, others, columns
          FROM pg_attribute WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT array_agg(key ORDER BY key) INTO columns
          FROM jsonb_object_keys((SELECT to_jsonb(made) FROM history_after AS made LIMIT 1) - ARRAY['revision', 'changed_at']) AS key;
    END IF;
    IF TG_OP = 'INSERT' AND leave_out = '{}' THEN
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, made.id, made.public_id, made.revision, 'create', columns, to_jsonb(made),
               clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM history_after AS made;
    ELSIF TG_OP = 'INSERT' THEN
        EXECUTE format('INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,'
                       ' user_id, "user", role, reason)'
                       ' SELECT $1, now_so.id, now_so.public_id, now_so.revision, ''create'', $2,'
                       ' (SELECT to_jsonb(kept) FROM (SELECT %s) AS kept), clock_timestamp(), $3, $4, $5, session_user, $6'
                       '   FROM history_after AS now_so', kept_after)
          USING TG_TABLE_NAME, columns, xact, actor, actor_name, why;
    ELSIF TG_OP = 'DELETE' AND leave_out = '{}' THEN
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, gone.id, gone.public_id, gone.revision, 'delete', '{}', to_jsonb(gone),
               clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM history_before AS gone;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format('INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,'
                       ' user_id, "user", role, reason)'
                       ' SELECT $1, was.id, was.public_id, was.revision, ''delete'', ''{}'','
                       ' (SELECT to_jsonb(kept) FROM (SELECT %s) AS kept), clock_timestamp(), $2, $3, $4, session_user, $5'
                       '   FROM history_before AS was', kept_before)
          USING TG_TABLE_NAME, xact, actor, actor_name, why;
    ELSIF leave_out = '{}' THEN
        -- A full join, though neither side has a row that the other has not: it alone is never done by comparing each row with all
        -- others, and this statement keeps the plan that it was given when a single row had changed. OFFSET keeps what is made of a
        -- row from being made again for each of its columns.
        INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                    user_id, "user", role, reason)
        SELECT TG_TABLE_NAME, two.id, two.public_id, two.revision, 'update',
               -- As text: jsonb calls 70 and 70.000 equal, a reader does not.
               ARRAY(SELECT col.key FROM jsonb_each(two.after) AS col
                      WHERE col.value::text IS DISTINCT FROM (two.before -> col.key)::text AND col.key NOT IN ('revision', 'changed_at')
                      ORDER BY col.key),
               two.after, clock_timestamp(), xact, actor, actor_name, session_user, why
          FROM (SELECT now_so.id, now_so.public_id, now_so.revision, to_jsonb(now_so) AS after, to_jsonb(was) AS before
                  FROM history_after AS now_so FULL JOIN history_before AS was ON was.id = now_so.id
                 WHERE now_so.revision IS DISTINCT FROM was.revision OFFSET 0) AS two;
    ELSE
        EXECUTE format('INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,'
                       ' user_id, "user", role, reason)'
                       ' SELECT $1, two.id, two.public_id, two.revision, ''update'','
                       ' ARRAY(SELECT col.key FROM jsonb_each(two.after) AS col'
                       '        WHERE col.value::text IS DISTINCT FROM (two.before -> col.key)::text AND col.key NOT IN (''revision'', ''changed_at'')'
                       '        UNION SELECT other FROM unnest(two.others) AS other WHERE other IS NOT NULL ORDER BY 1),'
                       ' two.after, clock_timestamp(), $2, $3, $4, session_user, $5'
                       '   FROM (SELECT now_so.id, now_so.public_id, now_so.revision, ARRAY[%s]::text[] AS others,'
                       '                (SELECT to_jsonb(kept) FROM (SELECT %s) AS kept) AS after,'
                       '                (SELECT to_jsonb(kept) FROM (SELECT %s) AS kept) AS before'
                       '           FROM history_after AS now_so FULL JOIN history_before AS was ON was.id = now_so.id'
                       '          WHERE now_so.revision IS DISTINCT FROM was.revision OFFSET 0) AS two', others, kept_after, kept_before)
          USING TG_TABLE_NAME, xact, actor, actor_name, why;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0005_found_by_row_and_name")]
    operations = [migrations.RunSQL([REVISE, RECORD], [_RECORD, _REVISE])]
