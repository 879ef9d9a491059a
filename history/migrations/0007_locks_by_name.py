"""Advisory locks are asked for by what they are for: their numbers stand here and in ``history.locks``, and nowhere else."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION history_locks() RETURNS TABLE (purpose text, number integer) LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    VALUES ('preparing', 7146483), ('merging', 7146484), ('answering', 7146485), ('importing', 7146486), ('loading', 7146487),
           ('leading', 7146488), ('relating', 7146489), ('writing_entries', 7146490), ('conflicts', 7146491), ('comparing', 7146492)
$$;

-- A name that nobody knows is refused: PostgreSQL takes no lock at all for a number that is null.
CREATE FUNCTION history_lock(wanted text) RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
    found_number integer;
BEGIN
    SELECT number INTO found_number FROM history_locks() WHERE purpose = wanted;
    IF found_number IS NULL THEN
        RAISE EXCEPTION 'there is no lock for %: name it in history_locks', coalesce(wanted, 'nothing') USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN found_number;
END $$;
"""

REVERSE = "DROP FUNCTION history_lock(text), history_locks();"


class Migration(migrations.Migration):
    dependencies = [("history", "0006_record_what_changed_once")]
    operations = [migrations.RunSQL(FUNCTIONS, REVERSE)]
