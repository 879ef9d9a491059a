"""What is added points to records that stand: a merge and what is added at the same moment wait for each other."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- Once for each statement: its rows may point to no record that was merged into another. Arguments: the table pointed to, and the
-- columns that point there. The lock is shared among all who add; a merge needs it alone, so it sees what was added before it, and
-- what is added after it sees the merge. (A lock of each record pointed to would do too, and cost more than all else in an import.)
CREATE FUNCTION law_points_to_standing() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(sources_merging_lock());
    FOR place IN 1 .. TG_NARGS - 1 LOOP
        -- Row by row by the key, whatever the planner thinks of tables that grow while it does not look.
        EXECUTE format('SELECT merged.public_id FROM added CROSS JOIN LATERAL (SELECT public_id, merged_into_id FROM %I AS one'
                       ' WHERE one.id = added.%I OFFSET 0) AS merged WHERE merged.merged_into_id IS NOT NULL LIMIT 1',
                       TG_ARGV[0], TG_ARGV[place]) INTO gone;
        IF gone IS NOT NULL THEN
            RAISE EXCEPTION '% % was merged into another: use that one', TG_ARGV[0], gone USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- The number by which those who add and those who merge know the lock between them.
CREATE FUNCTION sources_merging_lock() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 7146484::bigint $$;

-- A merge while others add would leave behind what they add: it is refused, and may be tried again.
CREATE FUNCTION law_merge_alone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(sources_merging_lock()) THEN
        RAISE EXCEPTION 'Records are being added at this moment, perhaps by an import: try the merge again in a while'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_merge_alone BEFORE INSERT ON sources_merge FOR EACH ROW EXECUTE FUNCTION law_merge_alone();
ALTER TABLE sources_merge ENABLE ALWAYS TRIGGER law_merge_alone;
"""

#: Table -> the table that it points to, and by which columns.
POINTING = {
    "sources_text": ("sources_document", "document_id"),
    "sources_passage": ("sources_document", "document_id"),
    "sources_reference": ("sources_document", "citing_id", "cited_id"),
    "sources_identifier": ("sources_document", "document_id"),
    "sources_titlevariant": ("sources_document", "document_id"),
    "sources_document": ("sources_document", "part_of_id", "original_id"),
    "sources_namevariant": ("sources_author", "author_id"),
}


def pointing(table: str, *arguments: str, name: str = "law_points_to_standing") -> str:
    """Return the SQL that makes a table's new rows point to records that stand."""
    given = ", ".join(f"'{argument}'" for argument in arguments)
    return (
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT"
        f" EXECUTE FUNCTION law_points_to_standing({given});\nALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};\n"
    )


TRIGGERS = "".join(pointing(table, *arguments) for table, arguments in POINTING.items())
TRIGGERS += pointing("sources_contribution", "sources_document", "document_id", name="law_document_stands")
TRIGGERS += pointing("sources_contribution", "sources_author", "author_id", name="law_author_stands")

REVERSE = "".join(f"DROP TRIGGER law_points_to_standing ON {table};\n" for table in POINTING)
REVERSE += """
DROP TRIGGER law_merge_alone ON sources_merge;
DROP TRIGGER law_document_stands ON sources_contribution;
DROP TRIGGER law_author_stands ON sources_contribution;
DROP FUNCTION law_points_to_standing(), law_merge_alone(), sources_merging_lock();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_laws_of_keys_and_merges")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
