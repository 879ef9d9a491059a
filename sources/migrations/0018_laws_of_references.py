"""A citation found in a text is what stands there: the slice of a held text, or the hash that the words must give when they arrive."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = r"""
-- The words of a citation are those of its text; its place lies within it; text and citing document belong together, on both sides.
CREATE FUNCTION law_reference() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    held record;
    slice text;
BEGIN
    IF NEW.raw <> '' THEN NEW.raw_sha256 := sources_sha256(NEW.raw); END IF;
    IF TG_OP = 'INSERT' OR (NEW.cited_id, NEW.cited_text_id, NEW.cited_end) IS DISTINCT FROM (OLD.cited_id, OLD.cited_text_id, OLD.cited_end) THEN
        IF NEW.cited_text_id IS NOT NULL THEN
            SELECT document_id, length INTO held FROM sources_text WHERE id = NEW.cited_text_id FOR SHARE;
            IF held.document_id IS DISTINCT FROM NEW.cited_id AND NEW.cited_id IS NOT NULL THEN
                RAISE EXCEPTION 'the text that reference % quotes is not one of the cited document', NEW.public_id USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.cited_end > held.length THEN
                RAISE EXCEPTION 'what reference % quotes ends at %, the text at %', NEW.public_id, NEW.cited_end, held.length
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
    END IF;
    IF NEW.text_id IS NULL OR (TG_OP = 'UPDATE' AND (NEW.citing_id, NEW.text_id, NEW.start, NEW."end", NEW.raw, NEW.raw_sha256)
                                   IS NOT DISTINCT FROM (OLD.citing_id, OLD.text_id, OLD.start, OLD."end", OLD.raw, OLD.raw_sha256)) THEN
        RETURN NEW;
    END IF;
    -- The lock makes a load of the text's words and a citation found in it wait for each other.
    SELECT document_id, length, content IS NOT NULL AS is_held INTO held FROM sources_text WHERE id = NEW.text_id FOR SHARE;
    IF held.document_id IS DISTINCT FROM NEW.citing_id THEN
        RAISE EXCEPTION 'the text of reference % is not one of the citing document', NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW."end" > held.length THEN
        RAISE EXCEPTION 'reference % ends at %, its text at %', NEW.public_id, NEW."end", held.length USING ERRCODE = 'check_violation';
    END IF;
    IF held.is_held AND (TG_OP = 'INSERT' OR (NEW.text_id, NEW.start, NEW."end", NEW.raw) IS DISTINCT FROM (OLD.text_id, OLD.start, OLD."end", OLD.raw)) THEN
        SELECT substr(content, NEW.start + 1, NEW."end" - NEW.start) INTO slice FROM sources_text WHERE id = NEW.text_id;
        IF NEW.raw IS DISTINCT FROM slice THEN
            RAISE EXCEPTION 'reference % is not the slice [%, %) of its text: give the words as they stand there, or no place', NEW.public_id, NEW.start, NEW."end"
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- When the words arrive, every citation found in them proves itself or the load is refused.
CREATE FUNCTION law_references_arrive() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    false_one text;
BEGIN
    SELECT public_id INTO false_one FROM sources_reference
     WHERE text_id = NEW.id AND sources_sha256(substr(NEW.content, start + 1, "end" - start)) <> raw_sha256
     ORDER BY start LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the words are refused: reference % does not give its own hash', false_one USING ERRCODE = 'check_violation';
    END IF;
    UPDATE sources_reference SET raw = substr(NEW.content, start + 1, "end" - start) WHERE text_id = NEW.id AND raw = '';
    RETURN NULL;
END $$;
"""

TRIGGERS = """
UPDATE sources_reference SET raw_sha256 = sources_sha256(raw) WHERE raw_sha256 = '';
ALTER TABLE sources_reference ADD CONSTRAINT sources_reference_parsed_is_object CHECK (jsonb_typeof(parsed) = 'object');
ALTER TABLE sources_reference ADD CONSTRAINT sources_reference_candidates_are_list CHECK (jsonb_typeof(candidates) = 'array');
CREATE TRIGGER law_reference BEFORE INSERT OR UPDATE ON sources_reference FOR EACH ROW EXECUTE FUNCTION law_reference();
ALTER TABLE sources_reference ENABLE ALWAYS TRIGGER law_reference;
CREATE TRIGGER law_references_arrive AFTER UPDATE ON sources_text FOR EACH ROW
    WHEN (OLD.content IS NULL AND NEW.content IS NOT NULL) EXECUTE FUNCTION law_references_arrive();
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER law_references_arrive;
"""

REVERSE = """
DROP TRIGGER law_references_arrive ON sources_text;
DROP TRIGGER law_reference ON sources_reference;
DROP FUNCTION law_references_arrive(), law_reference();
ALTER TABLE sources_reference DROP CONSTRAINT sources_reference_candidates_are_list;
ALTER TABLE sources_reference DROP CONSTRAINT sources_reference_parsed_is_object;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0017_references_that_are_read")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
