"""A made-up corpus, written by the database itself; every row passes the laws' triggers."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db import connection

from claims.services.accounts import EDITORS
from history.services import recorded

# Zipf-like: word k is drawn with a probability that falls with k.
_STATEMENTS = (
    """CREATE FUNCTION pg_temp.words(seed int, many int) RETURNS text LANGUAGE sql AS $$
        SELECT string_agg('w' || floor(power(20000, random()))::int, ' ') || '.' FROM generate_series(1, many) WHERE seed IS NOT NULL $$""",
    """INSERT INTO sources_author (public_id, kind, family, given, particle, dropping_particle, suffix, literal, orcid, viaf, wikidata, note)
        SELECT 'author-' || n, 'person', 'Family' || n, 'Given', '', '', '', '', '', '', '', '' FROM generate_series(1, {documents} / 5) AS n""",
    """INSERT INTO sources_document SELECT (jsonb_populate_record(NULL::sources_document, to_jsonb(made))).* FROM (
        SELECT nextval('sources_document_id_seq') AS id, 'document-' || n AS public_id, 1 AS revision, now() AS created_at, now() AS changed_at,
               'family' || n || 'title' AS citation_key, 'article-journal' AS type, 'Title ' || n AS title, (1950 + n % 70)::text AS issued,
               'Journal ' || n % 100 AS container_title, '{{}}'::jsonb AS variables, '{{}}'::jsonb AS extra, false AS is_sample, false AS is_hidden, {blank}
          FROM generate_series(1, {documents}) AS n) AS made""",
    """INSERT INTO sources_contribution (public_id, document_id, author_id, role, position, credited, family, given, particle,
            dropping_particle, suffix, literal)
        SELECT 'contribution-' || d.id, d.id, a.id, 'author', 1, '', '', '', '', '', '', ''
          FROM sources_document d JOIN sources_author a ON a.public_id = 'author-' || (1 + d.id % ({documents} / 5))""",
    """INSERT INTO sources_text (public_id, document_id, version, content, sha256, length, media_type, language, file_name, file_sha256,
            tool, rights, note, is_second_copy, excerpt_most_words, excerpt_most_share)
        SELECT 'text-' || id, id, 1, words, sources_sha256(words), char_length(words), 'text/plain', 'en', 'made.txt', '', '', 'open', '', false, 400, 10
          FROM (SELECT id, pg_temp.words(id::int, 85 * {passages}) AS words FROM sources_document) AS made""",
    """INSERT INTO sources_passage (public_id, document_id, text_id, start, "end", quote, quote_sha256, status, origin, tool, locator_label,
            locator_value, carried, is_published)
        SELECT 'passage-' || id || '-' || n, document_id, id, starts, starts + size, substr(content, starts + 1, size),
               sources_sha256(substr(content, starts + 1, size)), 'exact', 'human', '', '', '', '', true
          FROM (SELECT *, length / {passages} * n AS starts, length / {passages} AS size
                  FROM sources_text CROSS JOIN generate_series(0, {passages} - 1) AS n) AS cut""",
)


def fill(*, documents: int, passages: int) -> None:
    """Write ``documents`` documents with one text each, and ``passages`` public passages of 85 words in each text."""
    # Only an editor makes an excerpt public by itself.
    editor = User.objects.create_user("made-editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    with recorded(by=editor, reason="Made up"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_literal('') || ' AS ' || quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = 'sources_document' AND data_type IN ('character varying', 'text') AND column_name NOT IN"
            " ('public_id', 'citation_key', 'type', 'title', 'issued', 'container_title')"
        )
        (blank,) = cursor.fetchone()
        for statement in _STATEMENTS:
            cursor.execute(statement.format(documents=documents, passages=passages, blank=blank))
    connection.commit()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
