"""The triggers that write history.

No session setting lifts them: they are ENABLE ALWAYS and read no switch. Functions name ``pg_temp`` last in their search
path, so that a temporary table cannot stand in for a real one; the recording function runs as its owner, because
the application's role may not write history, and cannot be called or attached by anybody else.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION history_acting_user() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('pincite.actor', true), '')::bigint $$;

CREATE FUNCTION history_revise() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.revision := 1;
        NEW.created_at := clock_timestamp();
        NEW.changed_at := NEW.created_at;
        RETURN NEW;
    END IF;
    IF NEW.id IS DISTINCT FROM OLD.id THEN
        RAISE EXCEPTION 'law 5: the key of a row of % never changes: its history would be lost', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.revision := OLD.revision;
    NEW.created_at := OLD.created_at;
    NEW.changed_at := OLD.changed_at;
    -- As text: jsonb calls 70 and 70.000 equal, a reader does not.
    IF NEW::text IS DISTINCT FROM OLD::text THEN
        NEW.revision := OLD.revision + 1;
        NEW.changed_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION history_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    leave_out text[] := TG_ARGV[0]::text[] || ARRAY['revision', 'changed_at'];
    before jsonb := '{}';
    after jsonb := '{}';
    columns text[];
    actor bigint := history_acting_user();
    actor_name text;
BEGIN
    IF TG_TABLE_SCHEMA <> 'public' THEN
        RAISE EXCEPTION 'history is kept of tables in the schema public only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(key ORDER BY key) INTO columns FROM jsonb_object_keys(after - leave_out) AS key;
    ELSIF TG_OP = 'DELETE' THEN
        columns := '{}';
        after := before;
    ELSE
        IF NEW.revision = OLD.revision THEN RETURN NULL; END IF;
        SELECT array_agg(key ORDER BY key) INTO columns FROM jsonb_object_keys(after - ARRAY['revision', 'changed_at']) AS key
         WHERE (after -> key)::text IS DISTINCT FROM (before -> key)::text;
    END IF;
    SELECT username INTO actor_name FROM auth_user WHERE id = actor;
    INSERT INTO history_change ("table", record_id, public_id, revision, kind, changed, state, at, transaction,
                                user_id, "user", role, reason)
    VALUES (TG_TABLE_NAME, (after ->> 'id')::bigint, coalesce(after ->> 'public_id', ''), (after ->> 'revision')::int,
            CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END,
            coalesce(columns, '{}'), after - TG_ARGV[0]::text[], clock_timestamp(), pg_current_xact_id()::text::bigint,
            actor, coalesce(actor_name, ''), session_user, coalesce(current_setting('pincite.reason', true), ''));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION history_record() FROM PUBLIC;

CREATE FUNCTION history_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'law 5: % on % is refused: what is written there stays as it is', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION history_refuse_truncate() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'law 1: truncate on % is refused: delete records one by one, with their history', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION history_track(tracked text, leave_out text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER revise BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION history_revise()', tracked);
    EXECUTE format('CREATE TRIGGER track AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION history_record(%L)',
                   tracked, leave_out);
    EXECUTE format('CREATE TRIGGER law_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate()', tracked);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER revise, ENABLE ALWAYS TRIGGER track, ENABLE ALWAYS TRIGGER law_truncate', tracked);
END $$;
REVOKE ALL ON FUNCTION history_track(text, text[]) FROM PUBLIC;

CREATE FUNCTION history_untrack(tracked text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TRIGGER revise ON %I', tracked);
    EXECUTE format('DROP TRIGGER track ON %I', tracked);
    EXECUTE format('DROP TRIGGER law_truncate ON %I', tracked);
END $$;
REVOKE ALL ON FUNCTION history_untrack(text) FROM PUBLIC;

CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE ON history_change
    FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
CREATE TRIGGER law_truncate BEFORE TRUNCATE ON history_change
    FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_truncate();
ALTER TABLE history_change ENABLE ALWAYS TRIGGER law_append_only, ENABLE ALWAYS TRIGGER law_truncate;
"""

REVERSE = """
DROP TRIGGER law_append_only ON history_change;
DROP TRIGGER law_truncate ON history_change;
DROP FUNCTION history_untrack(text), history_track(text, text[]), history_refuse_truncate(), history_refuse_change(),
    history_record(), history_revise(), history_acting_user();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_change"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunSQL(FUNCTIONS, REVERSE)]
