"""A document that was retracted can be merged: its retractions go along. One that stands retracted is merged only with one that does too."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("sources.migrations.0024_law_of_retractions").FUNCTIONS
_CREATE = "CREATE FUNCTION law_retraction()"
_STAYS = "    IF OLD.lifted_because <> '' OR NEW.lifted_because = ''\n"
pointing = import_module("sources.migrations.0008_nothing_new_points_to_what_is_merged").pointing

RETRACTION = _BEFORE.replace(_CREATE, "CREATE OR REPLACE FUNCTION law_retraction()").replace(
    _STAYS,
    """    IF NEW.document_id <> OLD.document_id
       AND (to_jsonb(NEW) - ARRAY['document_id', 'revision', 'created_at', 'changed_at'])::text
         = (to_jsonb(OLD) - ARRAY['document_id', 'revision', 'created_at', 'changed_at'])::text
       AND sources_moves(TG_TABLE_NAME, OLD.id, 'document_id', OLD.document_id, NEW.document_id) THEN
        RETURN NEW;
    END IF;
"""
    + _STAYS,
)

MERGE = """
-- What is accepted on the one would come to stand on a retracted document, and never be re-opened.
CREATE FUNCTION law_merge_of_retracted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sources_retraction WHERE document_id = NEW.kept_document_id AND lifted_at IS NULL)
       <> EXISTS (SELECT 1 FROM sources_retraction WHERE document_id = NEW.merged_document_id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'law 4: one of the two documents stands retracted and the other does not: record it of both, or lift it, before they are merged'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_merge_of_retracted BEFORE INSERT ON sources_merge FOR EACH ROW
    WHEN (NEW.kept_document_id IS NOT NULL) EXECUTE FUNCTION law_merge_of_retracted();
ALTER TABLE sources_merge ENABLE ALWAYS TRIGGER law_merge_of_retracted;
"""

REVERSE = f"""
DROP TRIGGER law_points_to_standing ON sources_retraction;
DROP TRIGGER law_merge_of_retracted ON sources_merge;
DROP FUNCTION law_merge_of_retracted();
{_BEFORE.replace(_CREATE, "CREATE OR REPLACE FUNCTION law_retraction()")}
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0027_orphaned_passages_are_found")]
    operations = [migrations.RunSQL([RETRACTION, MERGE, pointing("sources_retraction", "sources_document", "document_id")], REVERSE)]
