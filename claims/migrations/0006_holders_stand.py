"""Nobody who was merged into another author becomes the holder of something new."""

from __future__ import annotations

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER law_points_to_standing AFTER INSERT ON claims_claim REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION law_points_to_standing('sources_author', 'holder_id');
CREATE TRIGGER law_points_to_standing AFTER INSERT ON claims_evidence REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION law_points_to_standing('sources_author', 'holder_id');
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_points_to_standing;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_points_to_standing;
"""

REVERSE = """
DROP TRIGGER law_points_to_standing ON claims_claim;
DROP TRIGGER law_points_to_standing ON claims_evidence;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_law_of_bundles"), ("sources", "0008_nothing_new_points_to_what_is_merged")]
    operations = [migrations.RunSQL(TRIGGERS, REVERSE)]
