"""Whether two names may be one person's. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from sources.services.importing.titles import words_of

# As the SQL function sources_sound_key has it: what these differ in, romanisations and spellings without umlauts differ in.
_SOUNDS = (
    (re.compile("sy"), "sh"),
    (re.compile("ty"), "ch"),
    (re.compile("zy"), "j"),
    (re.compile("si"), "shi"),
    (re.compile("m([bmp])"), r"n\1"),
    (re.compile("o(?:h(?![aeiouy])|u|o)"), "o"),
    (re.compile("u(?:h(?![aeiouy])|u)"), "u"),
    (re.compile("([aou])e"), r"\1"),
)
# A letter changed in a short name makes another name.
_LONG_ENOUGH = 5


@dataclass(frozen=True)
class NameForm:
    """One form of a name: family and given names, or the whole."""

    family: str
    given: str
    whole: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name, as they are compared."""
        return words_of(f"{self.given} {self.family} {self.whole}")


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, from 0 to 1, and in what way."""

    score: float
    reason: str


_UNLIKE = Likeness(0.0, "")


def likest(mine: Iterable[NameForm], theirs: Iterable[NameForm]) -> Likeness:
    """Return the best likeness of any form of one name with any form of another."""
    others = list(theirs)
    return max((compare_names(one, other) for one in mine for other in others), key=lambda found: found.score, default=_UNLIKE)


def compare_names(one: NameForm, other: NameForm) -> Likeness:
    """Return how alike two forms are; score 0 where they are not one person's name."""
    if one.whole or other.whole:
        return _compare_whole(one, other)
    family, other_family = _joined(one.family), _joined(other.family)
    given, other_given = words_of(one.given), words_of(other.given)
    if family == other_family:
        return _compare_given(given, other_given, other)
    if _is_turned(one, other):
        return Likeness(0.75, "family and given names stand the other way round")
    if sound_key(one.family) == sound_key(other.family):
        return _sounding_alike(one, other)
    if (
        min(len(family), len(other_family)) >= _LONG_ENOUGH
        and Levenshtein.distance(family, other_family) == 1
        and _are_full(given, other_given)
    ):
        return Likeness(0.6, f"the names differ in one letter: {one.family}, {other.family}") if given == other_given else _UNLIKE
    return _UNLIKE


def sound_key(words: str) -> str:
    """Return how a name sounds, roughly: Ohno, Ono and Ōno alike, Shimbun and Shinbun, Müller and Mueller."""
    key = _joined(words)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


def _joined(words: str) -> str:
    return "".join(words_of(words))


def _compare_whole(one: NameForm, other: NameForm) -> Likeness:
    if not one.words or not other.words:
        return _UNLIKE
    if one.words == other.words or "".join(one.words) == "".join(other.words):
        return Likeness(0.9, "the same name")
    if sorted(one.words) == sorted(other.words) or _joined(one.family + one.given + one.whole) == _joined(
        other.family + other.given + other.whole
    ):
        return Likeness(0.8, "the same words of the name in another order")
    return _UNLIKE


def _compare_given(mine: tuple[str, ...], theirs: tuple[str, ...], other: NameForm) -> Likeness:
    if not mine or not theirs:
        return _UNLIKE if mine or theirs else Likeness(0.6, f"the same family name, {other.family}, and no given names")
    one, two = "".join(mine), "".join(theirs)
    if one == two:
        return Likeness(0.9, "the same name")
    mine, theirs = _split_initials(mine, theirs), _split_initials(theirs, mine)
    both = f"{_line(mine)}, {_line(theirs)}"
    fitting = _initials_fit(mine, theirs)
    if fitting:
        return Likeness(0.75 if fitting > 1 else 0.65, f"the same family name, and initials that fit: {both}")
    if sound_key(one) == sound_key(two):
        return Likeness(0.75, f"the same family name, and given names in another romanisation: {both}")
    if _differ_in_one_letter(mine, theirs):
        return Likeness(0.6, f"the same family name, and given names that differ in one letter: {both}")
    return _UNLIKE


def _differ_in_one_letter(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether all words are the same but for one letter of one long word: another initial is another name."""
    differing = [(a, b) for a, b in zip(mine, theirs, strict=False) if a != b]
    if len(mine) != len(theirs) or len(differing) != 1:
        return False
    a, b = differing[0]
    return min(len(a), len(b)) >= _LONG_ENOUGH and Levenshtein.distance(a, b) == 1


def _sounding_alike(one: NameForm, other: NameForm) -> Likeness:
    mine, theirs = words_of(one.given), words_of(other.given)
    if not mine or not theirs:
        return _UNLIKE
    reason = f"the same name in another romanisation or spelling: {one.family}, {other.family}"
    if mine == theirs or sound_key(one.given) == sound_key(other.given):
        return Likeness(0.75 if _are_full(mine, theirs) else 0.55, reason)
    fits = _initials_fit(_split_initials(mine, theirs), _split_initials(theirs, mine))
    return Likeness(0.5, reason) if fits else _UNLIKE


def _is_turned(one: NameForm, other: NameForm) -> bool:
    """Whether what is one's family name is the other's given name and the other way round; initials say nothing."""
    if any(len(_joined(part)) < 2 for part in (one.family, one.given, other.family, other.given)):
        return False
    return sound_key(one.family) == sound_key(other.given) and sound_key(one.given) == sound_key(other.family)


def _initials_fit(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """How many given names fit, where at least one is an initial and the rest are the same; 0 where they do not fit."""
    has_initial = False
    for a, b in zip(mine, theirs, strict=False):
        if a != b and (min(len(a), len(b)) > 1 or a[0] != b[0]):
            return 0
        has_initial |= a != b
    # One has a further name: John, John Kenneth.
    return min(len(mine), len(theirs)) if has_initial or len(mine) != len(theirs) else 0


def _split_initials(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Initials written together, JK, apart, where the other name has as many words."""
    if len(words) == 1 and 1 < len(words[0]) <= 3 and len(others) == len(words[0]) and len(others) > 1:
        return tuple(words[0])
    return words


def _are_full(*names: tuple[str, ...]) -> bool:
    return all(any(len(word) > 1 for word in name) for name in names)


def _line(words: tuple[str, ...]) -> str:
    return " ".join(word.capitalize() + ("." if len(word) == 1 and word.isascii() else "") for word in words)
