"""Relations are stored once, and no claim leads back to itself by a relation that says what comes first; nor does a topic."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
-- What is accepted already is revised, not proposed again: known before a reviewer has to find out.
CREATE FUNCTION law_known() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    known text;
BEGIN
    IF NEW.status NOT IN ('draft', 'in_review') THEN RETURN NEW; END IF;
    IF TG_TABLE_NAME = 'claims_evidence' THEN
        SELECT public_id INTO known FROM claims_evidence
         WHERE status = 'accepted' AND (claim_id, passage_id, stance) = (NEW.claim_id, NEW.passage_id, NEW.stance)
           AND id NOT IN (NEW.id, coalesce(NEW.supersedes_id, 0));
    ELSE
        SELECT public_id INTO known FROM claims_relation
         WHERE status = 'accepted' AND kind = NEW.kind AND id NOT IN (NEW.id, coalesce(NEW.supersedes_id, 0))
           AND ((from_claim_id, to_evidence_id) = (NEW.from_claim_id, NEW.to_evidence_id)
                OR (least(from_claim_id, to_claim_id), greatest(from_claim_id, to_claim_id))
                 = (least(NEW.from_claim_id, NEW.to_claim_id), greatest(NEW.from_claim_id, NEW.to_claim_id)) AND to_claim_id IS NOT NULL);
    END IF;
    IF known IS NOT NULL THEN
        RAISE EXCEPTION 'this is known already, as % %, which is accepted: revise that instead', TG_TABLE_NAME, known
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;

-- Each kind for itself, over all relations that are not refused, taken back or replaced. Breadth first: no way is walked twice.
CREATE FUNCTION law_no_cycle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    front bigint[] := ARRAY[NEW.to_claim_id];
    seen bigint[] := ARRAY[NEW.to_claim_id];
    came_from jsonb := '{}';
    step jsonb;
    way bigint[];
    named text;
BEGIN
    IF NEW.kind NOT IN ('supports', 'refines', 'depends_on', 'responds_to') OR NEW.status NOT IN ('draft', 'in_review', 'accepted')
       OR NEW.to_claim_id IS NULL OR NEW.to_claim_id = NEW.from_claim_id THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.kind, NEW.from_claim_id, NEW.to_claim_id) IS NOT DISTINCT FROM (OLD.kind, OLD.from_claim_id, OLD.to_claim_id) THEN
        RETURN NEW;
    END IF;
    -- An older snapshot would not see what another writer closes the circle with.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'relations are written in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('claims_relation'), hashtext(NEW.kind));
    WHILE NOT NEW.from_claim_id = ANY (seen) LOOP
        SELECT array_agg(found.to_claim_id), jsonb_object_agg(found.to_claim_id, found.from_claim_id) INTO front, step
          FROM (SELECT DISTINCT ON (to_claim_id) to_claim_id, from_claim_id FROM claims_relation
                 WHERE from_claim_id = ANY (front) AND kind = NEW.kind AND status IN ('draft', 'in_review', 'accepted')
                   AND id <> NEW.id AND to_claim_id <> ALL (seen) ORDER BY to_claim_id, id) found;
        IF front IS NULL THEN RETURN NEW; END IF;
        seen := seen || front;
        came_from := came_from || step;
    END LOOP;
    way := ARRAY[NEW.from_claim_id];
    WHILE way[1] <> NEW.to_claim_id LOOP
        way := (came_from ->> way[1]::text)::bigint || way;
    END LOOP;
    SELECT string_agg(claim.public_id, ' ' || NEW.kind || ' ' ORDER BY place) INTO named
      FROM unnest(NEW.from_claim_id || way) WITH ORDINALITY AS stop (id, place) JOIN claims_claim claim ON claim.id = stop.id;
    RAISE EXCEPTION 'a claim would lead back to itself: %', named USING ERRCODE = 'check_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_known BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION law_known();
CREATE TRIGGER law_known BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW EXECUTE FUNCTION law_known();
CREATE TRIGGER law_no_cycle BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW EXECUTE FUNCTION law_no_cycle();
CREATE TRIGGER law_no_loop BEFORE INSERT OR UPDATE ON claims_topic FOR EACH ROW
    WHEN (NEW.broader_id IS NOT NULL) EXECUTE FUNCTION law_no_loop('broader_id', 'slug', 'has the broader topic');
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_known;
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_known, ENABLE ALWAYS TRIGGER law_no_cycle;
ALTER TABLE claims_topic ENABLE ALWAYS TRIGGER law_no_loop;
"""

REVERSE = """
DROP TRIGGER law_no_loop ON claims_topic;
DROP TRIGGER law_no_cycle ON claims_relation;
DROP TRIGGER law_known ON claims_relation;
DROP TRIGGER law_known ON claims_evidence;
DROP FUNCTION law_no_cycle(), law_known();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_law_of_revisions"), ("sources", "0021_no_loops")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
