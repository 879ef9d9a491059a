"""A claim is of a declared type, with the attributes that it requires and no others, on every path."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Whether each value is fit is for the model to say; that none is missing or misnamed holds here.
CREATE FUNCTION law_type() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    declared jsonb;
    wrong text;
BEGIN
    -- What is no object, or of no known type, is refused by a constraint.
    IF jsonb_typeof(NEW.attributes) <> 'object' THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.type = OLD.type AND NEW.attributes = OLD.attributes THEN RETURN NEW; END IF;
    END IF;
    SELECT schema INTO declared FROM claims_declaredtype WHERE name = NEW.type;
    IF NOT FOUND THEN RETURN NEW; END IF;
    SELECT string_agg(name, ', ') INTO wrong FROM jsonb_object_keys(NEW.attributes) AS name WHERE NOT declared -> 'properties' ? name;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'a claim of type % has no attribute %', NEW.type, wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT string_agg(name, ', ') INTO wrong FROM jsonb_array_elements_text(declared -> 'required') AS name WHERE NOT NEW.attributes ? name;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'a claim of type % needs the attribute %', NEW.type, wrong USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
-- Claims there are keep their types until ``migrate`` writes what is declared, in the same run.
INSERT INTO claims_declaredtype (name, schema) SELECT DISTINCT type, '{"properties": {}, "required": []}'::jsonb FROM claims_claim;
ALTER TABLE claims_claim ADD CONSTRAINT claims_claim_type_known FOREIGN KEY (type) REFERENCES claims_declaredtype (name);
CREATE INDEX claims_claim_type ON claims_claim (type);
CREATE TRIGGER law_type BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION law_type();
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_type;
"""

REVERSE = """
DROP TRIGGER law_type ON claims_claim;
DROP INDEX claims_claim_type;
ALTER TABLE claims_claim DROP CONSTRAINT claims_claim_type_known;
DROP FUNCTION law_type();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0014_declared_types")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
