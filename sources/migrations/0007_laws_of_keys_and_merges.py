"""Who renames and merges, what a merge may move, and that former keys stay: triggers that no path and no session setting escapes."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from history.operations import track

FUNCTIONS = r"""
-- Who may rename and merge: an active account of an editor or administrator that is no machine's.
CREATE FUNCTION sources_is_editor(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM auth_user WHERE id = account AND is_active
        AND (is_superuser OR EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                                      WHERE membership.user_id = account AND auth_group.name IN ('editors', 'administrators')))
        AND NOT EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                         WHERE membership.user_id = account AND auth_group.name = 'machines'))
$$;

-- As the application makes them (history.identifiers): sixteen letters of Crockford's base 32.
CREATE FUNCTION sources_new_public_id() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', (get_byte(seed, place) & 31) + 1, 1), '')
      FROM (SELECT uuid_send(gen_random_uuid()) AS seed FROM generate_series(1, 2)) AS seeds,
           unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11]) AS place
$$;

-- A new document takes no key that was another's. Judged after the rows stand, when who renamed at the same moment is known.
CREATE FUNCTION law_key_free() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    taken record;
BEGIN
    -- Row by row by the key, whatever the planner thinks of tables that grow while it does not look.
    SELECT added.citation_key, (SELECT citation_key FROM sources_document WHERE id = former.document_id) AS present INTO taken
      FROM added CROSS JOIN LATERAL (SELECT document_id FROM sources_formerkey AS one
                                      WHERE lower(one.key) = lower(added.citation_key) AND one.document_id <> added.id OFFSET 0) AS former
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The key % was a key of the document that is now %: it leads there and is not given again', taken.citation_key, taken.present
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;

-- A document is renamed by an editor; its old key is kept and leads to it for ever.
CREATE FUNCTION law_key_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken text;
BEGIN
    IF NOT sources_is_editor(history_acting_user()) THEN
        RAISE EXCEPTION 'citation_key of % % changes only when an editor renames it: ask one', TG_TABLE_NAME, OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.merged_into_id IS NOT NULL THEN
        RAISE EXCEPTION '% % was merged into another: rename that one', TG_TABLE_NAME, OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT document.citation_key INTO taken FROM sources_formerkey former JOIN sources_document document ON document.id = former.document_id
     WHERE lower(former.key) = lower(NEW.citation_key) AND former.document_id <> NEW.id;
    IF FOUND THEN
        RAISE EXCEPTION 'The key % was a key of the document that is now %: it leads there and is not given again', NEW.citation_key, taken
            USING ERRCODE = 'unique_violation';
    END IF;
    -- A key that the document had twice is kept once.
    INSERT INTO sources_formerkey (public_id, revision, document_id, key)
    VALUES (sources_new_public_id(), 1, NEW.id, OLD.citation_key) ON CONFLICT ((lower(key))) DO NOTHING;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_key_renamed() FROM PUBLIC;

-- Whether a merge that is made, or undone, in this very transaction takes this row's link from one of its records to the other.
CREATE FUNCTION sources_moves(moved_table text, row_id bigint, link text, old_value bigint, new_value bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM sources_merge made
         WHERE made.transaction = pg_current_xact_id()::text::bigint AND made.undone_at IS NULL
           AND coalesce(made.kept_document_id, made.kept_author_id) = new_value
           AND coalesce(old_value, row_id) = coalesce(made.merged_document_id, made.merged_author_id)
           AND made.moved @> jsonb_build_array(jsonb_build_object('table', moved_table, 'id', row_id, 'column', link,
                                                                  'from', old_value, 'to', new_value)))
        OR EXISTS (SELECT 1 FROM sources_merge undone
         WHERE undone.undone_transaction = pg_current_xact_id()::text::bigint
           AND coalesce(undone.kept_document_id, undone.kept_author_id) = old_value
           AND coalesce(new_value, row_id) = coalesce(undone.merged_document_id, undone.merged_author_id)
           AND undone.moved @> jsonb_build_array(jsonb_build_object('table', moved_table, 'id', row_id, 'column', link,
                                                                    'from', new_value, 'to', old_value)))
$$;

-- A merge is written by the editor who acts, of two records that stand; afterwards it can only be undone.
CREATE FUNCTION law_merge() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    merging text := CASE WHEN NEW.kept_document_id IS NULL THEN 'sources_author' ELSE 'sources_document' END;
    pair bigint[] := ARRAY[coalesce(NEW.kept_document_id, NEW.kept_author_id), coalesce(NEW.merged_document_id, NEW.merged_author_id)];
    gone text;
BEGIN
    IF NOT sources_is_editor(history_acting_user()) THEN
        RAISE EXCEPTION 'Only an editor merges, or undoes a merge: ask one' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.undone_at IS NOT NULL THEN
            RAISE EXCEPTION 'This merge was undone already' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.undone_by_id IS DISTINCT FROM history_acting_user()
           OR to_jsonb(NEW) - ARRAY['undone_by_id', 'undone_at', 'undone_reason', 'undone_transaction', 'revision', 'changed_at']
              <> to_jsonb(OLD) - ARRAY['undone_by_id', 'undone_at', 'undone_reason', 'undone_transaction', 'revision', 'changed_at'] THEN
            RAISE EXCEPTION 'A merge never changes: it can only be undone, by the user who acts' USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.undone_at := clock_timestamp();
        NEW.undone_transaction := pg_current_xact_id()::text::bigint;
        RETURN NEW;
    END IF;
    IF NEW.by_id IS DISTINCT FROM history_acting_user() THEN
        RAISE EXCEPTION 'A merge is written by the user who acts' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.at := clock_timestamp();
    NEW.transaction := pg_current_xact_id()::text::bigint;
    NEW.undone_by_id := NULL; NEW.undone_at := NULL; NEW.undone_reason := ''; NEW.undone_transaction := NULL;
    -- In the order of their numbers, so that two merges of the same records wait for each other and do not lock up.
    EXECUTE format('WITH locked AS MATERIALIZED (SELECT public_id, merged_into_id FROM %I WHERE id = ANY ($1) ORDER BY id FOR UPDATE)'
                   ' SELECT public_id FROM locked WHERE merged_into_id IS NOT NULL LIMIT 1', merging) INTO gone USING pair;
    IF gone IS NOT NULL THEN
        RAISE EXCEPTION '% % was merged into another already: merge that one', merging, gone USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- The redirect of a merged record is set by its merge, led on by the next one, and cleared when it is undone.
CREATE FUNCTION law_merged_into() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    leads_on boolean;
BEGIN
    IF TG_OP = 'INSERT' OR NOT sources_moves(TG_TABLE_NAME, NEW.id, 'merged_into_id', OLD.merged_into_id, NEW.merged_into_id) THEN
        RAISE EXCEPTION '% % leads to another record only by a merge, and back only by undoing it', TG_TABLE_NAME, NEW.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.merged_into_id IS NOT NULL THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %1$I WHERE id = $1 AND merged_into_id IS NOT NULL)'
                       ' OR EXISTS (SELECT 1 FROM %1$I WHERE merged_into_id = $2)', TG_TABLE_NAME)
           INTO leads_on USING NEW.merged_into_id, NEW.id;
        IF leads_on THEN
            RAISE EXCEPTION '% % must lead to a record that stands, and none may lead to it', TG_TABLE_NAME, NEW.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- Passages stay with their text when a merge, or its undoing, takes it to the other document.
CREATE FUNCTION law_text_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE sources_passage SET document_id = NEW.document_id WHERE text_id = NEW.id;
    RETURN NULL;
END $$;

-- A text's words are what their hash says; they never change, and are filled in at most once. Only a merge takes a text to
-- another document, where it has another version number.
CREATE OR REPLACE FUNCTION law_text() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    is_moved boolean := false;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content THEN
            RAISE EXCEPTION 'law 1: the words of text % never change; a correction is a new version', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.document_id IS DISTINCT FROM OLD.document_id THEN
            is_moved := NEW.content IS NOT DISTINCT FROM OLD.content
                        AND sources_moves('sources_text', OLD.id, 'document_id', OLD.document_id, NEW.document_id);
        END IF;
        IF (NEW.id, NEW.public_id, NEW.sha256, NEW.length, NEW.media_type, NEW.file_name, NEW.file_sha256, NEW.tool, NEW.derived_from_id)
           IS DISTINCT FROM
           (OLD.id, OLD.public_id, OLD.sha256, OLD.length, OLD.media_type, OLD.file_name, OLD.file_sha256, OLD.tool, OLD.derived_from_id)
           AND NOT (OLD.content IS NULL AND NEW.content IS NOT NULL
                    AND (NEW.id, NEW.public_id, NEW.sha256, NEW.length, NEW.derived_from_id)
                        IS NOT DISTINCT FROM (OLD.id, OLD.public_id, OLD.sha256, OLD.length, OLD.derived_from_id))
           OR (NEW.document_id, NEW.version, NEW.is_second_copy) IS DISTINCT FROM (OLD.document_id, OLD.version, OLD.is_second_copy)
              AND NOT is_moved THEN
            RAISE EXCEPTION 'law 1: text % is a record of one copy: only its rights, language and note may change', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF NEW.is_second_copy THEN
        RAISE EXCEPTION 'law 1: text % is a second copy only by a merge', NEW.public_id USING ERRCODE = 'restrict_violation';
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

-- An exact passage is the slice of its text; a passage never changes, but a pinned one becomes exact, and one goes with its text,
-- or where it has none by itself, along a merge of its document.
CREATE OR REPLACE FUNCTION law_passage() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    held record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.public_id, NEW.text_id, NEW.start, NEW."end", NEW.quote_sha256, NEW.locator_label,
            NEW.locator_value, NEW.derived_from_id, NEW.carried, NEW.origin, NEW.tool)
           IS DISTINCT FROM
           (OLD.id, OLD.public_id, OLD.text_id, OLD.start, OLD."end", OLD.quote_sha256, OLD.locator_label,
            OLD.locator_value, OLD.derived_from_id, OLD.carried, OLD.origin, OLD.tool)
           OR ((NEW.status, NEW.quote) IS DISTINCT FROM (OLD.status, OLD.quote)
               AND NOT (OLD.status = 'pinned' AND NEW.status = 'exact'))
           OR (NEW.document_id IS DISTINCT FROM OLD.document_id AND NOT (
               NEW.status = OLD.status
               AND CASE WHEN OLD.text_id IS NULL
                   THEN sources_moves('sources_passage', OLD.id, 'document_id', OLD.document_id, NEW.document_id)
                   ELSE sources_moves('sources_text', OLD.text_id, 'document_id', OLD.document_id, NEW.document_id)
                        AND NEW.document_id = (SELECT document_id FROM sources_text WHERE id = OLD.text_id) END)) THEN
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

-- How a family name sounds, roughly: romanisations of one Japanese name (Ohno, Ono, Ōno; Shimbun, Shinbun) and German spellings
-- without umlauts come out alike. Only to find candidates; whether two names fit is judged apart.
CREATE FUNCTION sources_sound_key(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(replace(replace(replace(replace(
        sources_match_key(words), 'sy', 'sh'), 'ty', 'ch'), 'zy', 'j'), 'si', 'shi'),
        'm([bmp])', 'n\1', 'g'), 'o(?:h(?![aeiouy])|u|o)', 'o', 'g'), 'u(?:h(?![aeiouy])|u)', 'u', 'g'), '([aou])e', '\1', 'g')
$$;
"""

TRIGGERS = """
DROP TRIGGER law_fixed ON sources_document;
CREATE TRIGGER law_fixed BEFORE UPDATE ON sources_document FOR EACH ROW EXECUTE FUNCTION law_fixed('id', 'public_id');
CREATE TRIGGER law_key_free AFTER INSERT ON sources_document REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION law_key_free();
CREATE TRIGGER law_key_renamed AFTER UPDATE ON sources_document FOR EACH ROW
    WHEN (NEW.citation_key IS DISTINCT FROM OLD.citation_key) EXECUTE FUNCTION law_key_renamed();
CREATE TRIGGER law_append_only BEFORE UPDATE OR DELETE ON sources_formerkey FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
CREATE TRIGGER law_merge BEFORE INSERT OR UPDATE ON sources_merge FOR EACH ROW EXECUTE FUNCTION law_merge();
CREATE TRIGGER law_append_only BEFORE DELETE ON sources_merge FOR EACH ROW EXECUTE FUNCTION history_refuse_change();
CREATE TRIGGER law_new_is_unmerged BEFORE INSERT ON sources_document FOR EACH ROW
    WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION law_merged_into();
CREATE TRIGGER law_merged_into BEFORE UPDATE ON sources_document FOR EACH ROW
    WHEN (NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id) EXECUTE FUNCTION law_merged_into();
CREATE TRIGGER law_new_is_unmerged BEFORE INSERT ON sources_author FOR EACH ROW
    WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION law_merged_into();
CREATE TRIGGER law_merged_into BEFORE UPDATE ON sources_author FOR EACH ROW
    WHEN (NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id) EXECUTE FUNCTION law_merged_into();
CREATE TRIGGER law_text_moved AFTER UPDATE ON sources_text FOR EACH ROW
    WHEN (NEW.document_id IS DISTINCT FROM OLD.document_id) EXECUTE FUNCTION law_text_moved();
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER law_fixed, ENABLE ALWAYS TRIGGER law_key_free, ENABLE ALWAYS TRIGGER law_key_renamed,
    ENABLE ALWAYS TRIGGER law_new_is_unmerged, ENABLE ALWAYS TRIGGER law_merged_into;
ALTER TABLE sources_author ENABLE ALWAYS TRIGGER law_new_is_unmerged, ENABLE ALWAYS TRIGGER law_merged_into;
ALTER TABLE sources_formerkey ENABLE ALWAYS TRIGGER law_append_only;
ALTER TABLE sources_merge ENABLE ALWAYS TRIGGER law_merge, ENABLE ALWAYS TRIGGER law_append_only;
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER law_text_moved;
CREATE INDEX sources_titlevariant_title_match ON sources_titlevariant (sources_match_key(title));
"""

REVERSE = f"""
DROP INDEX sources_titlevariant_title_match;
DROP TRIGGER law_text_moved ON sources_text;
DROP TRIGGER law_merged_into ON sources_author;
DROP TRIGGER law_new_is_unmerged ON sources_author;
DROP TRIGGER law_merged_into ON sources_document;
DROP TRIGGER law_new_is_unmerged ON sources_document;
DROP TRIGGER law_append_only ON sources_merge;
DROP TRIGGER law_merge ON sources_merge;
DROP TRIGGER law_append_only ON sources_formerkey;
DROP TRIGGER law_key_renamed ON sources_document;
DROP TRIGGER law_key_free ON sources_document;
DROP TRIGGER law_fixed ON sources_document;
CREATE TRIGGER law_fixed BEFORE UPDATE ON sources_document FOR EACH ROW EXECUTE FUNCTION law_fixed('id', 'public_id', 'citation_key');
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER law_fixed;
{import_module("sources.migrations.0002_laws").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
DROP FUNCTION sources_sound_key(text), law_text_moved(), law_merged_into(), law_merge(), sources_moves(text, bigint, text, bigint, bigint),
    law_key_renamed(), law_key_free(), sources_new_public_id(), sources_is_editor(bigint);
"""

TRACKED = ("sources_formerkey", "sources_merge", "sources_distinction")


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_keys_and_merges"), ("history", "0002_triggers"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE), *(track(table) for table in TRACKED)]
