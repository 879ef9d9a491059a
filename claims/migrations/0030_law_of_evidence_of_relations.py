"""What a relation stands on is part of its words (laws 2, 3 and 6), and shows as far as the relation does (law 7)."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from history.operations import index_parts, track

_SHOWN = import_module("claims.migrations.0010_excerpts_of_reopened_evidence").FUNCTIONS
_SHOWN = _SHOWN[
    _SHOWN.index("CREATE OR REPLACE FUNCTION claims_show_passages") : _SHOWN.index("CREATE OR REPLACE FUNCTION law_excerpts_of_claim")
]
_LAST = "                                AND claims_is_public(claim.status));\n        PERFORM"
if _SHOWN.count(_LAST) != 1:
    raise ValueError("Not once in the SQL: the end of what shows by evidence.")

SHOWN = _SHOWN.replace(
    _LAST,
    """                                AND claims_is_public(claim.status))
                  OR EXISTS (SELECT 1 FROM claims_relationevidence link
                              WHERE link.passage_id = passage.id AND claims_relation_is_public(link.relation_id));
        PERFORM""",
)

FUNCTIONS = """
CREATE FUNCTION claims_stands_on(relation bigint) RETURNS varchar[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(passage.public_id ORDER BY passage.public_id), '{}')
      FROM claims_relationevidence link JOIN sources_passage passage ON passage.id = link.passage_id WHERE link.relation_id = relation
$$;

-- The relation's own row says what it stands on, whatever is written there: so that another passage is an edit of it like any other.
CREATE FUNCTION law_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.stands_on := claims_stands_on(NEW.id);
    RETURN NEW;
END $$;

CREATE FUNCTION law_stands_on() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- An approval at this moment and this edit wait for each other; two edits too, in the same order.
    PERFORM 1 FROM claims_relation WHERE id IN (SELECT relation_id FROM links) ORDER BY id FOR UPDATE;
    UPDATE claims_relation SET stands_on = claims_stands_on(id) WHERE id IN (SELECT relation_id FROM links);
    RETURN NULL;
END $$;

-- A passage may be given to a relation before that is there, but not behind its back.
CREATE FUNCTION law_named() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM claims_relationevidence WHERE id = NEW.id)
       AND NOT EXISTS (SELECT 1 FROM claims_relation relation JOIN sources_passage passage ON passage.public_id = ANY (relation.stands_on)
                        WHERE relation.id = NEW.relation_id AND passage.id = NEW.passage_id) THEN
        RAISE EXCEPTION 'law 3: a passage is given to a relation that does not know of it: write it again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- As ``RelationQuerySet.public`` has it; a hidden document counts like any other, since it may be shown again at any moment.
CREATE FUNCTION claims_relation_is_public(relation bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM claims_relation related
                     JOIN claims_claim one ON one.id = related.from_claim_id AND claims_is_public(one.status)
                     LEFT JOIN claims_claim other ON other.id = related.to_claim_id
                     LEFT JOIN claims_evidence undercut ON undercut.id = related.to_evidence_id
                     LEFT JOIN claims_claim supported ON supported.id = undercut.claim_id
                    WHERE related.id = relation AND related.status = 'accepted'
                      AND (other.id IS NULL OR claims_is_public(other.status))
                      AND (undercut.id IS NULL OR undercut.status = 'accepted' AND claims_is_public(supported.status)))
$$;

CREATE FUNCTION law_excerpts_of_relation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- A publication of its claims, or a decision on the evidence, at the same moment waits, and then sees this relation.
    IF NEW.status = 'accepted' THEN
        PERFORM 1 FROM claims_claim WHERE id IN (NEW.from_claim_id, NEW.to_claim_id)
                                       OR id = (SELECT claim_id FROM claims_evidence WHERE id = NEW.to_evidence_id) ORDER BY id FOR SHARE;
        PERFORM 1 FROM claims_evidence WHERE id = NEW.to_evidence_id FOR SHARE;
    END IF;
    PERFORM claims_show_passages(ARRAY(SELECT passage_id FROM claims_relationevidence WHERE relation_id = NEW.id));
    RETURN NULL;
END $$;

CREATE FUNCTION law_excerpts_of_related_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(
        SELECT link.passage_id FROM claims_relationevidence link JOIN claims_relation related ON related.id = link.relation_id
         WHERE related.from_claim_id = NEW.id OR related.to_claim_id = NEW.id
            OR related.to_evidence_id IN (SELECT id FROM claims_evidence WHERE claim_id = NEW.id)));
    RETURN NULL;
END $$;

CREATE FUNCTION law_excerpts_of_undercut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM claims_show_passages(ARRAY(
        SELECT link.passage_id FROM claims_relationevidence link JOIN claims_relation related ON related.id = link.relation_id
         WHERE related.to_evidence_id = NEW.id));
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_excerpts_of_relation(), law_excerpts_of_related_claim(), law_excerpts_of_undercut() FROM PUBLIC;
"""

TRIGGERS = """
ALTER TABLE claims_relation ALTER COLUMN stands_on SET DEFAULT '{}';
CREATE TRIGGER law_evidence BEFORE INSERT OR UPDATE ON claims_relation FOR EACH ROW EXECUTE FUNCTION law_evidence();
CREATE TRIGGER law_fixed BEFORE UPDATE ON claims_relationevidence FOR EACH ROW EXECUTE FUNCTION law_fixed('relation_id', 'passage_id', 'public_id');
CREATE TRIGGER law_no_orphan BEFORE INSERT OR UPDATE ON claims_relationevidence FOR EACH ROW EXECUTE FUNCTION law_no_orphan();
CREATE TRIGGER law_stands_on AFTER INSERT ON claims_relationevidence REFERENCING NEW TABLE AS links
    FOR EACH STATEMENT EXECUTE FUNCTION law_stands_on();
CREATE TRIGGER law_stood_on AFTER DELETE ON claims_relationevidence REFERENCING OLD TABLE AS links
    FOR EACH STATEMENT EXECUTE FUNCTION law_stands_on();
CREATE CONSTRAINT TRIGGER law_named AFTER INSERT ON claims_relationevidence DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION law_named();
CREATE TRIGGER law_excerpts AFTER UPDATE ON claims_relation FOR EACH ROW
    WHEN ((NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')) EXECUTE FUNCTION law_excerpts_of_relation();
CREATE TRIGGER law_excerpts_related AFTER UPDATE ON claims_claim FOR EACH ROW
    WHEN (claims_is_public(NEW.status) IS DISTINCT FROM claims_is_public(OLD.status)) EXECUTE FUNCTION law_excerpts_of_related_claim();
CREATE TRIGGER law_excerpts_undercut AFTER UPDATE ON claims_evidence FOR EACH ROW
    WHEN ((NEW.status = 'accepted') IS DISTINCT FROM (OLD.status = 'accepted')) EXECUTE FUNCTION law_excerpts_of_undercut();
ALTER TABLE claims_relation ENABLE ALWAYS TRIGGER law_evidence, ENABLE ALWAYS TRIGGER law_excerpts;
ALTER TABLE claims_relationevidence ENABLE ALWAYS TRIGGER law_fixed, ENABLE ALWAYS TRIGGER law_no_orphan, ENABLE ALWAYS TRIGGER law_stands_on,
    ENABLE ALWAYS TRIGGER law_stood_on, ENABLE ALWAYS TRIGGER law_named;
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER law_excerpts_related;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_excerpts_undercut;
"""

REVERSE = f"""
DROP TRIGGER law_excerpts_undercut ON claims_evidence;
DROP TRIGGER law_excerpts_related ON claims_claim;
DROP TRIGGER law_excerpts ON claims_relation;
DROP TRIGGER law_named ON claims_relationevidence;
DROP TRIGGER law_stood_on ON claims_relationevidence;
DROP TRIGGER law_stands_on ON claims_relationevidence;
DROP TRIGGER law_no_orphan ON claims_relationevidence;
DROP TRIGGER law_fixed ON claims_relationevidence;
DROP TRIGGER law_evidence ON claims_relation;
ALTER TABLE claims_relation ALTER COLUMN stands_on DROP DEFAULT;
{_SHOWN}
DROP FUNCTION law_excerpts_of_undercut(), law_excerpts_of_related_claim(), law_excerpts_of_relation(), claims_relation_is_public(bigint),
    law_named(), law_stands_on(), law_evidence(), claims_stands_on(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0029_evidence_of_relations"), ("sources", "0002_laws")]
    operations = [
        migrations.RunSQL([FUNCTIONS, SHOWN, TRIGGERS], REVERSE),
        track("claims_relationevidence"),
        index_parts("claims_relationevidence", "relation_id", "passage_id"),
    ]
