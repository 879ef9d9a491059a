"""Law 7: an excerpt shows by itself when an editor publishes it, on every path, and until an editor takes that back."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE FUNCTION law_published() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    actor bigint := history_acting_user();
    is_active boolean := claims_is_active(actor);
BEGIN
    IF NOT is_active OR NOT claims_is_editor(actor) OR claims_is_machine(actor) THEN
        RAISE EXCEPTION 'law 7: only an editor publishes passage % by itself, or takes that back', NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_new_published BEFORE INSERT ON sources_passage FOR EACH ROW WHEN (NEW.is_published) EXECUTE FUNCTION law_published();
CREATE TRIGGER law_published BEFORE UPDATE ON sources_passage FOR EACH ROW
    WHEN (NEW.is_published IS DISTINCT FROM OLD.is_published) EXECUTE FUNCTION law_published();
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_new_published, ENABLE ALWAYS TRIGGER law_published;
"""

REVERSE = (
    "DROP TRIGGER law_published ON sources_passage;\nDROP TRIGGER law_new_published ON sources_passage;\nDROP FUNCTION law_published();"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0055_who_speaks_is_active"), ("sources", "0034_locks_by_name")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, REVERSE)]
