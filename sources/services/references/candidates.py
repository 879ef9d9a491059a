"""Documents that citations may mean: found for many citations by one statement, by what is indexed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from sources.models import Document
from sources.services.references.asking import SCHEMES, Asked

#: So many works of one title, or of one name in one year, are looked at and no more.
_MOST_ALIKE = 50
_TITLE_BEGINNING = 6
_FIND = f"""
    SELECT DISTINCT found.n, here.id
      FROM (
        SELECT asked.n, named.document_id AS id
          FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked(n, scheme, value)
         CROSS JOIN LATERAL (SELECT document_id FROM sources_identifier AS one
                              WHERE one.scheme = asked.scheme AND one.value = asked.value LIMIT {_MOST_ALIKE}) AS named
        UNION ALL
        SELECT asked.n, titled.id
          FROM (SELECT n, sources_match_key(title) AS key FROM unnest(%s::int[], %s::text[]) AS given(n, title) OFFSET 0) AS asked
         CROSS JOIN LATERAL (
            (SELECT id FROM sources_document AS one WHERE sources_match_key(one.title) = asked.key LIMIT {_MOST_ALIKE})
            UNION ALL
            (SELECT document_id FROM sources_titlevariant AS one WHERE sources_match_key(one.title) = asked.key LIMIT {_MOST_ALIKE})) AS titled
         WHERE asked.key <> ''
        UNION ALL
        SELECT asked.n, work.id
          FROM (SELECT n, sources_match_key(name) AS key, year, left(sources_match_key(title), {_TITLE_BEGINNING}) AS beginning
                  FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS given(n, name, year, title) OFFSET 0) AS asked
         CROSS JOIN LATERAL (
            SELECT id FROM sources_author AS one WHERE sources_match_key(one.family || one.literal) = asked.key
            UNION
            SELECT author_id FROM sources_namevariant AS one WHERE sources_match_key(one.family || one.literal) = asked.key) AS person
         CROSS JOIN LATERAL (
            SELECT document.id
              FROM sources_contribution AS credit
              JOIN sources_document AS document ON document.id = credit.document_id
             WHERE credit.author_id = person.id
               AND CASE WHEN asked.year = '' THEN asked.beginning <> '' AND left(sources_match_key(document.title), {_TITLE_BEGINNING}) = asked.beginning
                        ELSE asked.year IN (substring(document.issued FROM '[0-9]{{4}}'), substring(document.original_date FROM '[0-9]{{4}}')) END
             LIMIT {_MOST_ALIKE}) AS work
         WHERE asked.key <> ''
      ) AS found
     CROSS JOIN LATERAL (SELECT coalesce(one.merged_into_id, one.id) AS id FROM sources_document AS one WHERE one.id = found.id OFFSET 0) AS here
"""  # noqa: S608 - numbers of this file


def find_candidates(asked: Sequence[Asked]) -> list[list[Document]]:
    """Return for each citation the documents that it may mean, hidden ones too, with their records.

    By identifier, by title in any of its forms, and by the name and year. One statement, and those that read the records.
    """
    by_identifier = [
        (n, scheme, one.citation.fields[name])
        for n, one in enumerate(asked)
        for name, scheme in SCHEMES.items()
        if name in one.citation.fields
    ]
    by_title = [(n, title) for n, one in enumerate(asked) for title in one.titles]
    by_people = [(n, one.leader, one.citation.year, one.citation.title) for n, one in enumerate(asked) if one.leader]
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [*_columns(by_identifier, 3), *_columns(by_title, 2), *_columns(by_people, 4)])
        rows = cursor.fetchall()
    found: dict[int, set[int]] = defaultdict(set)
    for n, document in rows:
        found[n].add(document)
    records = (
        {document.pk: document for document in Document.objects.with_record().filter(pk__in={document for _, document in rows})}
        if rows
        else {}
    )
    return [[records[pk] for pk in sorted(found[n]) if pk in records and pk != one.citing] for n, one in enumerate(asked)]


def _columns(rows: Sequence[tuple[object, ...]], many: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(many)]
