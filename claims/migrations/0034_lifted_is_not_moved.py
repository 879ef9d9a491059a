"""A retraction restores when it is lifted, not when it goes along with a merge; and no holder is led to an author who was merged away."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_LED = import_module("sources.migrations.0029_nothing_is_led_to_what_is_merged")
_HOLDERS = {table: {"holder_id": "sources_author"} for table in ("claims_claim", "claims_evidence")}

FORWARD = f"""
DROP TRIGGER law_retraction_lifted ON sources_retraction;
CREATE TRIGGER law_retraction_lifted AFTER UPDATE ON sources_retraction FOR EACH ROW
    WHEN (NEW.lifted_because IS DISTINCT FROM OLD.lifted_because) EXECUTE FUNCTION law_retraction_lifted();
ALTER TABLE sources_retraction ENABLE ALWAYS TRIGGER law_retraction_lifted;
{_LED.led(_HOLDERS)}
"""
REVERSE = f"""
{_LED.not_led(_HOLDERS)}
DROP TRIGGER law_retraction_lifted ON sources_retraction;
CREATE TRIGGER law_retraction_lifted AFTER UPDATE ON sources_retraction FOR EACH ROW EXECUTE FUNCTION law_retraction_lifted();
ALTER TABLE sources_retraction ENABLE ALWAYS TRIGGER law_retraction_lifted;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0033_law_of_round_trips"), ("sources", "0029_nothing_is_led_to_what_is_merged")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
