"""Citation keys: first author's family name, year, first word of the title that is not a stop word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from string import ascii_lowercase

from sources.models import Document

_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "for",
        "to",
        "from",
        "and",
        "or",
        "at",
        "by",
        "with",
        "as",
        "is",
        "are",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "und",
        "von",
        "zu",
        "im",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "l",
        "d",
        "el",
        "los",
        "las",
        "y",
        "il",
        "lo",
        "gli",
        "i",
        "uno",
        "una",
    ]
)
# Letters that Unicode does not decompose into a base letter and marks.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

# A text may have no space at all; a key is for people to type.
_LONGEST = 60


def make_citation_key(*, family: str, issued: str, title: str) -> str:
    """Return a free key, for example ``nodomi2005challenges``; ``a``, ``b``, ... are added while it is taken.

    Args:
        family: The first author's family name, or an organisation's name; romanised where the script is not Latin.
        issued: An EDTF date; its first year is used, ``nd`` when there is none.
        title: The title; romanised where the script is not Latin.
    """
    stem = _stem(family, issued, title)
    taken = {key.lower() for key in Document.objects.filter(citation_key__istartswith=stem).values_list("citation_key", flat=True)}
    return next(key for key in (stem + suffix for suffix in _suffixes()) if key not in taken)


def _stem(family: str, issued: str, title: str) -> str:
    year = re.search(r"-?\d{4}", issued)
    words = [word for word in _ascii(title).split() if word]
    word = next((word for word in words if word not in _STOP_WORDS), words[0] if words else "untitled")
    name = _ascii(family).replace(" ", "")[:_LONGEST] or "anonymous"
    return f"{name}{year.group().lstrip('-') if year else 'nd'}{word[:_LONGEST]}"


def _ascii(words: str) -> str:
    """Lower-case ASCII letters and digits, with spaces where anything else stood."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("'", "").replace("’", "")).translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _suffixes() -> Iterator[str]:
    yield ""
    for length in (1, 2, 3):
        yield from ("".join(letters) for letters in product(ascii_lowercase, repeat=length))
