"""Retractions are written and lifted by editors, stay as written, and are kept."""

from __future__ import annotations

from django.db import migrations

from history.operations import track

FUNCTIONS = """
CREATE FUNCTION law_retraction() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'retraction % is kept: lift it instead', OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT sources_is_editor(history_acting_user()) THEN
        RAISE EXCEPTION 'retractions are recorded and lifted by editors: ask one' USING ERRCODE = 'check_violation';
    END IF;
    -- An older snapshot would not see what was accepted meanwhile.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'law 4: a document is retracted in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.lifted_because <> '' THEN
            RAISE EXCEPTION 'a retraction is lifted after it was made' USING ERRCODE = 'check_violation';
        END IF;
        NEW.lifted_at := NULL;
        RETURN NEW;
    END IF;
    IF OLD.lifted_because <> '' OR NEW.lifted_because = ''
       OR (NEW.id, NEW.public_id, NEW.document_id, NEW.retracted_on, NEW.reason, NEW.notice)
          IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.document_id, OLD.retracted_on, OLD.reason, OLD.notice) THEN
        RAISE EXCEPTION 'retraction % stays as written: it can be lifted, once', OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.lifted_at := clock_timestamp();
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_retraction BEFORE INSERT OR UPDATE OR DELETE ON sources_retraction FOR EACH ROW EXECUTE FUNCTION law_retraction();
ALTER TABLE sources_retraction ENABLE ALWAYS TRIGGER law_retraction;
"""

REVERSE = """
DROP TRIGGER law_retraction ON sources_retraction;
DROP FUNCTION law_retraction();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0023_retractions")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE), track("sources_retraction")]
