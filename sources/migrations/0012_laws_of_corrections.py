"""What a correction of a text must be, and that each passage of the text is told what became of it: laws that no path escapes."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- A correction is a later version of the same document. The lock makes whoever pins in the text before, or corrects it too, wait.
CREATE FUNCTION law_correction() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    before record;
BEGIN
    SELECT public_id, document_id, version, sha256 INTO before FROM sources_text WHERE id = NEW.derived_from_id FOR UPDATE;
    IF before.document_id IS DISTINCT FROM NEW.document_id OR NEW.version <= before.version THEN
        RAISE EXCEPTION 'law 1: text % corrects text %: it must be a later version of the same document', NEW.public_id, before.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sha256 = before.sha256 THEN
        RAISE EXCEPTION 'law 1: text % corrects nothing: its words are those of text %', NEW.public_id, before.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- At the end of the transaction: no passage of a corrected text is left without word of what became of it.
CREATE FUNCTION law_all_carried() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    left_behind text;
BEGIN
    SELECT passage.public_id INTO left_behind FROM sources_passage passage
     WHERE passage.text_id = NEW.derived_from_id AND passage.status <> 'orphaned'
       AND EXISTS (SELECT 1 FROM sources_text WHERE id = NEW.id)
       AND NOT EXISTS (SELECT 1 FROM sources_passage carried WHERE carried.derived_from_id = passage.id AND carried.text_id = NEW.id)
     ORDER BY passage.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'law 4: text % is corrected but its passage % is not carried over: it moved, changed or is orphaned',
            (SELECT public_id FROM sources_text WHERE id = NEW.derived_from_id), left_behind USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- A passage is carried over from the text before to its correction; its grade is what the hashes say.
CREATE FUNCTION law_carried() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    before record;
BEGIN
    SELECT public_id, text_id, quote_sha256, status INTO before FROM sources_passage WHERE id = NEW.derived_from_id;
    IF before.text_id IS NULL OR before.text_id IS DISTINCT FROM (SELECT derived_from_id FROM sources_text WHERE id = NEW.text_id) THEN
        RAISE EXCEPTION 'law 1: passage % is derived from %, whose text its own text does not correct', NEW.public_id, before.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF before.status = 'orphaned' THEN
        RAISE EXCEPTION 'law 1: passage % is derived from %, whose words are gone', NEW.public_id, before.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.carried = 'changed') = (NEW.quote_sha256 = before.quote_sha256) THEN
        RAISE EXCEPTION 'law 1: passage % is called %, but its words are % those of %', NEW.public_id, NEW.carried,
            CASE WHEN NEW.carried = 'changed' THEN 'still' ELSE 'not' END, before.public_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- What became of a passage stays known, as long as the corrected text is held.
CREATE FUNCTION law_lineage() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'law 1: passage % says what a correction made of another one: it is kept', OLD.public_id
        USING ERRCODE = 'restrict_violation';
END $$;

-- A passage and those of earlier versions that it has the words of, unchanged through all corrections between.
CREATE FUNCTION sources_words_of(passage bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE same AS (
        SELECT id, derived_from_id, carried FROM sources_passage WHERE id = passage
         UNION ALL
        SELECT earlier.id, earlier.derived_from_id, earlier.carried FROM same JOIN sources_passage earlier ON earlier.id = same.derived_from_id
         WHERE same.carried = 'moved')
    SELECT id FROM same
$$;
"""

TRIGGERS = """
CREATE TRIGGER law_correction BEFORE INSERT ON sources_text FOR EACH ROW
    WHEN (NEW.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_correction();
CREATE CONSTRAINT TRIGGER law_all_carried AFTER INSERT ON sources_text DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_all_carried();
CREATE TRIGGER law_carried BEFORE INSERT ON sources_passage FOR EACH ROW
    WHEN (NEW.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_carried();
CREATE TRIGGER law_lineage BEFORE DELETE ON sources_passage FOR EACH ROW
    WHEN (OLD.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_lineage();
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER law_correction, ENABLE ALWAYS TRIGGER law_all_carried;
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_carried, ENABLE ALWAYS TRIGGER law_lineage;
"""

REVERSE = """
DROP TRIGGER law_lineage ON sources_passage;
DROP TRIGGER law_carried ON sources_passage;
DROP TRIGGER law_all_carried ON sources_text;
DROP TRIGGER law_correction ON sources_text;
DROP FUNCTION sources_words_of(bigint), law_lineage(), law_carried(), law_all_carried(), law_correction();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0011_corrections")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
