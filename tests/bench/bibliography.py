"""A made-up bibliography of any length, as reference managers write them; the same every time."""

from __future__ import annotations

import random
from pathlib import Path

_WORDS = [
    "alliance",
    "security",
    "politics",
    "economy",
    "trade",
    "harbour",
    "gate",
    "water",
    "power",
    "order",
    "region",
    "island",
    "sea",
    "border",
    "treaty",
    "history",
    "memory",
    "crisis",
    "reform",
    "state",
    "society",
    "culture",
    "market",
    "labour",
    "energy",
    "climate",
    "risk",
    "policy",
    "law",
    "court",
    "rights",
    "party",
    "vote",
    "war",
    "peace",
    "army",
    "navy",
    "defence",
]
_SYLLABLES = [
    "ka",
    "no",
    "mi",
    "ta",
    "ro",
    "sa",
    "ki",
    "ha",
    "ma",
    "shi",
    "to",
    "ru",
    "be",
    "ne",
    "do",
    "ar",
    "el",
    "in",
    "os",
    "ber",
    "ston",
    "ley",
    "win",
]
_PLACES = ("New York", "London", "Tokyo", 'Z{\\"u}rich')
_GIVEN = [
    "Anna",
    "Ben",
    "Carla",
    "David",
    "Edith",
    "Frank",
    "Greta",
    "Hans",
    "Ines",
    "Jun",
    "Keiko",
    "Lars",
    "Mona",
    "Nils",
    "Olga",
    "Paul",
    "Rosa",
    "Taro",
    "Yuki",
    "Zoe",
]


def write_bibliography_file(path: Path, entries: int) -> None:
    """Write a BibTeX file of ``entries`` entries: six in ten articles, the rest books and chapters, two or three authors each."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for number in range(entries):
            out.write(_entry(number, chance))


def _entry(number: int, chance: random.Random) -> str:
    title = " ".join(chance.choices(_WORDS, k=chance.randint(4, 9))).capitalize()
    authors = " and ".join(_author(chance) for _ in range(chance.choice((1, 2, 2, 3, 4))))
    fields = [
        f"  author = {{{authors}}},",
        f"  title = {{{{{title}}} in the {number}th year}},",
        f"  year = {{{chance.randint(1950, 2024)}}},",
    ]
    if number % 10 < 6:
        kind = "article"
        page = chance.randint(1, 900)
        fields += [
            f"  journal = {{Journal of {_WORDS[number % 40].title()} {{\\&}} {_WORDS[number % 37].title()}}},",
            f"  volume = {{{chance.randint(1, 99)}}},",
            f"  number = {{{chance.randint(1, 12)}}},",
            f"  pages = {{{page}--{page + 17}}},",
            f"  doi = {{10.5555/made.{number}}},",
        ]
    else:
        kind = "book"
        fields += [
            f"  publisher = {{{_WORDS[number % 31].title()} University Press}},",
            f"  address = {{{chance.choice(_PLACES)}}},",
        ]
    return f"@{kind}{{entry{number},\n" + "\n".join(fields) + "\n}\n\n"


def _author(chance: random.Random) -> str:
    # Names are as unevenly spread as real ones: a few are borne by very many.
    rank = int(20_000 ** chance.random())
    family = "".join(_SYLLABLES[(rank // 21**place) % 21] for place in range(4)).title()
    return f"{family}, {chance.choice(_GIVEN)} {chance.choice('ABCDEFGHJKLM')}."
