"""Documents that are likely one work; and works that are likely a reprint and its original, to be linked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from sources.formats.record import Name
from sources.models import Document
from sources.services.find_duplicates.proposals import (
    Found,
    Proposal,
    Weighing,
    known_as_two,
    likeliest,
    not_known_as_two,
    pairs,
    pairs_in_blocks,
)
from sources.services.importing.same_work import names_agree
from sources.services.importing.titles import titles_agree, words_of

_MOST_CANDIDATES = 100
# In letters; below it too little is left when one title is the beginning of the other.
_LONG_TITLE = 12
_LIKE_TITLES = 88
_NUMBERING = re.compile(r"\d+|[ivxlc]+")
_YEAR = re.compile(r"\d{4}")
#: Schemes of which one work has one value; an ISBN is its chapters' too.
_OF_ONE_WORK = ("doi", "pmid", "pmcid", "arxiv", "oclc", "handle", "urn")
#: What differs between two works of one title, author and year: column, name, weight.
_TELLING = (
    ("volume", "volumes", 0.35),
    ("edition", "editions", 0.35),
    ("issue", "issues", 0.25),
    ("number", "numbers", 0.25),
    ("chapter_number", "chapters", 0.25),
    ("page", "pages", 0.2),
)
_PARTS = frozenset(["chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"])

_FIRST_AUTHORS = """
    SELECT DISTINCT ON (credit.document_id) credit.document_id AS document, sources_sound_key(author.family || author.literal) AS author
      FROM sources_contribution credit JOIN sources_author author ON author.id = credit.author_id
     ORDER BY credit.document_id, credit.role <> 'author', credit.position"""
_WORKS = """
    SELECT document.id, sources_match_key(document.title) AS title, substring(document.issued FROM '\\d{4}')::int AS year, first.author
      FROM sources_document document LEFT JOIN first ON first.document = document.id WHERE document.merged_into_id IS NULL"""
# Blocks: an identifier; a title with its first author; a title, or another form of one; the first author and the year or the one
# after it, where the titles begin or end alike.
_BLOCKS = f"""
    WITH first AS MATERIALIZED ({_FIRST_AUTHORS}), works AS MATERIALIZED ({_WORKS}),
    keys AS (
        SELECT works.id, 1 AS rank, 'i' || scheme || value AS key FROM sources_identifier JOIN works ON works.id = document_id
         WHERE scheme <> 'issn' AND scheme <> 'other'
        UNION ALL SELECT id, 1, 'b' || title || '/' || author FROM works WHERE title <> '' AND author <> ''
        UNION ALL SELECT id, 2, 't' || title FROM works WHERE title <> ''
        UNION ALL SELECT works.id, 2, 't' || sources_match_key(variant.title)
                    FROM sources_titlevariant variant JOIN works ON works.id = document_id
        UNION ALL SELECT id, 3, 'y' || author || (year + later) || place || CASE place WHEN '<' THEN left(title, 6) ELSE right(title, 6) END
                    FROM works, (VALUES (0), (1)) AS years(later), (VALUES ('<'), ('>')) AS ends(place) WHERE title <> '' AND author <> '')
    SELECT array_agg(id), array_agg(id) FROM keys GROUP BY key
    HAVING count(*) BETWEEN 2 AND %s AND min(id) < max(id) ORDER BY min(rank), count(*), key LIMIT %s"""  # noqa: S608 - made of the constants above
# The same from one document, by the indexes of identifiers, titles and names.
_PAIRS_OF_ONE = f"""
    WITH here AS (SELECT *, substring(issued FROM '\\d{{4}}')::int AS year FROM sources_document WHERE id = %s),
    titles AS (SELECT sources_match_key(title) AS title FROM here WHERE title <> ''
               UNION SELECT sources_match_key(title) FROM sources_titlevariant WHERE document_id = %s),
    credited AS (SELECT sources_match_key(author.family || author.literal) AS name FROM sources_contribution
                   JOIN sources_author author ON author.id = author_id WHERE document_id = %s),
    found AS (
        SELECT other.document_id AS document FROM sources_identifier one
          JOIN sources_identifier other ON other.scheme = one.scheme AND other.value = one.value
         WHERE one.document_id = %s AND one.scheme <> 'issn' AND one.scheme <> 'other'
        UNION SELECT document.id FROM titles JOIN sources_document document ON sources_match_key(document.title) = titles.title
        UNION SELECT variant.document_id FROM titles JOIN sources_titlevariant variant ON sources_match_key(variant.title) = titles.title
        UNION SELECT document.id FROM here, credited JOIN sources_author author ON sources_match_key(author.family || author.literal) = name
          JOIN sources_contribution credit ON credit.author_id = author.id
          JOIN sources_document document ON document.id = credit.document_id
         WHERE substring(document.issued FROM '\\d{{4}}')::int BETWEEN here.year - 1 AND here.year + 1)
    SELECT here.id, document.id FROM found JOIN sources_document document ON document.id = found.document, here
     WHERE document.id <> here.id AND document.merged_into_id IS NULL AND {not_known_as_two("document", "here.id", "document.id")} LIMIT %s"""  # noqa: S608 - see above


def document_duplicates() -> Found:
    """Return the likely duplicates among all documents: seven queries, however many there are."""
    found, is_complete = pairs_in_blocks(_BLOCKS, known_as_two("document"))
    return Found(_weigh_all(found), is_complete)


def duplicates_of_document(document: Document) -> list[Proposal]:
    """Return the likely duplicates of one document, the likeliest first: six queries, however many there are."""
    return _weigh_all(pairs(_PAIRS_OF_ONE, [*[document.pk] * 4, _MOST_CANDIDATES]))


def _weigh_all(found: list[tuple[int, int]]) -> list[Proposal]:
    numbers = {number for pair in found for number in pair}
    documents = Document.objects.prefetch_related("contributions__author", "identifiers", "titles").in_bulk(numbers)
    works = {number: _Work.of(document) for number, document in documents.items()}
    return likeliest(_weigh(works[first], works[second]) for first, second in found)


@dataclass(frozen=True)
class _Work:
    """What is compared of a document."""

    document: Document
    titles: list[str]
    year: int | None
    names: list[Name]
    authors: set[int]
    identifiers: dict[str, set[str]]

    @classmethod
    def of(cls, document: Document) -> _Work:
        credited = sorted(document.contributions.all(), key=lambda one: (one.role != "author", one.position))
        identifiers: dict[str, set[str]] = {}
        for one in document.identifiers.all():
            identifiers.setdefault(one.scheme, set()).add(one.value)
        year = _YEAR.search(document.issued)
        return cls(
            document=document,
            titles=[document.title, *(other.title for other in document.titles.all())],
            year=int(year.group()) if year else None,
            names=[one.cited_name() for one in credited],
            authors={one.author_id for one in credited},
            identifiers=identifiers,
        )


def _weigh(one: _Work, other: _Work) -> Proposal | None:
    weighing = Weighing()
    if _are_linked(one.document, other.document):
        return None
    if not _weigh_titles(weighing, one, other) and not _shared(one, other, _OF_ONE_WORK):
        return None
    _weigh_identifiers(weighing, one, other)
    _weigh_names(weighing, one, other)
    _weigh_years(weighing, one, other)
    _weigh_numbers(weighing, one.document, other.document)
    earlier, later = sorted((one, other), key=lambda work: (work.year or 0, work.document.pk))
    weighing.is_link = _is_reprint(earlier, later)
    return weighing.propose(one.document, other.document)


def _are_linked(one: Document, other: Document) -> bool:
    """Whether one is part of the other, or its reprint: two works by what is known."""
    return one.pk in {other.part_of_id, other.original_id} or other.pk in {one.part_of_id, one.original_id}


def _weigh_titles(weighing: Weighing, one: _Work, other: _Work) -> bool:
    mine, theirs = one.document.title, other.document.title
    if words_of(mine) and words_of(mine) == words_of(theirs):
        weighing.speak_for(0.4, "the same title")
    elif words_of(mine) and words_of(theirs) and titles_agree(mine, theirs):
        weighing.speak_for(0.35, "titles that are nearly the same")
    elif _resemble(mine, theirs):
        weighing.speak_for(0.3, "titles that are alike, or of which one begins like the other")
    elif {words_of(title) for title in one.titles if title} & {words_of(title) for title in other.titles if title}:
        weighing.speak_for(0.35, "the title of one is another form of the other's title")
    else:
        return False
    return True


def _resemble(one: str, other: str) -> bool:
    """Whether people may have written one title in these two ways; what numbers a part is never taken for a slip."""
    mine, theirs = words_of(one), words_of(other)
    if [word for word in mine if _NUMBERING.fullmatch(word)] != [word for word in theirs if _NUMBERING.fullmatch(word)]:
        return False
    shorter, longer = sorted(("".join(mine), "".join(theirs)), key=len)
    return len(shorter) >= _LONG_TITLE and (longer.startswith(shorter) or fuzz.ratio(shorter, longer) >= _LIKE_TITLES)


def _weigh_identifiers(weighing: Weighing, one: _Work, other: _Work) -> None:
    for scheme in (*_OF_ONE_WORK, "isbn", "url"):
        mine, theirs = one.identifiers.get(scheme, set()), other.identifiers.get(scheme, set())
        both = sorted(mine & theirs)
        if both:
            is_of_one = scheme in _OF_ONE_WORK or not {one.document.type, other.document.type} & _PARTS
            weighing.speak_for(0.6 if scheme in _OF_ONE_WORK else 0.3 if is_of_one else 0.05, f"the same {scheme.upper()}: {both[0]}")
        elif mine and theirs and scheme in _OF_ONE_WORK:
            weighing.speak_against(0.35, f"different {scheme.upper()}s: {min(mine)}, {min(theirs)}")


def _weigh_names(weighing: Weighing, one: _Work, other: _Work) -> None:
    if not one.names or not other.names:
        return
    if one.authors & other.authors:
        weighing.speak_for(0.25, "the same author")
    elif names_agree(one.names[0], other.names[0]):
        weighing.speak_for(0.2, f"authors of like names: {_said(one.names[0])}, {_said(other.names[0])}")
    elif not any(names_agree(mine, theirs) for mine in one.names for theirs in other.names):
        weighing.speak_against(0.35, f"different authors: {_said(one.names[0])}, {_said(other.names[0])}")


def _weigh_years(weighing: Weighing, one: _Work, other: _Work) -> None:
    if one.year is None or other.year is None:
        return
    if one.year == other.year:
        weighing.speak_for(0.2, f"both of {one.year}")
    elif abs(one.year - other.year) == 1:
        weighing.speak_for(0.05, f"of neighbouring years: {one.year}, {other.year}")
    else:
        weighing.speak_against(0.1, f"years apart: {one.year}, {other.year}")


def _weigh_numbers(weighing: Weighing, one: Document, other: Document) -> None:
    for column, words, weight in _TELLING:
        mine, theirs = getattr(one, column), getattr(other, column)
        if mine and theirs and _number(mine) != _number(theirs):
            weighing.speak_against(weight, f"different {words}: {mine}, {theirs}")
    if (one.type in _PARTS) != (other.type in _PARTS) and {one.type, other.type} & {"book", "collection"}:
        weighing.speak_against(0.3, f"one is a {one.get_type_display()}, the other a {other.get_type_display()}")
    if one.part_of_id and other.part_of_id and one.part_of_id != other.part_of_id:
        weighing.speak_against(0.2, "parts of different works")


def _is_reprint(earlier: _Work, later: _Work) -> bool:
    """Whether the later work says that it was published first when the earlier one was, or both have other publishers, years apart."""
    said = later.document.original_date or earlier.document.original_date
    years = {earlier.year, later.year} - {None}
    if said:
        return any(said.startswith(str(year)) for year in years) and len(years) == 2
    places = [work.document.publisher or work.document.container_title for work in (earlier, later)]
    return (
        len(years) == 2 and abs((later.year or 0) - (earlier.year or 0)) > 1 and all(places) and words_of(places[0]) != words_of(places[1])
    )


def _shared(one: _Work, other: _Work, schemes: tuple[str, ...]) -> bool:
    return any(one.identifiers.get(scheme, set()) & other.identifiers.get(scheme, set()) for scheme in schemes)


def _number(text: str) -> str:
    """The first number, so that 2nd, 2. and 2 are one; else the words."""
    found = re.search(r"\d+", text)
    return found.group().lstrip("0") if found else " ".join(words_of(text))


def _said(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)
