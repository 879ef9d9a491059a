"""Names as RIS writes them: "Family, Given, Suffix"; what has no comma is an organisation or a name without parts."""

from __future__ import annotations

import re
from functools import lru_cache

from sources.formats.particles import split_family, split_given
from sources.formats.plain_text import clean
from sources.formats.record import Name

_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|PhD|MD|I{2,3}|IV|VI{0,3}|[0-9](?:st|nd|rd|th))\.?", re.IGNORECASE)
_OTHERS = frozenset({"et al", "et al.", "others", "and others", "et. al."})


@lru_cache(maxsize=4096)
def read_name(written: str) -> Name:
    """Return one name."""
    parts = [part.strip() for part in clean(written).split(",")]
    if len(parts) == 2 and not parts[1]:
        # EndNote ends the name of an organisation with a comma.
        return Name(literal=parts[0])
    if len(parts) == 1 or len(parts) > 3 or not parts[0] or not parts[1]:
        return Name(literal=clean(written))
    family, given, suffix = (*parts, "")[:3]
    if suffix and _SUFFIX.fullmatch(given) and not _SUFFIX.fullmatch(suffix):
        given, suffix = suffix, given
    particle, family = split_family(family)
    given, dropping = split_given(given)
    return Name(family=family, given=given, particle=particle, dropping_particle=dropping, suffix=suffix)


def write_name(name: Name) -> str:
    """Return a name in one line."""
    if name.literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    given = f"{name.given} {name.dropping_particle}".strip()
    return ", ".join(part for part in (family, given, name.suffix) if part)


def split_names(written: str) -> list[str]:
    """Return the names of one line; programs that put all authors there write semicolons between them."""
    parts = [part.strip() for part in written.split(";")]
    return parts if len(parts) > 1 and all("," in part for part in parts if part) else [written]


def is_others(written: str) -> bool:
    """Whether a name only says that there are more."""
    return written.strip().lower() in _OTHERS
