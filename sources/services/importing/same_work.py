"""Whether a record of a file and a document here are one work.

Three answers, because a wrong match loses a work and a missed one doubles it: the same, another, or alike and not to be
told by a machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from rapidfuzz.distance import Levenshtein

from sources.formats.record import Name, Record
from sources.services.importing.titles import titles_agree, titles_resemble, words_of


class Likeness(Enum):
    """What two records are to each other."""

    SAME = "same"
    ALIKE = "alike"
    OTHER = "other"


#: Identifiers that one work alone bears. (A chapter bears its book's ISBN, an article its journal's ISSN, a page its site's URL.)
_OF_ONE_WORK = (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid"), ("", "arxiv"), ("", "oclc"), ("", "handle"), ("", "urn"))
#: Types that programs give to one and the same work. A type that stands alone, or none, may be anything.
_FAMILIES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("article-journal", "article-magazine", "article-newspaper", "review", "review-book"), "article")
    | dict.fromkeys(("chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia"), "part")
    | dict.fromkeys(("book", "collection", "classic", "pamphlet", "report", "periodical", "standard"), "book")
    | dict.fromkeys(("bill", "legislation", "regulation", "treaty"), "law")
    | dict.fromkeys(("motion_picture", "broadcast"), "film")
)
_VAGUE = frozenset(["document", "article", "webpage", "post", "post-weblog", "manuscript", "event", "speech"])
#: What differs between two works of one title, author and year.
_TELLING = ("volume", "issue", "edition", "number", "chapter-number", "part-number", "collection-number", "version", "supplement-number")
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1)
}
_LONGEST = 1000
_YEAR = re.compile(r"-?[0-9X]{4}")
#: A month, and a day, that are known; seasons are not compared.
_DAY = re.compile(r"-?[0-9]{4}-(0[1-9]|1[0-2])(?:-([0-9]{2}))?")
_SMALL_WORDS = frozenset(
    ["the", "of", "and", "for", "in", "on", "a", "an", "der", "die", "das", "und", "fur", "la", "le", "les", "de", "du", "des", "et"]
)
_CJK = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def year_of(record: Record) -> str:
    """Return the first year of ``issued``, "" where there is none."""
    found = _YEAR.search(record.dates.get("issued", ""))
    return found[0] if found else ""


def first_names(record: Record) -> tuple[Name, ...]:
    """Return those under whom the work stands: its authors, else its editors, else whoever is named first."""
    for role in ("author", "editor"):
        if record.has_names(role):
            return record.names[role]
    return next((names for _, names in sorted(record.names.items()) if names), ())


def compare_works(file: Record, here: Record, *, has_same_key: bool = False) -> Likeness:
    """Return whether two records are of one work.

    Args:
        file: One, with the values that would be stored.
        here: The other.
        has_same_key: Whether the citation key of the one is the other's.
    """
    if share_identifier(file, here):
        return Likeness.SAME if titles_resemble(file.text("title"), here.text("title")) else Likeness.ALIKE
    people = _people(first_names(file), first_names(here))
    if people is Likeness.OTHER or not _agree(file, here):
        return Likeness.OTHER
    contradictions = _contradictions(file, here)
    if contradictions:
        return _corrected(file, here, contradictions) if has_same_key else Likeness.OTHER
    if has_same_key or _shared(file, here, "ISBN", "isbn"):
        return Likeness.SAME
    return _by_names(file, here) if people is Likeness.SAME else Likeness.ALIKE


def share_identifier(file: Record, here: Record) -> bool:
    """Whether both bear an identifier that one work alone bears."""
    return any(_shared(file, here, variable, scheme) for variable, scheme in _OF_ONE_WORK)


def _shared(file: Record, here: Record, variable: str, scheme: str) -> bool:
    return bool(_values(file, variable, scheme) & _values(here, variable, scheme))


def _values(record: Record, variable: str, scheme: str) -> set[str]:
    values = set(record.text(variable).split()) if variable else set()
    return values | set(record.identifiers.get(scheme, ()))


def _agree(file: Record, here: Record) -> bool:
    """Whether kind and title may be one work's."""
    return _types_agree(file.type, here.type) and titles_agree(file.text("title"), here.text("title"))


def _contradictions(file: Record, here: Record) -> list[str]:
    """Return what tells two works of one title apart: year, volume, edition, pages, ... that both give and give otherwise."""
    found = [name for name in _TELLING if not _numbers_agree(file.text(name), here.text(name))]
    if not _pages_agree(file.text("page"), here.text("page")):
        found.append("page")
    if year_of(file) and year_of(here) and year_of(file) != year_of(here):
        found.append("issued")
    return found


def _corrected(file: Record, here: Record, contradictions: Sequence[str]) -> Likeness:
    """Judge two records of one key, title and people that contradict each other: one corrected, or two years, volumes, editions.

    An article or chapter in one and the same place that differs in one number is corrected. A book is not that sure.
    """
    places = [words_of(record.text("container-title")[:_LONGEST]) for record in (file, here)]
    if len(contradictions) == 1 and places[0] and places[0] == places[1]:
        return Likeness.SAME
    return Likeness.ALIKE if len(contradictions) == 1 else Likeness.OTHER


def _types_agree(one: str, other: str) -> bool:
    if one == other or one in _VAGUE or other in _VAGUE:
        return True
    return _FAMILIES.get(one, one) == _FAMILIES.get(other, other)


def _numbers_agree(one: str, other: str) -> bool:
    if not one or not other or one == other:
        return True
    return _plain_number(one) == _plain_number(other)


def _plain_number(text: str) -> str:
    """Return "2" for "2nd", "2.", "second", "2nd ed."."""
    words = [
        word for word in words_of(text[:_LONGEST]) if word not in {"ed", "edn", "edition", "vol", "volume", "no", "nr", "number", "rev"}
    ]
    plain = [re.sub(r"\A0*(\d+)(?:st|nd|rd|th|e)?\Z", r"\1", _ORDINALS.get(word, word)) for word in words]
    return " ".join(plain)


def _pages_agree(one: str, other: str) -> bool:
    first, second = (re.findall(r"[A-Za-z]*\d+", text) for text in (one, other))
    return not first or not second or first[0].lstrip("0").lower() == second[0].lstrip("0").lower()


def _by_names(file: Record, here: Record) -> Likeness:
    """Judge two records of agreeing titles and people by what is left: enough to be sure, or to doubt."""
    if not words_of(file.text("title")[:_LONGEST]) or year_of(file) != year_of(here):
        return Likeness.ALIKE
    if any(_contradict(file, here, variable, scheme) for variable, scheme in _OF_ONE_WORK):
        return Likeness.ALIKE
    # A column, a letter or an annual lecture has the same title and author each time; its day, or where it appeared, tells.
    if not _days_agree(file, here) or not containers_agree(file.text("container-title"), here.text("container-title")):
        return Likeness.ALIKE
    if first_names(file) and first_names(here) and year_of(file):
        return Likeness.SAME
    # Without an author or a year a title is not enough: whoever issued it must be the same.
    said = [(file.text(name), here.text(name)) for name in ("container-title", "publisher", "URL", "ISSN")]
    told = [(words_of(mine[:_LONGEST]), words_of(theirs[:_LONGEST])) for mine, theirs in said if mine and theirs]
    same_place = any(mine == theirs for mine, theirs in told)
    other_place = any(mine != theirs for mine, theirs in told)
    return Likeness.SAME if same_place and not other_place else Likeness.ALIKE


def _contradict(file: Record, here: Record, variable: str, scheme: str) -> bool:
    mine, theirs = _values(file, variable, scheme), _values(here, variable, scheme)
    return bool(mine) and bool(theirs) and not mine & theirs


def _days_agree(file: Record, here: Record) -> bool:
    """Whether no month or day of issue contradicts the other; what one of them leaves open does not."""
    mine, theirs = (_DAY.fullmatch(record.dates.get("issued", "")) for record in (file, here))
    if not mine or not theirs:
        return True
    return all(one is None or other is None or one == other for one, other in zip(mine.groups(), theirs.groups(), strict=True))


def containers_agree(one: str, other: str) -> bool:
    """Whether two names of journals or books may be one's: abbreviated word by word ("J. Appl. Phys."), to initials, or mistyped."""
    mine, theirs = ([word for word in words_of(text[:_LONGEST]) if word not in _SMALL_WORDS] for text in (one, other))
    if not mine or not theirs or mine == theirs or titles_agree(one[:_LONGEST], other[:_LONGEST]):
        return True
    if len(mine) == len(theirs) and all(a.startswith(b) or b.startswith(a) for a, b in zip(mine, theirs, strict=True)):
        return True
    initials = ["".join(word[0] for word in words) for words in (mine, theirs)]
    return "".join(mine) == initials[1] or "".join(theirs) == initials[0]


def _people(mine: tuple[Name, ...], theirs: tuple[Name, ...]) -> Likeness:
    """Compare those under whom two works stand: one that names fewer contradicts nothing, another co-author makes it doubtful."""
    if not mine or not theirs:
        return Likeness.SAME
    if all(map(names_agree, mine, theirs)):
        return Likeness.SAME
    if len(mine) == len(theirs) and sum(map(names_agree, mine, theirs)) * 2 >= len(mine) and names_agree(mine[0], theirs[0]):
        return Likeness.ALIKE
    return Likeness.OTHER


def names_agree(one: Name, other: Name) -> bool:
    """Whether two names may be one person's: case, accents, initials, a missing given name and one typing error apart."""
    if _CJK.search(one.family + one.literal) and _CJK.search(other.family + other.literal):
        # Written with and without a comma or a space, a name is cut differently; its signs in their order are the same.
        return bool(_in_one(one) & _in_one(other))
    if one.literal or other.literal:
        return sorted(_all_words(one)) == sorted(_all_words(other)) or titles_agree(" ".join(_all_words(one)), " ".join(_all_words(other)))
    mine, theirs = "".join(words_of(one.family)), "".join(words_of(other.family))
    if mine != theirs and "".join(words_of(one.particle)) + mine != "".join(words_of(other.particle)) + theirs:
        allowed = 1 if min(len(mine), len(theirs)) >= 5 else 0
        if Levenshtein.distance(mine, theirs, score_cutoff=allowed) > allowed:
            return False
    return _given_agree(_given_words(one.given), _given_words(other.given))


def _in_one(name: Name) -> set[str]:
    """Return the signs of a name without what divides them, family first and given name first."""
    return {
        "".join(words_of(" ".join(parts))) for parts in ((name.literal, name.family, name.given), (name.given, name.family, name.literal))
    }


def _all_words(name: Name) -> Iterable[str]:
    return words_of(" ".join((name.given, name.dropping_particle, name.particle, name.family, name.suffix, name.literal)))


def _given_words(given: str) -> list[str]:
    """Return given names and initials apart: "JK" written together are two initials."""
    words: list[str] = []
    for word in re.split(r"[\s.\-]+", given):
        initials = word.isupper() and 1 < len(word) <= 3 and word.isascii()
        words.extend(words_of(" ".join(word)) if initials else words_of(word))
    return words


def _given_agree(mine: list[str], theirs: list[str]) -> bool:
    return all(
        a.startswith(b) or b.startswith(a) or (min(len(a), len(b)) >= 4 and Levenshtein.distance(a, b, score_cutoff=1) <= 1)
        for a, b in zip(mine, theirs, strict=False)
    )
