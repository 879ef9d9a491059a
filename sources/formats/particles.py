"""Particles of names: found in a family or given name that was written in one piece."""

from __future__ import annotations

#: Particles that are dropped when the family name stands alone, as they stand after the given names.
_DROPPING = frozenset(
    {"af", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "la", "le", "of", "ter", "van", "von", "zu", "zum", "zur"}
)


def split_family(family: str) -> tuple[str, str]:
    """Return the particle that a family name begins with, and the rest: "van Gogh" is van, Gogh."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count].islower() and words[count].isalpha():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def split_given(given: str) -> tuple[str, str]:
    """Return given names without the particle that they end in, and the particle: "Ludwig van" is Ludwig, van."""
    words = given.split(" ")
    count = len(words)
    while count > 1 and words[count - 1] in _DROPPING:
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])
