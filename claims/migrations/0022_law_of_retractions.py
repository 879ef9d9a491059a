"""Law 4: the retraction of a document re-opens what was accepted on it, once and exactly that; lifting it restores what nobody touched."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_REVISIONS = import_module("claims.migrations.0012_law_of_revisions")
_IN_REVIEW = "WHEN old_state = 'in_review' AND new_state = approved THEN ARRAY['approve']"
_ON_CORRECTION = "    IF NEW.action = 'reopen' AND NOT EXISTS ("
_BEFORE_APPROVAL = "    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;\n"

ACTS = _REVISIONS.ACTS.replace(_IN_REVIEW, _IN_REVIEW.replace("['approve']", "['approve', 'restore']"))

_RETRACTED = """    IF NEW.action = 'reopen' AND NEW.retraction_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sources_retraction retraction JOIN sources_passage passage ON passage.document_id = retraction.document_id
          JOIN claims_evidence evidence ON evidence.passage_id = passage.id
         WHERE retraction.id = NEW.retraction_id AND retraction.lifted_at IS NULL AND evidence.id = NEW.evidence_id AND passage.id = NEW.stood_on_id) THEN
        RAISE EXCEPTION 'law 4: evidence is re-opened only by a standing retraction of the document that it stands on' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action = 'restore' AND NOT claims_may_restore(NEW.evidence_id, NEW.retraction_id) THEN
        RAISE EXCEPTION 'law 4: evidence is restored only as a lifted retraction re-opened it' USING ERRCODE = 'check_violation';
    END IF;
"""
REVIEW = _REVISIONS.REVIEW.replace(
    _ON_CORRECTION, "    IF NEW.action = 'reopen' AND NEW.corrected_id IS NOT NULL AND NOT EXISTS ("
).replace(_BEFORE_APPROVAL, _RETRACTED + _BEFORE_APPROVAL)

FUNCTIONS = """
-- Whether nobody touched this evidence since the retraction re-opened it, nor corrected the words it stands on.
CREATE FUNCTION claims_may_restore(reopened bigint, lifted bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM claims_review review JOIN claims_evidence evidence ON evidence.id = review.evidence_id
                     JOIN sources_retraction retraction ON retraction.id = review.retraction_id
                    WHERE review.evidence_id = reopened AND review.retraction_id = lifted AND review.action = 'reopen'
                      AND retraction.lifted_at IS NOT NULL AND evidence.status = 'in_review' AND evidence.revision = review.revision + 1
                      AND NOT EXISTS (SELECT 1 FROM claims_review later WHERE later.evidence_id = reopened AND later.id > review.id)
                      AND NOT EXISTS (SELECT 1 FROM sources_passage corrected
                                       WHERE corrected.carried IN ('changed', 'orphaned') AND corrected.created_at >= review.at
                                         AND evidence.passage_id IN (SELECT sources_words_of(corrected.derived_from_id))))
$$;

CREATE FUNCTION law_retracted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    standing record;
    reason_before text := coalesce(current_setting('pincite.reason', true), '');
    why text := format('The document it stands on was retracted: %s', NEW.reason);
BEGIN
    -- Who reviews such evidence at this moment and this retraction wait for each other: no approval slips by.
    PERFORM 1 FROM claims_evidence WHERE passage_id IN (SELECT id FROM sources_passage WHERE document_id = NEW.document_id) ORDER BY id FOR UPDATE;
    FOR standing IN SELECT id, revision, passage_id FROM claims_evidence WHERE status = 'accepted'
                       AND passage_id IN (SELECT id FROM sources_passage WHERE document_id = NEW.document_id) ORDER BY id LOOP
        INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, stood_on_id, retraction_id)
        VALUES (sources_new_public_id(), standing.id, standing.revision, 'reopen', history_acting_user(), why, standing.passage_id, NEW.id);
        PERFORM set_config('pincite.reason', why, true);
        UPDATE claims_evidence SET status = 'in_review' WHERE id = standing.id;
    END LOOP;
    PERFORM set_config('pincite.reason', reason_before, true);
    RETURN NULL;
END $$;

CREATE FUNCTION law_retraction_lifted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    waiting record;
    reason_before text := coalesce(current_setting('pincite.reason', true), '');
    why text := format('The retraction of its document was lifted: %s', NEW.lifted_because);
BEGIN
    PERFORM 1 FROM claims_evidence WHERE id IN (SELECT evidence_id FROM claims_review WHERE retraction_id = NEW.id) ORDER BY id FOR UPDATE;
    FOR waiting IN SELECT id, revision FROM claims_evidence
                    WHERE id IN (SELECT evidence_id FROM claims_review WHERE retraction_id = NEW.id) ORDER BY id LOOP
        CONTINUE WHEN NOT claims_may_restore(waiting.id, NEW.id);
        INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, retraction_id)
        VALUES (sources_new_public_id(), waiting.id, waiting.revision, 'restore', history_acting_user(), why, NEW.id);
        PERFORM set_config('pincite.reason', why, true);
        UPDATE claims_evidence SET status = 'accepted' WHERE id = waiting.id;
    END LOOP;
    PERFORM set_config('pincite.reason', reason_before, true);
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_retracted AFTER INSERT ON sources_retraction FOR EACH ROW EXECUTE FUNCTION law_retracted();
CREATE TRIGGER law_retraction_lifted AFTER UPDATE ON sources_retraction FOR EACH ROW EXECUTE FUNCTION law_retraction_lifted();
ALTER TABLE sources_retraction ENABLE ALWAYS TRIGGER law_retracted, ENABLE ALWAYS TRIGGER law_retraction_lifted;
"""

REVERSE = f"""
DROP TRIGGER law_retraction_lifted ON sources_retraction;
DROP TRIGGER law_retracted ON sources_retraction;
DROP FUNCTION law_retraction_lifted(), law_retracted();
{_REVISIONS.REVIEW}
{_REVISIONS.ACTS}
DROP FUNCTION claims_may_restore(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0021_reviews_of_retractions"), ("sources", "0024_law_of_retractions")]
    operations = [migrations.RunSQL([ACTS, FUNCTIONS, REVIEW, TRIGGERS], REVERSE)]
