"""A bundle that was made never changes (law 5): its hash is that of its bytes, and who made it is who acted."""

from __future__ import annotations

from django.db import migrations

from history.operations import track

FUNCTIONS = """
CREATE FUNCTION law_bundle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.sha256 IS DISTINCT FROM encode(sha256(NEW.content), 'hex') OR NEW.size IS DISTINCT FROM length(NEW.content) THEN
        RAISE EXCEPTION 'law 5: bundle % is not the file that its SHA-256 and its size say', NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    NEW.created_by_id := history_acting_user();
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_bundle BEFORE INSERT ON claims_bundle FOR EACH ROW EXECUTE FUNCTION law_bundle();
CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE ON claims_bundle FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
ALTER TABLE claims_bundle ENABLE ALWAYS TRIGGER law_bundle, ENABLE ALWAYS TRIGGER law_append_only;
ALTER TABLE claims_bundle ALTER COLUMN content SET STORAGE EXTERNAL;
"""

REVERSE = """
DROP TRIGGER law_append_only ON claims_bundle;
DROP TRIGGER law_bundle ON claims_bundle;
DROP FUNCTION law_bundle();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_bundle"), ("history", "0003_record_by_statement")]
    operations = [
        migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE),
        # The file is in its table, and its SHA-256 in the history.
        track("claims_bundle", leave_out=("content", "holds")),
    ]
