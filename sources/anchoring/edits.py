"""Edit distances and edit scripts between views, by edlib (M. Šošić and M. Šikić, "Edlib", Bioinformatics 33, 2017)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, cast

import edlib

Mode = Literal["NW", "HW", "SHW"]
_STEP = re.compile(r"(\d+)([=XID])")
_MOST_LETTERS = 250  # edlib tells 256 characters apart.
_OTHER = "\x00"


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a query fits a target best: its distance and its place there, half-open."""

    distance: int
    start: int
    end: int


def fits(query: str, target: str, mode: Mode, most: int) -> list[Fit]:
    """All best places of ``query`` in ``target`` with at most ``most`` edits, one for each end; empty where there is none.

    ``NW`` compares wholes, ``SHW`` lets the target go on, ``HW`` lets it begin before and go on.
    """
    if not query or not target:
        return []
    query, target = _in_few_letters(query, target)
    found = edlib.align(query, target, mode=mode, task="locations", k=most)
    distance = cast("int", found["editDistance"])
    if distance < 0:
        return []
    return [Fit(distance, start or 0, end + 1) for start, end in cast("list[tuple[int | None, int]]", found["locations"])]


def distance(query: str, target: str, mode: Mode, most: int = -1) -> int:
    """The least number of edits, or -1 where it is more than ``most``."""
    if not query or not target:
        least = len(query) if mode != "NW" or query else len(target)
        return least if most < 0 or least <= most else -1
    query, target = _in_few_letters(query, target)
    return cast("int", edlib.align(query, target, mode=mode, task="distance", k=most)["editDistance"])


def partners(query: str, target: str) -> list[int]:
    """For each character of ``query`` the index of its partner in ``target``, equal or not; -1 where it has none.

    The wholes are compared. Partners rise.
    """
    if query == target:
        return list(range(len(query)))
    if not query or not target:
        return [-1] * len(query)
    few_query, few_target = _in_few_letters(query, target)
    cigar = cast("str", edlib.align(few_query, few_target, mode="NW", task="path")["cigar"])
    found: list[int] = []
    place = 0
    for count, step in _STEP.findall(cigar):
        length = int(count)
        if step == "I":
            found.extend([-1] * length)
        elif step == "D":
            place += length
        else:
            found.extend(range(place, place + length))
            place += length
    return found


def _in_few_letters(query: str, target: str) -> tuple[str, str]:
    """The same two with no more characters than edlib tells apart; what the query lacks becomes one character.

    Where the query itself has too many, its rarest become one, too: the distance is then a lower bound.
    """
    if query.isascii() and target.isascii():
        return query, target
    letters = set(query)
    if len(letters | set(target)) <= _MOST_LETTERS:
        return query, target
    kept = letters if len(letters) < _MOST_LETTERS else {letter for letter, _ in Counter(query).most_common(_MOST_LETTERS - 1)}
    table = {ord(letter): _OTHER for letter in (letters | set(target)) - kept}
    few_target = target.translate(table)
    # What only the target has must not equal the query's rare letters.
    return query.translate({ord(letter): "\x01" for letter in letters - kept}), few_target if letters == kept else _marked(
        target, letters, kept
    )


def _marked(target: str, letters: set[str], kept: set[str]) -> str:
    return target.translate({ord(letter): "\x01" if letter in letters else _OTHER for letter in set(target) - kept})
