"""Authors that are likely one person or organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sources.models import Author, Contribution
from sources.services.find_duplicates.names import NameForm, likest
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
from sources.services.importing.titles import words_of

_MOST_CANDIDATES = 100
_LIFE = 70
_NASALS = (("mb", "nb"), ("nb", "mb"), ("mp", "np"), ("np", "mp"), ("mm", "nm"), ("nm", "mm"))

# Every form of every name: what stands in front of the family name belongs to it.
_NAMES = """
    SELECT id AS author, family, given, literal FROM sources_author WHERE merged_into_id IS NULL
    UNION ALL SELECT id, particle || ' ' || family, given, '' FROM sources_author WHERE merged_into_id IS NULL AND particle <> ''
    UNION ALL SELECT variant.author_id, variant.family, variant.given, variant.literal
      FROM sources_namevariant variant JOIN sources_author ON sources_author.id = author_id WHERE merged_into_id IS NULL"""
# Blocks: the whole name in either order; family and given names as they sound, in either order; and the family name with the first
# letter of the given names, where some have no more than initials: every pair then has one of those.
_BLOCKS = f"""
    WITH names AS MATERIALIZED ({_NAMES}),
    sounds AS MATERIALIZED (SELECT author, given, sources_sound_key(family) AS family, sources_sound_key(given) AS sound FROM names WHERE given <> ''),
    keys AS (
        SELECT author, 1 AS rank, true AS is_one, 'w' || sources_match_key(family || given || literal) AS key FROM names
        UNION ALL SELECT author, 1, true, 'w' || sources_match_key(given || family) FROM names WHERE given <> ''
        UNION ALL SELECT author, 1, true, 's' || family || '/' || sound FROM sounds
        UNION ALL SELECT author, 2, true, 's' || sound || '/' || family FROM sounds WHERE length(sound) > 1
        UNION ALL SELECT author, 2, length(sound) <= 1 OR given LIKE '%%.', 'n' || family || '/' || left(sound, 1) FROM sounds)
    SELECT array_agg(author) FILTER (WHERE is_one), array_agg(author) FROM keys GROUP BY key
    HAVING count(*) BETWEEN 2 AND 3 * %s AND bool_or(is_one) AND min(author) < max(author) ORDER BY min(rank), count(*), key LIMIT %s"""  # noqa: S608 - made of the constants above
# The same from one author, by the indexes of names: forms that are spelt alike, and the given name in the family's place.
_PAIRS_OF_ONE = f"""
    WITH wanted AS (SELECT DISTINCT sources_match_key(written) AS spelling FROM unnest(%s::text[]) AS written),
    found AS (SELECT id AS author FROM sources_author JOIN wanted ON sources_match_key(family || literal) = spelling WHERE merged_into_id IS NULL
              UNION SELECT author_id FROM sources_namevariant JOIN wanted ON sources_match_key(family || literal) = spelling
                      JOIN sources_author ON sources_author.id = author_id WHERE merged_into_id IS NULL)
    SELECT %s::bigint, author FROM found WHERE author <> %s AND {not_known_as_two("author", "author", "%s")} LIMIT %s"""  # noqa: S608 - see above


def author_duplicates() -> Found:
    """Return the likely duplicates among all authors: five queries, however many there are."""
    found, is_complete = pairs_in_blocks(_BLOCKS, known_as_two("author"))
    return Found(_weigh_all(found), is_complete)


def duplicates_of_author(author: Author) -> list[Proposal]:
    """Return the likely duplicates of one author, the likeliest first: five queries, however many there are."""
    spellings = sorted({spelling for form in _forms(author) for spelling in _spellings(form)})
    return _weigh_all(pairs(_PAIRS_OF_ONE, [spellings, author.pk, author.pk, author.pk, author.pk, _MOST_CANDIDATES]))


@dataclass
class _Works:
    """What an author is credited on: documents, who else is, titles and years."""

    documents: dict[int, str] = field(default_factory=dict)
    fellows: dict[int, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)


def _weigh_all(found: list[tuple[int, int]]) -> list[Proposal]:
    numbers = {number for pair in found for number in pair}
    authors = Author.objects.prefetch_related("variants").in_bulk(numbers)
    works = _works(numbers)
    return likeliest(_weigh(authors[first], authors[second], works) for first, second in found)


def _weigh(first: Author, second: Author, works: dict[int, _Works]) -> Proposal | None:
    weighing = Weighing()
    name = likest(_forms(first), _forms(second))
    if not name.score or (first.orcid and second.orcid and first.orcid != second.orcid):
        return None
    weighing.speak_for(name.score, name.reason)
    _weigh_records(weighing, first, second)
    _weigh_works(weighing, works[first.pk], works[second.pk])
    return weighing.propose(first, second)


def _weigh_records(weighing: Weighing, first: Author, second: Author) -> None:
    if first.kind != second.kind:
        weighing.speak_against(0.3, "one is a person, the other an organisation")
    if first.suffix != second.suffix:
        weighing.speak_against(0.25, f"one is {first.suffix or second.suffix}")
    for name, words in (("viaf", "VIAF numbers"), ("wikidata", "Wikidata items")):
        mine, theirs = getattr(first, name), getattr(second, name)
        if mine and theirs and mine != theirs:
            weighing.speak_against(0.3, f"different {words}: {mine}, {theirs}")


def _weigh_works(weighing: Weighing, mine: _Works, theirs: _Works) -> None:
    together = [mine.documents[number] for number in mine.documents.keys() & theirs.documents.keys()]
    if together:
        weighing.speak_against(0.6, f"both are credited on {min(together)}")
    titles = [mine.titles[title] for title in mine.titles.keys() & theirs.titles.keys()]
    if titles and not together:
        weighing.speak_for(0.15, f"works of the same title: {min(titles)}")
    fellows = sorted(mine.fellows[number] for number in mine.fellows.keys() & theirs.fellows.keys())
    if fellows:
        weighing.speak_for(0.15 if len(fellows) == 1 else 0.25, f"both are credited beside {', '.join(fellows[:3])}")
    if mine.years and theirs.years and max(min(mine.years) - max(theirs.years), min(theirs.years) - max(mine.years)) > _LIFE:
        weighing.speak_against(0.4, f"their works are more than {_LIFE} years apart")


def _works(numbers: Iterable[int]) -> dict[int, _Works]:
    """The works of each author: one query."""
    works: dict[int, _Works] = defaultdict(_Works)
    wanted = set(numbers)
    shared = Contribution.objects.filter(document__contributions__author__in=wanted, document__merged_into__isnull=True).distinct()
    rows = shared.values_list(
        "document_id", "document__citation_key", "document__title", "document__issued", "author_id", "author__family", "author__literal"
    )
    by_document: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("document_id", "author_id"):
        by_document[row[0]].append(row)
    for credited in by_document.values():
        for _, key, title, issued, author, *_ in credited:
            if author in wanted:
                _add(works[author], key, title, issued, [one for one in credited if one[4] != author], credited[0][0])
    return works


def _add(works: _Works, key: str, title: str, issued: str, fellows: list[Any], document: int) -> None:
    works.documents[document] = key
    works.fellows |= {row[4]: row[5] or row[6] for row in fellows}
    if words_of(title):
        works.titles[" ".join(words_of(title))] = title
    if issued[:4].isdigit():
        works.years.append(int(issued[:4]))


def _forms(author: Author) -> list[NameForm]:
    """Every form of an author's name; the variants are read if they were not."""
    forms = [NameForm(one.family, one.given, one.literal) for one in (author, *author.variants.all())]
    return [*forms, NameForm(f"{author.particle} {author.family}", author.given)] if author.particle else forms


def _spellings(form: NameForm) -> Iterator[str]:
    """The keys under which the same name may stand in the place of the family name: itself, longer and shorter vowels, turned, whole."""
    given = "".join(words_of(form.given))
    whole = "".join(words_of(form.whole))
    family = "".join(words_of(form.family))
    yield from (key for key in (form.family, whole, family + given, given + family) if key)
    for name in (family, given if len(given) > 1 else ""):
        yield from _lengthened(name)
    yield from words_of(form.whole)
    # A particle may stand with the family name there and apart here: van Gogh, Gogh.
    words = words_of(form.family)
    yield from ("".join(words[start:]) for start in range(1, len(words)))


def _lengthened(name: str) -> set[str]:
    """Romanisations of one Japanese name, at most two of whose vowels are written long: Ono, Ohno, Oono, Ouno."""
    if not name:
        return set()
    short = {name, name.replace("oh", "o").replace("ou", "o").replace("oo", "o").replace("uu", "u")}
    short |= {key.replace(long, plain) for key in set(short) for long, plain in _NASALS}
    short |= {key.replace(long, plain) for key in set(short) for long, plain in (("ue", "u"), ("oe", "o"), ("ae", "a"))}
    once = short | {longer for key in short for longer in _longer(key)}
    return once | {longer for key in set(once) if len(key) < 12 for longer in _longer(key)} if len(once) < 60 else once


def _longer(key: str) -> Iterator[str]:
    for place, letter in enumerate(key):
        if letter in "ou":
            for long in ("oh", "ou", "oo", "oe") if letter == "o" else ("uu", "ue"):
                yield key[:place] + long + key[place + 1 :]
        elif letter == "a":
            yield f"{key[:place]}ae{key[place + 1 :]}"
