"""Citation keys: first author's family name, year, first word of the title that is not a stop word. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import product
from string import ascii_lowercase

from sources.romanising import latin_letters

_STOP_WORDS = frozenset(
    """
    a an the of on in for to from and or at by with as is are
    der die das den dem des ein eine einer und von zu im
    le la les un une du de et l d el los las y il lo gli i uno una
    """.split()  # noqa: SIM905 - a list of eighty quoted words is harder to read
)
# A text may have no space at all; a key is for people to type.
_LONGEST = 60
_YEAR = re.compile(r"\d{4}|\d{1,3}(?=X)")


def key_stem(family: str, issued: str, title: str) -> str:
    """Return a key before it is made unique, for example ``nodomi2005challenges``: ASCII letters and digits in lower case.

    Args:
        family: The first author's family name, or an organisation's whole name; romanised where the script is not phonetic.
        issued: An EDTF date; its first year is used, ``nd`` when there is none.
        title: The title; romanised where the script is not phonetic.
    """
    words = latin_letters(title).split()
    word = next((word for word in words if word not in _STOP_WORDS), words[0] if words else "untitled")
    name = latin_letters(family).replace(" ", "")[:_LONGEST] or "anonymous"
    return f"{name}{_year(issued)}{word[:_LONGEST]}"


def free_key(stem: str, taken: Container[str]) -> str:
    """Return the first of ``stem``, ``stem`` + a, b, ..., z, aa, ... that is not in ``taken`` (keys in lower case)."""
    return next(key for key in (stem + suffix for suffix in suffixes()) if key.lower() not in taken)


def suffixes(longest: int = 4) -> Iterator[str]:
    """Yield nothing, then a, b, ..., z, aa, ab, ... in the order in which they are given."""
    yield ""
    for length in range(1, longest + 1):
        yield from ("".join(letters) for letters in product(ascii_lowercase, repeat=length))


def _year(issued: str) -> str:
    year = None if issued.startswith("Y") else _YEAR.search(issued)
    if year is None:
        return "nd"
    # A decade or century is as far as it is known: 199X, 19XX.
    return year.group() if len(year.group()) == 4 else f"{year.group()}{'x' * (4 - len(year.group()))}"
