"""Nor is anything changed so that it points to what was merged away, but by undoing the merge."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- As law_points_to_standing, of rows that are changed. Arguments: the table pointed to, and the column that points there.
-- Texts and passages have laws of their own: they go along with merges only.
CREATE FUNCTION law_led_to_standing() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    was bigint := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    now_so bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    gone text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(sources_merging_lock());
    EXECUTE format('SELECT public_id FROM %I WHERE id = $1 AND merged_into_id IS NOT NULL', TG_ARGV[0]) INTO gone USING now_so;
    -- A merge may let two names of a title page change places, and its undoing takes all back: either way round.
    IF gone IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sources_merge merge WHERE pg_current_xact_id()::text::bigint IN (merge.transaction, merge.undone_transaction)
           AND (merge.moved @> jsonb_build_array(jsonb_build_object('table', TG_TABLE_NAME, 'id', NEW.id, 'column', TG_ARGV[1], 'from', was, 'to', now_so))
             OR merge.moved @> jsonb_build_array(jsonb_build_object('table', TG_TABLE_NAME, 'id', NEW.id, 'column', TG_ARGV[1], 'from', now_so, 'to', was)))) THEN
        RAISE EXCEPTION '% % was merged into another: use that one', TG_ARGV[0], gone USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""

#: Table -> the columns that point, each with the table that it points to.
POINTING = {
    "sources_reference": {"citing_id": "sources_document", "cited_id": "sources_document"},
    "sources_identifier": {"document_id": "sources_document"},
    "sources_titlevariant": {"document_id": "sources_document"},
    "sources_document": {"part_of_id": "sources_document", "original_id": "sources_document"},
    "sources_namevariant": {"author_id": "sources_author"},
    "sources_contribution": {"document_id": "sources_document", "author_id": "sources_author"},
    "sources_retraction": {"document_id": "sources_document"},
}


def _name(column: str) -> str:
    return f"law_led_to_standing_{column.removesuffix('_id')}"


def led(pointing: dict[str, dict[str, str]]) -> str:
    """Return the SQL that keeps changed rows from pointing to what was merged away."""
    return "".join(
        f"CREATE TRIGGER {_name(column)} AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)"
        f" EXECUTE FUNCTION law_led_to_standing('{to}', '{column}');\nALTER TABLE {table} ENABLE ALWAYS TRIGGER {_name(column)};\n"
        for table, columns in pointing.items()
        for column, to in columns.items()
    )


def not_led(pointing: dict[str, dict[str, str]]) -> str:
    """Return the SQL that takes that back."""
    return "".join(f"DROP TRIGGER {_name(column)} ON {table};\n" for table, columns in pointing.items() for column in columns)


class Migration(migrations.Migration):
    dependencies = [("sources", "0028_retractions_go_along_with_merges")]
    operations = [migrations.RunSQL([FUNCTIONS, led(POINTING)], not_led(POINTING) + "DROP FUNCTION law_led_to_standing();")]
