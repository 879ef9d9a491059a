"""Law 7: what bears a relation out is counted under the lock of its text, which all wait at whose act makes it public; no claim is locked for it."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_RELATIONS = import_module("claims.migrations.0030_law_of_evidence_of_relations").FUNCTIONS
_BEFORE = _RELATIONS[
    _RELATIONS.index("CREATE FUNCTION law_excerpts_of_relation()") : _RELATIONS.index("CREATE FUNCTION law_excerpts_of_related_claim()")
].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

OF_RELATION = """
CREATE OR REPLACE FUNCTION law_excerpts_of_relation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(SELECT passage_id FROM claims_relationevidence WHERE relation_id = NEW.id));
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0062_ground_is_asked_by_its_key")]
    operations = [migrations.RunSQL(OF_RELATION, _BEFORE)]
