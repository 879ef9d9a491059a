"""Law 9: a citation that the account of a machine found says so, and by which tool."""

from __future__ import annotations

from django.db import migrations

TRIGGER = """
CREATE TRIGGER law_machine BEFORE INSERT ON sources_reference FOR EACH ROW WHEN (NEW.origin <> 'machine') EXECUTE FUNCTION law_machine();
ALTER TABLE sources_reference ENABLE ALWAYS TRIGGER law_machine;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0034_locks_by_name")]
    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER law_machine ON sources_reference;")]
