"""No document is part of itself by way of others, nor its own original: chains lead somewhere."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Of a column that leads to a row of the same table. Arguments: that column, the one that names a row, the words between two names.
CREATE FUNCTION law_no_loop() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    col text := TG_ARGV[0];
    next_one bigint := (to_jsonb(NEW) ->> col)::bigint;
    way bigint[] := ARRAY[NEW.id];
    named text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(OLD) ->> col)::bigint IS NOT DISTINCT FROM next_one THEN RETURN NEW; END IF;
        -- An older snapshot would not see what another writer closes the circle with. Nothing leads to what is only now added.
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'what % leads to is written in a transaction that is READ COMMITTED', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME), hashtext(col));
    END IF;
    -- Itself at once is a constraint's matter.
    WHILE next_one IS NOT NULL AND next_one <> ALL (way) LOOP
        way := way || next_one;
        EXECUTE format('SELECT %I FROM %I WHERE id = $1', col, TG_TABLE_NAME) INTO next_one USING next_one;
    END LOOP;
    IF next_one IS DISTINCT FROM NEW.id OR cardinality(way) = 1 THEN RETURN NEW; END IF;
    EXECUTE format('SELECT string_agg(coalesce(it.%I, $2), $3 ORDER BY place) FROM unnest($1) WITH ORDINALITY AS stop (id, place)'
                   ' LEFT JOIN %I it ON it.id = stop.id', TG_ARGV[1], TG_TABLE_NAME)
       INTO named USING way || NEW.id, to_jsonb(NEW) ->> TG_ARGV[1], ' ' || TG_ARGV[2] || ' ';
    RAISE EXCEPTION 'it would lead back to itself: %', named USING ERRCODE = 'check_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_no_loop_of_parts BEFORE INSERT OR UPDATE ON sources_document FOR EACH ROW
    WHEN (NEW.part_of_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('part_of_id', 'citation_key', 'is part of');
CREATE TRIGGER law_no_loop_of_originals BEFORE INSERT OR UPDATE ON sources_document FOR EACH ROW
    WHEN (NEW.original_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('original_id', 'citation_key', 'has the original');
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER law_no_loop_of_parts, ENABLE ALWAYS TRIGGER law_no_loop_of_originals;
"""

REVERSE = """
DROP TRIGGER law_no_loop_of_originals ON sources_document;
DROP TRIGGER law_no_loop_of_parts ON sources_document;
DROP FUNCTION law_no_loop();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0020_citations_that_wait")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
