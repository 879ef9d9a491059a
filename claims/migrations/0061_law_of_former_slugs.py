"""A slug that a topic once had leads to it for ever and is given to no other: triggers that no path and no session setting escapes."""

from __future__ import annotations

from django.db import migrations

from history.operations import index_parts, track

FUNCTIONS = r"""
-- Judged after the row stands, when who renamed at the same moment is known.
CREATE FUNCTION law_slug_free() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    present text;
BEGIN
    SELECT topic.slug INTO present FROM claims_formerslug former JOIN claims_topic topic ON topic.id = former.topic_id
     WHERE former.slug = NEW.slug AND former.topic_id <> NEW.id;
    IF FOUND THEN
        RAISE EXCEPTION 'The slug % was one of the topic that is now %: it leads there and is not given again', NEW.slug, present
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;

-- As the owner: the application itself writes none.
CREATE FUNCTION law_slug_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- A slug that the topic had twice is kept once.
    INSERT INTO claims_formerslug (public_id, revision, topic_id, slug)
    VALUES (sources_new_public_id(), 1, NEW.id, OLD.slug) ON CONFLICT (slug) DO NOTHING;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_slug_kept() FROM PUBLIC;
"""

TRIGGERS = """
CREATE TRIGGER law_slug_free AFTER INSERT OR UPDATE ON claims_topic FOR EACH ROW EXECUTE FUNCTION law_slug_free();
CREATE TRIGGER law_slug_kept AFTER UPDATE ON claims_topic FOR EACH ROW
    WHEN (NEW.slug IS DISTINCT FROM OLD.slug) EXECUTE FUNCTION law_slug_kept();
CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE ON claims_formerslug FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
ALTER TABLE claims_topic ENABLE ALWAYS TRIGGER law_slug_free, ENABLE ALWAYS TRIGGER law_slug_kept;
ALTER TABLE claims_formerslug ENABLE ALWAYS TRIGGER law_append_only;
"""

# What topics were called before there was this table; of several that had one slug, the last leads on.
KNOWN = """
INSERT INTO claims_formerslug (public_id, revision, topic_id, slug)
SELECT DISTINCT ON (kept.state ->> 'slug') sources_new_public_id(), 1, kept.record_id, kept.state ->> 'slug'
  FROM history_change AS kept JOIN claims_topic AS topic ON topic.id = kept.record_id
 WHERE kept."table" = 'claims_topic' AND NOT EXISTS (SELECT FROM claims_topic AS named WHERE named.slug = kept.state ->> 'slug')
 ORDER BY kept.state ->> 'slug', kept.id DESC;
"""

REVERSE = """
DROP TRIGGER law_append_only ON claims_formerslug;
DROP TRIGGER law_slug_kept ON claims_topic;
DROP TRIGGER law_slug_free ON claims_topic;
DROP FUNCTION law_slug_kept(), law_slug_free();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0060_former_slugs"), ("sources", "0007_laws_of_keys_and_merges")]
    operations = [
        track("claims_formerslug"),
        index_parts("claims_formerslug", "topic_id"),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE),
    ]
