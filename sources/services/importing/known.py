"""What is here already that an entry may be, or that its people may be: found for a batch of entries at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.formats.record import Name
from sources.services.importing.incoming import Incoming, digest_of, leader_of
from sources.services.importing.same_work import year_of
from sources.services.importing.tables import TITLE_END, copy_in, rows_of, run
from sources.services.importing.titles import titles_agree

#: Identifiers that find a work. A journal's number and a web address are borne by many.
_FINDING = frozenset({"doi", "isbn", "arxiv", "pmid", "pmcid", "oclc", "handle", "urn"})

_PARTS = ("family", "given", "particle", "dropping_particle", "suffix", "literal")


def _digest(table: str) -> str:
    return "md5(concat_ws(E'\\x1f', " + ", ".join(f"{table}.{part}" for part in _PARTS) + "))"


# In the midst of an import, or after a dry run, the planner may take these tables for empty; then every index costs the same to it, and
# all statements here have one that serves and others that would be read whole. So each table is read by a subquery of its own for one row
# at a time (LATERAL, kept apart by OFFSET 0), by a condition that one index alone serves; where several would, a range in that index's
# order says which.
_LOAD_PEOPLE = f"""
    WITH fresh AS (INSERT INTO import_name SELECT key FROM unnest(%s::text[]) AS key ON CONFLICT DO NOTHING RETURNING key)
    INSERT INTO import_person
    SELECT author.digest, author.id, author.is_own
      FROM fresh CROSS JOIN LATERAL (
            SELECT {_digest("one")} AS digest, coalesce(one.merged_into_id, one.id) AS id, one.merged_into_id IS NULL AS is_own
              FROM sources_author AS one WHERE sources_match_key(one.family || one.literal) = fresh.key OFFSET 0) AS author
    UNION ALL
    SELECT variant.digest, author.id, false
      FROM fresh CROSS JOIN LATERAL (
            SELECT {_digest("one")} AS digest, one.author_id
              FROM sources_namevariant AS one WHERE sources_match_key(one.family || one.literal) = fresh.key OFFSET 0) AS variant
     CROSS JOIN LATERAL (SELECT coalesce(one.merged_into_id, one.id) AS id
                           FROM sources_author AS one WHERE one.id = variant.author_id OFFSET 0) AS author
"""  # noqa: S608 - names of columns
# Many works of one author in one year begin alike, as letters do: so many are looked at and no more.
_MOST_ALIKE = 50
_LOAD_WORKS = f"""
    WITH fresh AS (INSERT INTO import_leader SELECT key FROM unnest(%s::text[]) AS key ON CONFLICT DO NOTHING RETURNING key),
    people AS (
        SELECT fresh.key, author.id FROM fresh CROSS JOIN LATERAL (
            SELECT id FROM sources_author AS one WHERE sources_match_key(one.family || one.literal) = fresh.key OFFSET 0) AS author
        UNION
        SELECT fresh.key, variant.author_id FROM fresh CROSS JOIN LATERAL (
            SELECT author_id FROM sources_namevariant AS one
             WHERE sources_match_key(one.family || one.literal) = fresh.key OFFSET 0) AS variant)
    INSERT INTO import_work
    SELECT document.id, concat_ws('/', people.key, document.year, left(document.title_key, {TITLE_END})),
           concat_ws('/', people.key, document.year, right(document.title_key, {TITLE_END})), document.title
      FROM people
     CROSS JOIN LATERAL (SELECT document_id, position FROM sources_contribution AS one
                          WHERE one.author_id BETWEEN people.id AND people.id ORDER BY one.author_id OFFSET 0) AS credit
     CROSS JOIN LATERAL (SELECT id, coalesce(substring(issued FROM '-?[0-9X]{{4}}'), '') AS year, sources_match_key(title) AS title_key,
                                left(title, 1000) AS title, merged_into_id
                           FROM sources_document AS one
                          WHERE one.id = credit.document_id OFFSET 0) AS document
     WHERE credit.position = 1 AND document.merged_into_id IS NULL
"""  # noqa: S608 - a number of this file
_CANDIDATES = f"""
    SELECT found.n, coalesce(here.merged_into_id, here.id), found.how, found.title, here.is_hidden
      FROM (
        SELECT asked.n, document.id, 'key' AS how, '' AS title
          FROM unnest(%s::int[], %s::text[]) AS asked(n, key)
         CROSS JOIN LATERAL (SELECT id FROM sources_document AS one WHERE lower(one.citation_key) = asked.key OFFSET 0) AS document
        UNION ALL
        SELECT asked.n, former.document_id, 'key', ''
          FROM unnest(%s::int[], %s::text[]) AS asked(n, key)
         CROSS JOIN LATERAL (SELECT document_id FROM sources_formerkey AS one WHERE lower(one.key) = asked.key OFFSET 0) AS former
        UNION ALL
        SELECT asked.n, named.document_id, 'identifier', ''
          FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked(n, scheme, value)
         CROSS JOIN LATERAL (SELECT document_id FROM sources_identifier AS one
                              WHERE one.scheme BETWEEN asked.scheme AND asked.scheme AND one.value BETWEEN asked.value AND asked.value
                              ORDER BY one.scheme, one.value LIMIT 50) AS named
        UNION ALL
        SELECT asked.n, titled.id, 'title', ''
          FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked(n, title_key, year)
         CROSS JOIN LATERAL (SELECT id FROM sources_document AS one
                              WHERE sources_match_key(one.title) = asked.title_key
                                AND (asked.year = '' OR one.issued = '' OR substring(one.issued FROM '-?[0-9X]{{4}}') = asked.year)
                              LIMIT 20) AS titled
        UNION ALL
        SELECT asked.n, work.document_id, 'people', work.title
          FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[]) AS asked(n, head, undated_head, tail, undated_tail)
         CROSS JOIN LATERAL (
            (SELECT document_id, title FROM import_work AS one
              WHERE one.head = ANY (ARRAY[asked.head, asked.undated_head]) LIMIT {_MOST_ALIKE})
            UNION ALL
            (SELECT document_id, title FROM import_work AS one
              WHERE one.tail = ANY (ARRAY[asked.tail, asked.undated_tail]) LIMIT {_MOST_ALIKE})
         ) AS work
      ) AS found
     CROSS JOIN LATERAL (SELECT id, merged_into_id, is_hidden FROM sources_document AS one WHERE one.id = found.id OFFSET 0) AS here
"""  # noqa: S608 - two numbers of this file

#: How a document was found: by key, identifier, title or people, or by the key that would be made for the entry.
Clues = dict[int, dict[int, set[str]]]


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """What entries are looked for by: the database's own reduction of titles and names to letters and digits."""

    #: Text -> its match key.
    of: Mapping[str, str]

    def title(self, entry: Incoming) -> str:
        """The match key of a title; "" where there is none."""
        return self.of.get(entry.record.fields.get("title", ""), "")

    def leader(self, entry: Incoming) -> str:
        """The match key of the name that the work stands under; "" where there is none."""
        return self.of.get(_indexed(leader_of(entry.record)), "")

    def ends(self, entry: Incoming, year: str) -> tuple[str, str]:
        """The leading name, a year and the title's beginning, and the same with its end, as ``import_work`` has them."""
        before = f"{self.leader(entry)}/{year}/"
        title = self.title(entry)
        return before + title[:TITLE_END], before + title[-TITLE_END:]


def _indexed(name: Name) -> str:
    return name.family + name.literal


def learn(batch: Sequence[Incoming]) -> MatchKeys:
    """Bring what the names of a batch lead to into the tables of this import; return the match keys of its titles and names."""
    leaders = {_indexed(leader_of(entry.record)) for entry in batch} - {""}
    people = {_indexed(name) for entry in batch for names in entry.record.names.values() for name in names}
    titles = {entry.record.fields["title"] for entry in batch if "title" in entry.record.fields}
    wanted = list(titles | people | leaders)
    keys = MatchKeys(dict(rows_of("SELECT text, sources_match_key(text) FROM unnest(%s::text[]) AS text", wanted)))
    run(_LOAD_PEOPLE, sorted({keys.of[name] for name in people} - {""}))
    run(_LOAD_WORKS, sorted({keys.of[name] for name in leaders} - {""}))
    return keys


def remember_works(batch: Iterable[Incoming], keys: MatchKeys) -> None:
    """Note the works that a batch brought, as if they had been learnt."""
    rows = []
    for entry in batch:
        if keys.leader(entry):
            head, tail = keys.ends(entry, year_of(entry.record))
            rows.append((entry.document_id, head, tail, entry.record.fields.get("title", "")[:1000]))
    copy_in("import_work", ("document_id", "head", "tail", "title"), rows)


def find_candidates(batch: Sequence[Incoming], keys: MatchKeys, *, sees_hidden: bool) -> tuple[Clues, set[str]]:
    """Return the documents that each entry of a batch may be, and those of its keys that are taken, in lower case.

    By the place in the batch, then by primary key. One statement. By key, by identifier, by title; by the leading name and year
    only where the titles agree too.
    """
    by_key = [(n, entry.key.lower()) for n, entry in enumerate(batch) if entry.key]
    by_identifier = [(n, *one) for n, entry in enumerate(batch) for one in entry.identifiers if one[0] in _FINDING]
    years = [year_of(entry.record) for entry in batch]
    by_title = [(n, key, years[n]) for n, entry in enumerate(batch) if (key := keys.title(entry))]
    by_people = [
        (n, *(end for ends in zip(keys.ends(entry, years[n]), keys.ends(entry, ""), strict=True) for end in ends))
        for n, entry in enumerate(batch)
        if keys.leader(entry)
    ]
    columns = [
        *_columns(by_key, 2),
        *_columns(by_key, 2),
        *_columns(by_identifier, 3),
        *_columns(by_title, 3),
        *_columns(by_people, 5),
    ]
    found: Clues = defaultdict(lambda: defaultdict(set))
    taken = set()
    for n, document, how, title, is_hidden in rows_of(_CANDIDATES, *columns):
        if how == "key":
            taken.add(batch[n].key.lower())
        if is_hidden and not sees_hidden:
            continue
        if how != "people" or titles_agree(batch[n].record.fields.get("title", ""), title):
            found[n][document].add(how)
    return found, taken


def _columns(rows: Sequence[tuple[object, ...]], many: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(many)]


def people_of(batch: Iterable[Incoming]) -> dict[str, list[tuple[int, bool]]]:
    """Return the authors here whose name, or one of whose names, equals one of a batch.

    Digest of the name -> primary key and whether it is the authority record's own name; those first, then by primary key.
    """
    digests = {digest_of(name) for entry in batch for names in entry.record.names.values() for name in names}
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    statement = (
        "SELECT person.digest, person.author_id, bool_or(person.is_own) FROM unnest(%s::text[]) AS asked(digest)"
        " CROSS JOIN LATERAL (SELECT * FROM import_person AS one WHERE one.digest = asked.digest OFFSET 0) AS person GROUP BY 1, 2"
    )
    for digest, author, is_own in rows_of(statement, list(digests)):
        found[digest].append((author, is_own))
    for authors in found.values():
        authors.sort(key=lambda one: (not one[1], one[0]))
    return found
