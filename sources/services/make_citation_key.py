"""Citation keys that are free: no document has them now or had them before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from sources.citation_keys import free_key, key_stem, suffixes

# How long a suffix the first, the second, ... look at the database covers: 27, 703, 18,279 keys for each stem.
_LOOKS = (1, 2, 3)
_TAKEN = """
    SELECT lower(citation_key) FROM sources_document WHERE lower(citation_key) = ANY (%s::text[])
    UNION SELECT lower(key) FROM sources_formerkey WHERE lower(key) = ANY (%s::text[])"""


def make_citation_key(*, family: str, issued: str, title: str) -> str:
    """Return a free key, for example ``nodomi2005challenges``; ``a``, ``b``, ... are added while it is taken.

    Args:
        family: The first author's family name, or an organisation's name; romanised where the script is not Latin.
        issued: An EDTF date; its first year is used, ``nd`` when there is none.
        title: The title; romanised where the script is not Latin.
    """
    return make_citation_keys([key_stem(family, issued, title)])[0]


def make_citation_keys(stems: Sequence[str], *, reserved: Iterable[str] = ()) -> list[str]:
    """Return a free key for each stem in order, all different: one query, unless a stem has all its suffixes of one letter taken.

    Args:
        stems: As ``key_stem`` makes them; the same stem may come several times.
        reserved: Keys that are about to be given otherwise.
    """
    taken = {key.lower() for key in reserved} | _first_look(stems)
    keys = []
    for stem in stems:
        key = next((key for key in (stem + suffix for suffix in suffixes(1)) if key.lower() not in taken), "")
        if not key:
            for longest in _LOOKS[1:]:
                taken |= taken_keys(stem + suffix for suffix in suffixes(longest))
            key = free_key(stem, taken)
        taken.add(key.lower())
        keys.append(key)
    return keys


def taken_keys(keys: Iterable[str]) -> set[str]:
    """Return those of ``keys`` that a document has or had, in lower case: one query."""
    asked = list(dict.fromkeys(key.lower() for key in keys))
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [asked, asked])
        return {key for (key,) in cursor.fetchall()}


def _first_look(stems: Sequence[str]) -> set[str]:
    return taken_keys(stem + suffix for stem in dict.fromkeys(stems) for suffix in suffixes(_LOOKS[0]))
