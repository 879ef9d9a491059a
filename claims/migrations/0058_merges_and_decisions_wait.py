"""Laws 2, 3 and 5: a merge and an approval wait for each other, and no standing is counted on documents that change at that moment."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_STANDING = import_module("claims.migrations.0020_law_of_standing").FUNCTIONS
_ON = _STANDING[_STANDING.index("CREATE FUNCTION claims_standing_on(") :]
_ON = _ON[: _ON.index(" $$;") + len(" $$;")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_ACCEPTED = " AND evidence.status = 'accepted' $$;"
if _ON.count(_ACCEPTED) != 1:
    raise ValueError("The claims that stand on documents are not found as they were.")

# Evidence that is only now being accepted is not seen as accepted yet: whoever accepts it waits at the standing, and then counts the change.
ON = _ON.replace(_ACCEPTED, " $$;")

WAITS = """
CREATE FUNCTION law_merge_waits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    led_on bigint := CASE WHEN NEW.undone_at IS NULL THEN NEW.merged_author_id ELSE NEW.kept_author_id END;
BEGIN
    -- In the order of an approval: what it moves, claims before their evidence, and then who has a stake in what.
    PERFORM 1 FROM claims_claim WHERE holder_id = led_on ORDER BY id FOR UPDATE;
    PERFORM 1 FROM claims_evidence WHERE holder_id = led_on ORDER BY id FOR UPDATE;
    PERFORM pg_advisory_xact_lock(history_lock('conflicts'));
    RETURN NEW;
END $$;

CREATE TRIGGER law_merge_waits BEFORE INSERT OR UPDATE ON sources_merge FOR EACH ROW EXECUTE FUNCTION law_merge_waits();
ALTER TABLE sources_merge ENABLE ALWAYS TRIGGER law_merge_waits;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0057_disputes_of_many_claims"), ("sources", "0034_locks_by_name"), ("history", "0007_locks_by_name")]
    operations = [migrations.RunSQL([ON, WAITS], ["DROP TRIGGER law_merge_waits ON sources_merge;\nDROP FUNCTION law_merge_waits();", _ON])]
