"""Law 4: evidence whose words were corrected is re-opened, once and exactly that, on every path."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_LAWS = import_module("claims.migrations.0003_holders_follow_merges").FUNCTIONS
_REVIEW = _LAWS[_LAWS.index("-- A review is of the present revision") :]
_BEFORE_APPROVAL = "    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;\n"

# A re-opening names the passage that the evidence stands on and what a correction made of it.
_REOPENED = """    IF NEW.action = 'reopen' AND NOT EXISTS (
        SELECT 1 FROM sources_passage corrected JOIN claims_evidence evidence ON evidence.id = NEW.evidence_id
         WHERE corrected.id = NEW.corrected_id AND corrected.carried IN ('changed', 'orphaned')
           AND evidence.passage_id = NEW.stood_on_id AND NEW.stood_on_id IN (SELECT sources_words_of(corrected.derived_from_id))) THEN
        RAISE EXCEPTION 'law 4: evidence is re-opened only by a correction of the words that it stands on' USING ERRCODE = 'check_violation';
    END IF;
"""

REVIEW = _REVIEW.replace(_BEFORE_APPROVAL, _REOPENED + _BEFORE_APPROVAL)

FUNCTIONS = """
-- A passage's words were corrected, or are gone: what was accepted on them, in whatever version they stood unchanged, is re-opened.
CREATE FUNCTION law_reopen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    standing record;
    reason_before text := coalesce(current_setting('pincite.reason', true), '');
    why text;
BEGIN
    -- Who reviews such evidence at this moment, or adds some, and this correction wait for each other: no approval slips by.
    PERFORM 1 FROM claims_evidence WHERE passage_id IN (SELECT sources_words_of(NEW.derived_from_id)) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM sources_passage WHERE id IN (SELECT sources_words_of(NEW.derived_from_id)) ORDER BY id FOR UPDATE;
    FOR standing IN SELECT id, revision, passage_id FROM claims_evidence
                     WHERE status = 'accepted' AND passage_id IN (SELECT sources_words_of(NEW.derived_from_id)) ORDER BY id LOOP
        SELECT format('The words it stands on were %s in version %s of the text.',
                      CASE NEW.carried WHEN 'changed' THEN 'corrected' ELSE 'left out' END, version) INTO why
          FROM sources_text WHERE id = NEW.text_id;
        INSERT INTO claims_review (public_id, evidence_id, revision, action, by_id, comment, stood_on_id, corrected_id)
        VALUES (sources_new_public_id(), standing.id, standing.revision, 'reopen', history_acting_user(), why, standing.passage_id, NEW.id);
        PERFORM set_config('pincite.reason', why, true);
        UPDATE claims_evidence SET status = 'in_review' WHERE id = standing.id;
    END LOOP;
    PERFORM set_config('pincite.reason', reason_before, true);
    RETURN NULL;
END $$;

-- Words that are gone support nothing.
CREATE FUNCTION law_no_orphan() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sources_passage WHERE id = NEW.passage_id AND status = 'orphaned') THEN
        RAISE EXCEPTION 'law 2: no evidence stands on words that a correction removed: choose another passage' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_reopen AFTER INSERT ON sources_passage FOR EACH ROW
    WHEN (NEW.carried IN ('changed', 'orphaned')) EXECUTE FUNCTION law_reopen();
CREATE TRIGGER law_no_orphan BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION law_no_orphan();
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_reopen;
ALTER TABLE claims_evidence ENABLE ALWAYS TRIGGER law_no_orphan;
"""

REVERSE = f"""
DROP TRIGGER law_no_orphan ON claims_evidence;
DROP TRIGGER law_reopen ON sources_passage;
DROP FUNCTION law_no_orphan(), law_reopen();
{_REVIEW}
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_reopening"), ("sources", "0012_laws_of_corrections")]
    operations = [migrations.RunSQL([REVIEW, FUNCTIONS + TRIGGERS], REVERSE)]
