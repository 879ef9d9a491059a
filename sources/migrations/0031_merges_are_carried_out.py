"""A merge that is written is also done: when the transaction ends, the merged record leads where the merge says, or stands again."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Raw SQL could write that two records are one and leave both standing: readers of the ledger would be told what is not so.
CREATE FUNCTION law_merge_carried_out() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    merging text := CASE WHEN NEW.kept_document_id IS NULL THEN 'sources_author' ELSE 'sources_document' END;
    kept bigint := coalesce(NEW.kept_document_id, NEW.kept_author_id);
    merged bigint := coalesce(NEW.merged_document_id, NEW.merged_author_id);
    is_standing boolean;
    leads bigint;
    stands bigint;
BEGIN
    -- Another merge of the same record may stand in the place of one that was undone.
    SELECT EXISTS (SELECT 1 FROM sources_merge WHERE undone_at IS NULL AND coalesce(merged_document_id, merged_author_id) = merged
                      AND (kept_document_id IS NULL) = (NEW.kept_document_id IS NULL)) INTO is_standing;
    EXECUTE format('SELECT merged_into_id FROM %I WHERE id = $1', merging) INTO leads USING merged;
    IF is_standing = (leads IS NULL) THEN
        RAISE EXCEPTION 'law 5: merge % is %: the record that it names as merged % lead to another', NEW.public_id,
            CASE WHEN is_standing THEN 'written and not done' ELSE 'undone in word only' END,
            CASE WHEN is_standing THEN 'does not' ELSE 'does still' END USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sources_merge WHERE id = NEW.id AND undone_at IS NULL) THEN RETURN NULL; END IF;
    EXECUTE format('SELECT coalesce(merged_into_id, id) FROM %I WHERE id = $1', merging) INTO stands USING kept;
    IF leads IS DISTINCT FROM stands THEN
        RAISE EXCEPTION 'law 5: merge % is not done: the merged record leads to another than the kept one', NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE CONSTRAINT TRIGGER law_merge_carried_out AFTER INSERT OR UPDATE ON sources_merge DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION law_merge_carried_out();
ALTER TABLE sources_merge ENABLE ALWAYS TRIGGER law_merge_carried_out;
"""

REVERSE = """
DROP TRIGGER law_merge_carried_out ON sources_merge;
DROP FUNCTION law_merge_carried_out();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0030_words_stand_in_few_versions")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
