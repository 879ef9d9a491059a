"""Full-text search of passages: what is indexed and how a query is read, side by side so that they cannot differ."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = r"""
-- The stemmer for a language (BCP 47); words of other languages are kept as they are.
CREATE FUNCTION sources_search_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(lower(language), '-', 1)
        WHEN 'en' THEN 'english'::regconfig WHEN 'de' THEN 'german'::regconfig WHEN 'fr' THEN 'french'::regconfig
        WHEN 'es' THEN 'spanish'::regconfig WHEN 'it' THEN 'italian'::regconfig WHEN 'pt' THEN 'portuguese'::regconfig
        WHEN 'nl' THEN 'dutch'::regconfig WHEN 'sv' THEN 'swedish'::regconfig WHEN 'da' THEN 'danish'::regconfig
        WHEN 'no' THEN 'norwegian'::regconfig WHEN 'fi' THEN 'finnish'::regconfig WHEN 'ru' THEN 'russian'::regconfig
        ELSE 'simple'::regconfig END
$$;

-- Words split at the end of a line are joined, soft hyphens and tags dropped, compatibility forms undone.
CREATE FUNCTION sources_search_words(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(normalize(replace(words, U&'\00AD', ''), NFKC),
        '([[:alpha:]])-[ \t]*\r?\n\s*([[:lower:]])', '\1\2', 'g'), '</?[A-Za-z][^<>]*>', '', 'g')
$$;

-- Neighbouring pairs of each run of Chinese or Japanese characters, in order: text without spaces has no other words.
CREATE FUNCTION sources_search_pairs(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(
        CASE WHEN char_length(run) = 1 THEN run
             ELSE (SELECT string_agg(substr(run, i, 2), ' ' ORDER BY i) FROM generate_series(1, char_length(run) - 1) AS i) END,
        ' ' ORDER BY place), '')
    FROM (SELECT found[1] AS run, place
            FROM regexp_matches(words, '([\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)', 'g')
                 WITH ORDINALITY AS matches(found, place)) AS runs
$$;

CREATE FUNCTION sources_search_spaced(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(words, '[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+', ' ', 'g')
$$;

CREATE FUNCTION sources_search_vector(words text, language text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector(sources_search_config(language), sources_search_spaced(sources_search_words(words)))
        || to_tsvector('simple'::regconfig, sources_search_pairs(sources_search_words(words)))
$$;

-- A query as people type it: words, "phrases", OR, -not. Unstemmed too, for texts in languages without a stemmer.
CREATE FUNCTION sources_search_query(query text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    words text := sources_search_words(query);
    spaced text := sources_search_spaced(words);
    asked tsquery := websearch_to_tsquery('english', spaced);
    plain tsquery := websearch_to_tsquery('simple', spaced);
    run text[];
    pair tsquery;
BEGIN
    IF numnode(asked) = 0 THEN asked := plain;
    -- With an exclusion the two readings may not be joined by "or": each would let in what the other leaves out.
    ELSIF numnode(plain) > 0 AND position('!' IN plain::text) = 0 THEN asked := asked || plain;
    END IF;
    FOR run IN SELECT regexp_matches(words, '([\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)', 'g') LOOP
        IF char_length(run[1]) = 1 THEN pair := to_tsquery('simple', run[1] || ':*');
        ELSE pair := phraseto_tsquery('simple', sources_search_pairs(run[1]));
        END IF;
        IF numnode(asked) = 0 THEN asked := pair; ELSE asked := asked && pair; END IF;
    END LOOP;
    RETURN asked;
END $$;

CREATE FUNCTION sources_index_passage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO sources_passageindex (passage_id, search)
    VALUES (NEW.id, sources_search_vector(NEW.quote, coalesce(
        (SELECT language FROM sources_text WHERE id = NEW.text_id AND language <> ''),
        (SELECT language FROM sources_document WHERE id = NEW.document_id), '')))
    ON CONFLICT (passage_id) DO UPDATE SET search = excluded.search;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sources_index_passage() FROM PUBLIC;

ALTER TABLE sources_passageindex ADD CONSTRAINT sources_passageindex_of_passage
    FOREIGN KEY (passage_id) REFERENCES sources_passage (id) ON DELETE CASCADE;
CREATE TRIGGER index_passage AFTER INSERT OR UPDATE OF quote ON sources_passage FOR EACH ROW
    WHEN (NEW.quote IS NOT NULL) EXECUTE FUNCTION sources_index_passage();
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER index_passage;
"""

REVERSE = """
DROP TRIGGER index_passage ON sources_passage;
ALTER TABLE sources_passageindex DROP CONSTRAINT sources_passageindex_of_passage;
DROP FUNCTION sources_index_passage(), sources_search_query(text), sources_search_vector(text, text), sources_search_spaced(text),
    sources_search_pairs(text), sources_search_words(text), sources_search_config(text);
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_laws")]
    operations = [migrations.RunSQL(FUNCTIONS, REVERSE)]
