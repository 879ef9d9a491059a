"""Names in BibTeX's and BibLaTeX's notations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sources.formats.latex import prose
from sources.formats.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sources.formats.record import Name

    Escape = Callable[[str], str]

#: A particle that BibTeX's own rules find in front of a family name: every word begins in lower case.
_LOWER_CASE_WORDS = re.compile(r"[a-z]\S*(?: [a-z]\S*)*")
#: What splits a name or a list of names wherever it stands outside braces.
_SPLITTING = re.compile(r"[,{}\u00a0]|\band\b", re.IGNORECASE)

_EXTENDED_SIGNS = re.compile(r'[=",{}\\]')


def write_names(names: Iterable[Name], *, extended: bool, ascii_only: bool = False) -> str:
    """Return names joined with " and ", each `von Last, Jr, First`, organisations in braces.

    Args:
        names: In their order on the work; empty ones are passed over.
        extended: Whether BibLaTeX's `family=..., given=...` form may be used for the names that need it.
        ascii_only: As for `prose`.
    """
    return " and ".join(_write_name(name, extended=extended, ascii_only=ascii_only) for name in names if name)


def names_are_exact(names: Iterable[Name], *, extended: bool) -> bool:
    """Whether a reader gets back all parts of the names as `write_names` writes them.

    BibTeX has one kind of particle, which is read as the one that stays with the family name.
    """
    return all(not name.dropping_particle and (name.literal or _has_parts(name, extended=extended)) for name in names if name)


def _has_parts(name: Name, *, extended: bool) -> bool:
    return bool(name.family) and (_is_plain(name) or (extended and _is_extensible(name)))


def _is_plain(name: Name) -> bool:
    """Whether `von Last, Jr, First` can say the name: a suffix needs a first name after it, a particle lower case."""
    particle = _particle(name)
    return (not name.suffix or bool(name.given)) and (not particle or bool(_LOWER_CASE_WORDS.fullmatch(particle)))


def _is_extensible(name: Name) -> bool:
    """Whether BibLaTeX's extended form can say the name: biber knows no way to write its signs inside a part."""
    return not _EXTENDED_SIGNS.search(f"{name.family}{name.given}{name.suffix}{_particle(name)}")


def _particle(name: Name) -> str:
    return clean(f"{name.dropping_particle} {name.particle}")


def _write_name(name: Name, *, extended: bool, ascii_only: bool) -> str:
    def escape(text: str) -> str:
        # biber takes any name with a bare equals sign for its own extended form.
        return prose(text, ascii_only=ascii_only).replace("=", "{=}")

    if name.literal or not name.family:
        return f"{{{escape(name.literal or name.given)}}}"
    if _is_plain(name):
        return _plain_name(name, escape)
    return _extended_name(name, escape) if extended and _is_extensible(name) else _approximate_name(name, escape)


def _plain_name(name: Name, escape: Escape) -> str:
    family = f"{{{escape(name.family)}}}" if _is_misread(name.family) else escape(name.family)
    particle = escape(_particle(name))
    parts = [f"{particle} {family}" if particle else family]
    parts += [_whole(part, escape) for part in (name.suffix, name.given) if part]
    return ", ".join(parts)


def _extended_name(name: Name, escape: Escape) -> str:
    """Return BibLaTeX's extended form (manual, section 3.4)."""
    parts = {"family": name.family, "given": name.given, "prefix": _particle(name), "suffix": name.suffix}
    return ", ".join(f"{part}={{{escape(text)}}}" for part, text in parts.items() if text)


def _approximate_name(name: Name, escape: Escape) -> str:
    """Return what `von Last, Jr, First` can say of a name with a capital particle, or a suffix and no first name."""
    last = clean(f"{_particle(name)} {name.family}")
    whole = f"{last}, {name.suffix}" if name.suffix and not name.given else last
    parts = [f"{{{escape(whole)}}}"]
    parts += [_whole(part, escape) for part in (name.suffix, name.given) if part and name.given]
    return ", ".join(parts)


def _is_misread(family: str) -> bool:
    """Whether a family name without braces would be split, or its first words be taken for a particle."""
    words = clean(family).split(" ")
    return bool(_SPLITTING.search(family)) or (len(words) > 1 and not all(_begins_as_name(word) for word in words))


def _begins_as_name(word: str) -> bool:
    return word[:1].isalpha() and not word[:1].islower()


def _whole(text: str, escape: Escape) -> str:
    return f"{{{escape(text)}}}" if _SPLITTING.search(text) else escape(text)
