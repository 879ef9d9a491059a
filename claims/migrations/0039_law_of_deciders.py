"""Who decides is an editor, whatever the decision, at the moment in which the record is held; a machine's proposal says that it is one."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
-- The other triggers of a review wait for the record; what happened meanwhile came first.
CREATE FUNCTION law_decider() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.at := clock_timestamp();
    IF NEW.action IN ('approve', 'reject', 'request_changes', 'retract') AND NOT claims_is_editor(NEW.by_id) THEN
        RAISE EXCEPTION 'law 3: only an editor decides on what was submitted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_PROPOSED = ("claims_claim", "claims_evidence", "claims_relation")

# By its name after law_review and law_review_conflict, which lock what is reviewed.
TRIGGERS = """
CREATE TRIGGER law_review_decider BEFORE INSERT ON claims_review FOR EACH ROW
    WHEN (NEW.imported_by_id IS NULL) EXECUTE FUNCTION law_decider();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review_decider;
""" + "".join(
    f"""
CREATE TRIGGER law_machine BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.origin <> 'machine') EXECUTE FUNCTION law_machine();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_machine;
"""
    for table in _PROPOSED
)

REVERSE = (
    "".join(f"DROP TRIGGER law_machine ON {table};\n" for table in _PROPOSED)
    + "DROP TRIGGER law_review_decider ON claims_review;\nDROP FUNCTION law_decider();"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0038_standing_looks_evidence_up"), ("sources", "0032_law_of_machines")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, REVERSE)]
