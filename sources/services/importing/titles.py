"""Whether two titles are one title: typing errors, accents, case and a missing subtitle apart; numbers never."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

#: Words that tell two works apart although few letters do; a pair of words that differ by such beginnings is no typing error.
_OPPOSITES = (
    ("micro", "macro"),
    ("pre", "post"),
    ("inter", "intra"),
    ("hyper", "hypo"),
    ("mono", "poly"),
    ("over", "under"),
    ("in", "ex"),
    ("im", "ex"),
    ("un", ""),
    ("in", ""),
    ("im", ""),
    ("ir", ""),
    ("il", ""),
    ("dis", ""),
    ("re", ""),
    ("non", ""),
    ("anti", ""),
    ("a", ""),
)
_SPELT_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "one first erste premier",
            "two second zweite deuxieme",
            "three third dritte troisieme",
            "four fourth vierte quatrieme",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
        ),
        1,
    )
    for word in words.split()
}
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
#: Words after which a single letter or numeral numbers a part.
_PARTS = frozenset(
    [
        "part",
        "vol",
        "volume",
        "book",
        "band",
        "bd",
        "teil",
        "tome",
        "tomo",
        "parte",
        "partie",
        "no",
        "number",
        "chapter",
        "section",
        "series",
        "issue",
    ]
)
_ARTICLES = frozenset(["a", "an", "the", "der", "die", "das", "le", "la", "les", "el", "il"])
_CUT = re.compile(r"\s*(?:[:;?!/]\s|\s[-\u2013\u2014]+\s|\u2014|\.\s+(?=[A-Z]))\s*")
_LONGEST = 1000


@lru_cache(maxsize=8192)
def words_of(title: str) -> tuple[str, ...]:
    """Return the words of a title (at most a thousand characters): lower case, without accents or punctuation."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and ")).replace("'", "").replace("\u2019", "")
    return tuple("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def titles_agree(one: str, other: str) -> bool:
    """Whether two titles may be those of one work. Of titles longer than a thousand characters the beginning decides."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    mine, theirs = words_of(one), words_of(other)
    if mine == theirs:
        return True
    return (_joined(mine) == _joined(theirs) or _are_near(one, other, mine, theirs)) and _numbers(mine) == _numbers(theirs)


def _are_near(one: str, other: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return (
        _differ_by_typing_errors(mine, theirs)
        or _without_articles(mine) == _without_articles(theirs)
        or _lacks_subtitle(one, other)
        or _lacks_subtitle(other, one)
    )


def titles_resemble(one: str, other: str) -> bool:
    """Whether two titles are near enough for an identifier that both works bear to be believed."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    mine, theirs = words_of(one), words_of(other)
    if not mine or not theirs or titles_agree(one, other):
        return True
    return _numbers(mine) == _numbers(theirs) and fuzz.token_set_ratio(" ".join(mine), " ".join(theirs)) >= 70


def _numbers(words: tuple[str, ...]) -> list[str]:
    """What numbers a work in a series, in order: digits, Roman numerals, letters and number words after "part" and the like."""
    found = []
    for place, word in enumerate(words):
        after = words[place - 1] in _PARTS if place else False
        if any(c.isdigit() for c in word):
            found.append(word)
        elif (after or len(word) > 1 or place == len(words) - 1) and _ROMAN.fullmatch(word) and place:
            found.append(str(_roman(word)))
        elif after and (len(word) == 1 or word in _SPELT_NUMBERS):
            found.append(_SPELT_NUMBERS.get(word, word))
    return found


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    return sum(-value if value < following else value for value, following in zip_longest(values, values[1:], fillvalue=0))


@lru_cache(maxsize=8192)
def _joined(words: tuple[str, ...]) -> str:
    return "".join(words)


def _differ_by_typing_errors(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    one, other = _joined(mine), _joined(theirs)
    allowed = min(max(len(one), len(other)) // 12 + 1, 4)
    if min(len(one), len(other)) < 8 or Levenshtein.distance(one, other, score_cutoff=allowed) > allowed:
        return False
    if len(mine) != len(theirs):
        # A space too many or too few; a whole word more makes another title.
        return Levenshtein.distance(one, other) <= 1
    return all(_is_typing_error(a, b) for a, b in zip(mine, theirs, strict=True) if a != b)


def _is_typing_error(one: str, other: str) -> bool:
    if any(_opposed(one, other, *pair) or _opposed(other, one, *pair) for pair in _OPPOSITES):
        return False
    if one.isdigit() or other.isdigit():
        return False
    longest = max(len(one), len(other))
    if longest < 4:
        return sorted(one) == sorted(other)
    if sorted(one) == sorted(other):
        return Levenshtein.distance(one, other) <= 2
    return Levenshtein.distance(one, other) <= (1 if longest < 9 else 2)


def _opposed(one: str, other: str, mine: str, theirs: str) -> bool:
    return one.startswith(mine) and other.startswith(theirs) and one[len(mine) :] == other[len(theirs) :] and len(one) > len(mine) + 3


@lru_cache(maxsize=8192)
def _without_articles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _ARTICLES)


@lru_cache(maxsize=8192)
def _main_title(title: str) -> tuple[tuple[str, ...], bool]:
    """Return the words of a title before its subtitle, and whether it has one."""
    main = words_of(_CUT.split(title.strip(), maxsplit=1)[0])
    return main, len(main) < len(words_of(title))


def _lacks_subtitle(short: str, long: str) -> bool:
    """Whether ``long`` is ``short`` and a subtitle; a short title that has a subtitle itself is not cut short."""
    theirs, is_longer = _main_title(long)
    mine, has_subtitle = _main_title(short)
    if not is_longer or has_subtitle or len(_joined(mine)) < 8:
        return False
    return mine == theirs or _differ_by_typing_errors(mine, theirs)
