"""Words come with the row of their view, still to be made: what is not indexed is read off an index, not off all texts."""

from __future__ import annotations

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION sources_await_view() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO sources_textview (text_id, algorithm, packed) VALUES (NEW.id, 0, '') ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER await_view AFTER INSERT OR UPDATE OF content ON sources_text
    FOR EACH ROW WHEN (NEW.content IS NOT NULL) EXECUTE FUNCTION sources_await_view();
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER await_view;
INSERT INTO sources_textview (text_id, algorithm, packed) SELECT id, 0, '' FROM sources_text WHERE content IS NOT NULL ON CONFLICT DO NOTHING;
"""

REVERSE = """
DROP TRIGGER await_view ON sources_text;
DROP FUNCTION sources_await_view();
DELETE FROM sources_textview WHERE algorithm = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0021_no_loops")]
    operations = [
        migrations.AlterField(
            model_name="textview",
            name="algorithm",
            field=models.PositiveSmallIntegerField(help_text="Which way of making views and fingerprints made this one; 0: none yet."),
        ),
        migrations.AddIndex(model_name="textview", index=models.Index(fields=["algorithm"], name="sources_textview_algorithm")),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
