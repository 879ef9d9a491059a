"""Law 7 for excerpt-only texts: what their public excerpts show together stays within a limit, on every path."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = r"""
-- What parts words, the same in every locale.
CREATE FUNCTION sources_blanks() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000' $$;

-- Thai, Lao, Burmese, Khmer, Chinese and Japanese are written without blanks between words.
CREATE FUNCTION sources_unspaced() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3001-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff'
       || '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff' $$;

-- Twice the number of words that begin after the first character of ``stretch``, which only says what stands before.
-- Where words have no blanks between them, two characters are a word.
CREATE FUNCTION sources_half_words(stretch text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT 2 * regexp_count(stretch, '(?<=[' || sources_blanks() || sources_unspaced() || '])[^' || sources_blanks() || sources_unspaced() || ']')
         + regexp_count(substr(stretch, 2), '[' || sources_unspaced() || ']')
$$;

-- What the public excerpts of one text show, overlaps once. Words that are not held are estimated: five characters are a word,
-- two in Chinese, Japanese, Thai, Lao, Burmese and Khmer, which is more words than such texts mostly have.
CREATE FUNCTION sources_count_excerpts(of_text bigint, OUT characters integer, OUT words integer) LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
    stride CONSTANT integer := 65536;
    held record;
    piece int4range;
    stretch text;
    near text;
    -- The part of the text in ``near`` begins after this many characters.
    near_from integer;
    half_words integer := 0;
BEGIN
    characters := 0;
    words := 0;
    SELECT text.length, text.content IS NOT NULL AS is_held, ' ' || text.content AS content,
           split_part(lower(coalesce(nullif(text.language, ''), document.language)), '-', 1) IN ('zh', 'ja', 'th', 'lo', 'my', 'km') AS is_unspaced
      INTO held FROM sources_text text JOIN sources_document document ON document.id = text.document_id
     WHERE text.id = of_text AND text.rights = 'excerpt_only';
    IF NOT FOUND THEN RETURN; END IF;
    FOR piece IN SELECT unnest(range_agg(int4range(start, least("end", held.length)))) FROM sources_shownspan
                  WHERE text_id = of_text AND start < held.length LOOP
        characters := characters + upper(piece) - lower(piece);
        IF held.is_held THEN
            -- A long text is cut from its beginning for every piece of it: cut in two steps, that takes no time.
            IF near_from IS NULL OR upper(piece) + 1 > near_from + char_length(near) THEN
                near_from := lower(piece);
                near := substr(held.content, near_from + 1, greatest(stride, upper(piece) - lower(piece) + 1));
            END IF;
            half_words := half_words + sources_half_words(substr(near, lower(piece) - near_from + 1, upper(piece) - lower(piece) + 1));
        END IF;
    END LOOP;
    words := CASE WHEN held.is_held THEN (half_words + 1) / 2
                  WHEN held.is_unspaced THEN (characters + 1) / 2
                  ELSE (characters + 4) / 5 END;
END $$;

-- A text and those that have the same words: corrected versions, and copies that other documents hold.
CREATE FUNCTION sources_same_words(of_text bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE same (id) AS (
        VALUES (of_text)
        UNION SELECT other.id FROM same JOIN sources_text one ON one.id = same.id CROSS JOIN LATERAL (
            SELECT id FROM sources_text WHERE derived_from_id = one.id
            UNION ALL SELECT one.derived_from_id WHERE one.derived_from_id IS NOT NULL
            UNION ALL SELECT id FROM sources_text WHERE sha256 = one.sha256) AS other)
    SELECT id FROM same ORDER BY id
$$;

CREATE FUNCTION sources_shown_characters(of_text bigint) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS
$$ SELECT coalesce(sum(characters), 0)::integer FROM sources_excerptuse WHERE text_id IN (SELECT sources_same_words(of_text)) $$;

CREATE FUNCTION sources_shown_words(of_text bigint) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS
$$ SELECT coalesce(sum(words), 0)::integer FROM sources_excerptuse WHERE text_id IN (SELECT sources_same_words(of_text)) $$;

-- Lets the publications of one text, and of what has the same words, go one after the other. What is read after this is what stands.
CREATE FUNCTION sources_lock_excerpts(of_text bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'law 7: excerpts are published, and rights changed, in a transaction that is READ COMMITTED' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM sources_excerptuse WHERE text_id IN (SELECT sources_same_words(of_text)) ORDER BY text_id FOR UPDATE;
END $$;

-- Counts a text anew, and refuses what shows more than before, or must fit, and does not.
CREATE FUNCTION sources_recount_excerpts(of_text bigint, must_fit boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    counted record;
    before record;
    held record;
    shown record;
BEGIN
    PERFORM sources_lock_excerpts(of_text);
    SELECT * INTO counted FROM sources_count_excerpts(of_text);
    SELECT characters, words INTO before FROM sources_excerptuse WHERE text_id = of_text;
    UPDATE sources_excerptuse SET characters = counted.characters, words = counted.words WHERE text_id = of_text;
    IF NOT must_fit AND counted.characters <= before.characters AND counted.words <= before.words THEN RETURN; END IF;
    SELECT text.rights, text.length, text.excerpt_most_words, text.excerpt_most_share, text.version, document.citation_key
      INTO held FROM sources_text text JOIN sources_document document ON document.id = text.document_id WHERE text.id = of_text;
    SELECT sources_shown_characters(of_text) AS characters, sources_shown_words(of_text) AS words INTO shown;
    IF held.rights = 'excerpt_only' AND (shown.words > held.excerpt_most_words
                                         OR shown.characters::bigint * 100 > held.length::bigint * held.excerpt_most_share) THEN
        RAISE EXCEPTION 'law 7: version % of % is shown in excerpts only, and this would show % of at most % words, % %% of at most % %%:'
            ' shorten the excerpt, take others back, or let an administrator raise the limits of the text',
            held.version, held.citation_key, shown.words, held.excerpt_most_words,
            round(shown.characters * 100.0 / held.length, 1), held.excerpt_most_share USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- Notes that a passage is public, or is not any more, by an editor's word ('itself') or by evidence. Whoever calls this for evidence
-- has locked the text's excerpts before it asked whether there is any.
CREATE FUNCTION sources_show_passage(shown bigint, because text, is_public boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    context CONSTANT integer := 32;
    passage record;
BEGIN
    SELECT id, text_id, start, "end" INTO passage FROM sources_passage WHERE id = shown AND start IS NOT NULL;
    IF NOT FOUND THEN RETURN; END IF;
    PERFORM sources_lock_excerpts(passage.text_id);
    INSERT INTO sources_shownspan AS span (passage_id, text_id, start, "end", by_itself, by_evidence)
    VALUES (passage.id, passage.text_id, greatest(passage.start - context, 0),
            least(passage."end" + context, (SELECT length FROM sources_text WHERE id = passage.text_id)),
            because = 'itself' AND is_public, because = 'evidence' AND is_public)
    ON CONFLICT (passage_id) DO UPDATE SET
        by_itself = CASE because WHEN 'itself' THEN is_public ELSE span.by_itself END,
        by_evidence = CASE because WHEN 'evidence' THEN is_public ELSE span.by_evidence END;
    DELETE FROM sources_shownspan WHERE passage_id = passage.id AND NOT by_itself AND NOT by_evidence;
    PERFORM sources_recount_excerpts(passage.text_id, false);
END $$;
REVOKE ALL ON FUNCTION sources_lock_excerpts(bigint), sources_recount_excerpts(bigint, boolean), sources_show_passage(bigint, text, boolean)
    FROM PUBLIC;

CREATE FUNCTION law_excerpts_of_passage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM sources_show_passage(NEW.id, 'itself', NEW.is_published);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_excerpts_of_passage() FROM PUBLIC;

-- Rights and limits that are made stricter must fit what is public; words that arrive are counted instead of estimated.
CREATE FUNCTION law_excerpts_of_text() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO sources_excerptuse (text_id, characters, words) VALUES (NEW.id, 0, 0);
    ELSE
        PERFORM sources_recount_excerpts(NEW.id, (NEW.rights, NEW.excerpt_most_words, NEW.excerpt_most_share)
                                                 IS DISTINCT FROM (OLD.rights, OLD.excerpt_most_words, OLD.excerpt_most_share));
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION law_excerpts_of_text() FROM PUBLIC;

CREATE FUNCTION sources_is_administrator(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT sources_is_editor(account) AND EXISTS (SELECT 1 FROM auth_user WHERE id = account
        AND (is_superuser OR EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                                      WHERE membership.user_id = account AND auth_group.name = 'administrators')))
$$;

-- A corrected version begins with the rights and limits of what it corrects. Only an administrator loosens them, and says why.
CREATE FUNCTION law_rights() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    strictness CONSTANT text[] := ARRAY['open', 'excerpt_only', 'private'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT rights, excerpt_most_words, excerpt_most_share INTO NEW.rights, NEW.excerpt_most_words, NEW.excerpt_most_share
          FROM sources_text WHERE id = NEW.derived_from_id;
        RETURN NEW;
    END IF;
    IF (array_position(strictness, NEW.rights::text) < array_position(strictness, OLD.rights::text)
        OR NEW.excerpt_most_words > OLD.excerpt_most_words OR NEW.excerpt_most_share > OLD.excerpt_most_share)
       AND (NOT sources_is_administrator(history_acting_user()) OR btrim(coalesce(current_setting('pincite.reason', true), '')) = '') THEN
        RAISE EXCEPTION 'law 7: only an administrator allows more of text % to be shown, and says why', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
ALTER TABLE sources_shownspan ADD CONSTRAINT sources_shownspan_of_passage
    FOREIGN KEY (passage_id) REFERENCES sources_passage (id) ON DELETE CASCADE;
ALTER TABLE sources_shownspan ADD CONSTRAINT sources_shownspan_of_text
    FOREIGN KEY (text_id) REFERENCES sources_text (id) ON DELETE CASCADE;
ALTER TABLE sources_excerptuse ADD CONSTRAINT sources_excerptuse_of_text
    FOREIGN KEY (text_id) REFERENCES sources_text (id) ON DELETE CASCADE;
CREATE TRIGGER law_excerpts_shown AFTER INSERT ON sources_passage FOR EACH ROW
    WHEN (NEW.is_published) EXECUTE FUNCTION law_excerpts_of_passage();
CREATE TRIGGER law_excerpts_changed AFTER UPDATE ON sources_passage FOR EACH ROW
    WHEN (NEW.is_published IS DISTINCT FROM OLD.is_published) EXECUTE FUNCTION law_excerpts_of_passage();
CREATE TRIGGER law_excerpts_counted AFTER INSERT ON sources_text FOR EACH ROW EXECUTE FUNCTION law_excerpts_of_text();
CREATE TRIGGER law_excerpts_changed AFTER UPDATE ON sources_text FOR EACH ROW
    WHEN ((NEW.rights, NEW.excerpt_most_words, NEW.excerpt_most_share, NEW.language, NEW.content IS NULL)
          IS DISTINCT FROM (OLD.rights, OLD.excerpt_most_words, OLD.excerpt_most_share, OLD.language, OLD.content IS NULL))
    EXECUTE FUNCTION law_excerpts_of_text();
CREATE TRIGGER law_rights_follow BEFORE INSERT ON sources_text FOR EACH ROW
    WHEN (NEW.derived_from_id IS NOT NULL) EXECUTE FUNCTION law_rights();
CREATE TRIGGER law_rights BEFORE UPDATE ON sources_text FOR EACH ROW
    WHEN ((NEW.rights, NEW.excerpt_most_words, NEW.excerpt_most_share)
          IS DISTINCT FROM (OLD.rights, OLD.excerpt_most_words, OLD.excerpt_most_share)) EXECUTE FUNCTION law_rights();
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER law_excerpts_shown, ENABLE ALWAYS TRIGGER law_excerpts_changed;
ALTER TABLE sources_text ENABLE ALWAYS TRIGGER law_excerpts_counted, ENABLE ALWAYS TRIGGER law_excerpts_changed,
    ENABLE ALWAYS TRIGGER law_rights_follow, ENABLE ALWAYS TRIGGER law_rights;

-- What is public already is counted as it is, even where it is more than a limit of today.
INSERT INTO sources_shownspan (passage_id, text_id, start, "end", by_itself, by_evidence)
SELECT passage.id, text.id, greatest(passage.start - 32, 0), least(passage."end" + 32, text.length), true, false
  FROM sources_passage passage JOIN sources_text text ON text.id = passage.text_id WHERE passage.is_published AND passage.start IS NOT NULL;
INSERT INTO sources_excerptuse (text_id, characters, words)
SELECT id, counted.characters, counted.words FROM sources_text CROSS JOIN LATERAL sources_count_excerpts(id) AS counted;
"""

REVERSE = """
DROP TRIGGER law_rights ON sources_text;
DROP TRIGGER law_rights_follow ON sources_text;
DROP TRIGGER law_excerpts_changed ON sources_text;
DROP TRIGGER law_excerpts_counted ON sources_text;
DROP TRIGGER law_excerpts_changed ON sources_passage;
DROP TRIGGER law_excerpts_shown ON sources_passage;
DELETE FROM sources_excerptuse;
DELETE FROM sources_shownspan;
ALTER TABLE sources_excerptuse DROP CONSTRAINT sources_excerptuse_of_text;
ALTER TABLE sources_shownspan DROP CONSTRAINT sources_shownspan_of_text;
ALTER TABLE sources_shownspan DROP CONSTRAINT sources_shownspan_of_passage;
DROP FUNCTION law_rights(), sources_is_administrator(bigint), law_excerpts_of_text(), law_excerpts_of_passage(),
    sources_show_passage(bigint, text, boolean), sources_recount_excerpts(bigint, boolean), sources_lock_excerpts(bigint),
    sources_shown_words(bigint), sources_shown_characters(bigint), sources_same_words(bigint), sources_count_excerpts(bigint),
    sources_half_words(text), sources_unspaced(), sources_blanks();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0013_what_excerpts_show")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
