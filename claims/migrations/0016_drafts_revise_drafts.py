"""A draft may revise what is not published yet, as files bring them in; it is submitted and approved only when that is. Nothing revises itself."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_FUNCTIONS = import_module("claims.migrations.0012_law_of_revisions").FUNCTIONS
_SUPERSEDE = _FUNCTIONS[: _FUNCTIONS.index("-- Whatever is superseded")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_ALWAYS = "    IF revised.status IS DISTINCT FROM approved THEN\n"

# What was refused, taken back or replaced will never be published again.
SUPERSEDE = _SUPERSEDE.replace(
    _ALWAYS,
    "    IF revised.status IS DISTINCT FROM approved\n"
    "       AND (NEW.status <> 'draft' OR revised.status IN ('rejected', 'retracted', 'superseded')) THEN\n",
)

TRIGGERS = """
CREATE TRIGGER law_no_loop BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('supersedes_id', 'public_id', 'supersedes');
CREATE TRIGGER law_no_loop BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('supersedes_id', 'public_id', 'supersedes');
CREATE TRIGGER law_no_loop BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW
    WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('supersedes_id', 'public_id', 'supersedes');
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_no_loop;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_no_loop;
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_no_loop;
"""

REVERSE = f"""
DROP TRIGGER law_no_loop ON claims_relation;
DROP TRIGGER law_no_loop ON claims_evidence;
DROP TRIGGER law_no_loop ON claims_claim;
{_SUPERSEDE}
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_law_of_types")]
    operations = [migrations.RunSQL([SUPERSEDE, TRIGGERS], REVERSE)]
