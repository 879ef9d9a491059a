"""Law 1 (pins) and the keeping of what is cited, as triggers that no path and no session setting escapes."""

from __future__ import annotations

from django.db import migrations

from history.operations import track

FUNCTIONS = r"""
CREATE FUNCTION sources_sha256(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT encode(sha256(convert_to(words, 'UTF8')), 'hex') $$;

-- A text's words are what their hash says; they never change, and are filled in at most once.
CREATE FUNCTION law_text() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content THEN
            RAISE EXCEPTION 'law 1: the words of text % never change; a correction is a new version', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.id, NEW.public_id, NEW.document_id, NEW.version, NEW.sha256, NEW.length, NEW.media_type, NEW.file_name,
            NEW.file_sha256, NEW.tool, NEW.derived_from_id)
           IS DISTINCT FROM
           (OLD.id, OLD.public_id, OLD.document_id, OLD.version, OLD.sha256, OLD.length, OLD.media_type, OLD.file_name,
            OLD.file_sha256, OLD.tool, OLD.derived_from_id)
           AND NOT (OLD.content IS NULL AND NEW.content IS NOT NULL
                    AND (NEW.id, NEW.public_id, NEW.document_id, NEW.version, NEW.sha256, NEW.length, NEW.derived_from_id)
                        IS NOT DISTINCT FROM
                        (OLD.id, OLD.public_id, OLD.document_id, OLD.version, OLD.sha256, OLD.length, OLD.derived_from_id)) THEN
            RAISE EXCEPTION 'law 1: text % is a record of one copy: only its rights, language and note may change', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NEW.content IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.content IS NULL) THEN
        -- An older snapshot would not see a passage pinned meanwhile.
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'law 1: words are loaded in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
        END IF;
        IF char_length(NEW.content) <> NEW.length THEN
            RAISE EXCEPTION 'law 1: these are not the words of text %: % characters, the record says %',
                NEW.public_id, char_length(NEW.content), NEW.length USING ERRCODE = 'check_violation';
        END IF;
        IF sources_sha256(NEW.content) <> NEW.sha256 THEN
            RAISE EXCEPTION 'law 1: these are not the words of text %: their SHA-256 is %, the record says %',
                NEW.public_id, sources_sha256(NEW.content), NEW.sha256 USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- When the words arrive, every passage pinned in them proves itself or the load is refused.
CREATE FUNCTION law_text_arrives() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    false_pin text;
BEGIN
    SELECT public_id INTO false_pin FROM sources_passage
     WHERE text_id = NEW.id AND status = 'pinned'
       AND sources_sha256(substr(NEW.content, start + 1, "end" - start)) <> quote_sha256
     ORDER BY start LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'law 1: the words are refused: passage % does not give its own hash', false_pin
            USING ERRCODE = 'check_violation';
    END IF;
    UPDATE sources_passage SET quote = substr(NEW.content, start + 1, "end" - start), status = 'exact'
     WHERE text_id = NEW.id AND status = 'pinned';
    RETURN NULL;
END $$;

-- An exact passage is the slice of its text; a passage never changes, but a pinned one becomes exact.
CREATE FUNCTION law_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    held record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.public_id, NEW.document_id, NEW.text_id, NEW.start, NEW."end", NEW.quote_sha256, NEW.locator_label,
            NEW.locator_value, NEW.derived_from_id, NEW.carried, NEW.origin, NEW.tool)
           IS DISTINCT FROM
           (OLD.id, OLD.public_id, OLD.document_id, OLD.text_id, OLD.start, OLD."end", OLD.quote_sha256, OLD.locator_label,
            OLD.locator_value, OLD.derived_from_id, OLD.carried, OLD.origin, OLD.tool)
           OR ((NEW.status, NEW.quote) IS DISTINCT FROM (OLD.status, OLD.quote)
               AND NOT (OLD.status = 'pinned' AND NEW.status = 'exact')) THEN
            RAISE EXCEPTION 'law 1: passage % never changes; pin another one instead', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.status = OLD.status THEN RETURN NEW; END IF;
    END IF;
    IF NEW.quote IS NOT NULL AND sources_sha256(NEW.quote) <> NEW.quote_sha256 THEN
        RAISE EXCEPTION 'law 1: the SHA-256 of the quote of passage % is not the one given', NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.text_id IS NULL THEN RETURN NEW; END IF;
    -- The lock makes a load of the text's words and a new pin in it wait for each other.
    SELECT document_id, length, content IS NOT NULL AS is_held INTO held FROM sources_text WHERE id = NEW.text_id FOR SHARE;
    IF held.document_id IS DISTINCT FROM NEW.document_id THEN
        RAISE EXCEPTION 'law 1: the text of passage % belongs to another document', NEW.public_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW."end" > held.length THEN
        RAISE EXCEPTION 'law 1: passage % ends at %, its text at %', NEW.public_id, NEW."end", held.length
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'pinned' AND held.is_held THEN
        RAISE EXCEPTION 'law 1: the words of this text are held, so passage % must be exact', NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'exact' AND NEW.quote IS DISTINCT FROM
       (SELECT substr(content, NEW.start + 1, NEW."end" - NEW.start) FROM sources_text WHERE id = NEW.text_id) THEN
        RAISE EXCEPTION 'law 1: passage % is not the slice [%, %) of its text', NEW.public_id, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- What anything refers to is not deleted; said at once, not at the end of the transaction.
CREATE FUNCTION law_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reference record;
    is_referred_to boolean;
BEGIN
    FOR reference IN
        SELECT link.conrelid::regclass AS referring, col.attname AS col
          FROM pg_catalog.pg_constraint link
          JOIN pg_catalog.pg_attribute col ON col.attrelid = link.conrelid AND col.attnum = link.conkey[1]
         WHERE link.contype = 'f' AND link.confrelid = TG_RELID AND link.confdeltype <> 'c'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE %I = $1)', reference.referring, reference.col)
           INTO is_referred_to USING OLD.id;
        IF is_referred_to THEN
            RAISE EXCEPTION 'law 1: % % is kept: % refers to it', TG_TABLE_NAME, OLD.public_id, reference.referring
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN OLD;
END $$;

CREATE FUNCTION law_keep_published_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.is_published OR EXISTS (SELECT 1 FROM history_change WHERE "table" = 'sources_passage' AND record_id = OLD.id
                                      AND state -> 'is_published' = 'true') THEN
        RAISE EXCEPTION 'law 1: passage % is or was published and may be cited elsewhere: it is kept', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

-- A mark lies within its text and stays with it.
CREATE FUNCTION law_mark() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text_id IS DISTINCT FROM OLD.text_id THEN
        RAISE EXCEPTION 'a mark stays with its text: make another one' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW."end" > (SELECT length FROM sources_text WHERE id = NEW.text_id) THEN
        RAISE EXCEPTION 'the mark % % ends past its text', NEW.label, NEW.value USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Names by which a record is cited, and who proposed it, stay.
CREATE FUNCTION law_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) -> col IS DISTINCT FROM to_jsonb(OLD) -> col THEN
            RAISE EXCEPTION '% of % % never changes', col, TG_TABLE_NAME, OLD.public_id USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER law_text BEFORE INSERT OR UPDATE ON sources_text FOR EACH ROW EXECUTE FUNCTION law_text();
CREATE TRIGGER law_text_arrives AFTER UPDATE ON sources_text FOR EACH ROW
    WHEN (OLD.content IS NULL AND NEW.content IS NOT NULL) EXECUTE FUNCTION law_text_arrives();
CREATE TRIGGER law_passage BEFORE INSERT OR UPDATE ON sources_passage FOR EACH ROW EXECUTE FUNCTION law_passage();
CREATE TRIGGER law_keep_published BEFORE DELETE ON sources_passage FOR EACH ROW EXECUTE FUNCTION law_keep_published_passage();
CREATE TRIGGER law_mark BEFORE INSERT OR UPDATE ON sources_mark FOR EACH ROW EXECUTE FUNCTION law_mark();
ALTER TABLE sources_mark ENABLE ALWAYS TRIGGER law_mark;
ALTER TABLE sources_document ADD CONSTRAINT sources_document_extra_is_object CHECK (jsonb_typeof(extra) = 'object');
CREATE TRIGGER law_keep BEFORE DELETE ON sources_document FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON sources_author FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON sources_text FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_keep BEFORE DELETE ON sources_passage FOR EACH ROW EXECUTE FUNCTION law_keep();
CREATE TRIGGER law_fixed BEFORE UPDATE ON sources_document FOR EACH ROW EXECUTE FUNCTION law_fixed('id', 'public_id', 'citation_key');
CREATE TRIGGER law_fixed BEFORE UPDATE ON sources_author FOR EACH ROW EXECUTE FUNCTION law_fixed('id', 'public_id');
CREATE TRIGGER law_fixed BEFORE UPDATE ON sources_reference FOR EACH ROW EXECUTE FUNCTION law_fixed('id', 'public_id', 'origin', 'tool');
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER law_text, ENABLE ALWAYS TRIGGER law_text_arrives, ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_passage, ENABLE ALWAYS TRIGGER law_keep_published, ENABLE ALWAYS TRIGGER law_keep;
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER law_keep, ENABLE ALWAYS TRIGGER law_fixed;
ALTER TABLE sources_author ENABLE ALWAYS TRIGGER law_keep, ENABLE ALWAYS TRIGGER law_fixed;
ALTER TABLE sources_reference ENABLE ALWAYS TRIGGER law_fixed;
"""

REVERSE = """
ALTER TABLE sources_document DROP CONSTRAINT sources_document_extra_is_object;
DROP TRIGGER law_mark ON sources_mark;
DROP FUNCTION law_mark();
DROP TRIGGER law_text ON sources_text;
DROP TRIGGER law_text_arrives ON sources_text;
DROP TRIGGER law_passage ON sources_passage;
DROP TRIGGER law_keep_published ON sources_passage;
DROP TRIGGER law_keep ON sources_document;
DROP TRIGGER law_keep ON sources_author;
DROP TRIGGER law_keep ON sources_text;
DROP TRIGGER law_keep ON sources_passage;
DROP TRIGGER law_fixed ON sources_document;
DROP TRIGGER law_fixed ON sources_author;
DROP TRIGGER law_fixed ON sources_reference;
DROP FUNCTION law_fixed(), law_keep_published_passage(), law_keep(), law_passage(), law_text_arrives(), law_text(), sources_sha256(text);
"""

TRACKED = (
    "sources_author",
    "sources_namevariant",
    "sources_document",
    "sources_titlevariant",
    "sources_identifier",
    "sources_contribution",
    "sources_mark",
    "sources_passage",
    "sources_reference",
)


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_tables"), ("history", "0002_triggers")]
    operations = [
        migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE),
        track("sources_text", leave_out=["content"]),
        *(track(table) for table in TRACKED),
    ]
