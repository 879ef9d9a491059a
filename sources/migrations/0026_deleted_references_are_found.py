"""Whoever looks for references again asks history for those that an editor took away: two narrow indexes answer."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE INDEX sources_reference_deleted ON history_change ((state -> 'text_id')) WHERE "table" = 'sources_reference' AND kind = 'delete';
CREATE INDEX sources_reference_deleted_cited ON history_change ((state -> 'cited_text_id'))
    WHERE "table" = 'sources_reference' AND kind = 'delete';
"""
REVERSE = """
DROP INDEX sources_reference_deleted_cited;
DROP INDEX sources_reference_deleted;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0025_stories_found"), ("history", "0004_kept_answers")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
