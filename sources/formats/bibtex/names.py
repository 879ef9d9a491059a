"""Names in BibTeX's and BibLaTeX's notations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sources.formats.bibtex.labels import in_letters, is_cut_apart
from sources.formats.bibtex.reading_names import read_names
from sources.formats.latex.encoding import prose
from sources.formats.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sources.formats.record import Name

    Escape = Callable[[str], str]
    Form = Callable[[Name, Escape, Escape], str]

#: A particle that BibTeX's own rules find in front of a family name: every word begins in lower case.
_LOWER_CASE_WORDS = re.compile(r"[a-z]\S*(?: [a-z]\S*)*")
#: What splits a name or a list of names wherever it stands outside braces.
_SPLITTING = re.compile(r"[,{}\u00a0]|\band\b", re.IGNORECASE)

_WORD = r"(?!And\b)[A-Z][a-z]"
#: Names of plain words, which are written as they stand and of which every reader makes the same.
_PLAIN_FAMILY = re.compile(rf"{_WORD}+(?:[ -]{_WORD}+)*+")
_PLAIN_GIVEN = re.compile(rf"{_WORD}*+\.?(?:[ -]{_WORD}*+\.?)*+")
#: Readers have an end.
_MOST_PLAIN = 1000

#: biber counts the commas of a name without regard to braces, those between its parts too.
_MOST_COMMAS = 2
#: An equals sign of the name's own; behind a backslash it is LaTeX's macron.
_BARE_EQUALS = re.compile(r"(?<!\\)=")
# biber takes the first letter of each given name as its initial, and of a group or a formula half of it.
_SIGNS = {
    **{f"{{\\text{name}}}": f"\\text{name}{{}}" for name in ("backslash", "asciicircum", "asciitilde", "braceleft", "braceright")},
    **{f"${sign}$": f"{{\\text{name}}}" for sign, name in (("<", "less"), (">", "greater"), ("|", "bar"))},
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
# These too, but only at the head: pandoc passes over their name. biber takes the letter after them into the initial.
_GRAVES = re.compile(r"(?<![^\s-])((?:\{\\`\{\}\{\}\})+)([A-Za-z]?)")
_EXTENDED_SIGNS = re.compile(r'[=",{}\\]')


def write_names(names: Iterable[Name], *, extended: bool, ascii_only: bool = False) -> str:
    """Return names joined with " and ", each `von Last, Jr, First`, organisations in braces.

    Args:
        names: In their order on the work; empty ones are passed over.
        extended: Whether BibLaTeX's `family=..., given=...` form may be used for the names that need it.
        ascii_only: As for `prose`.
    """

    def escape(text: str) -> str:
        return _GRAVES.sub(_named_graves, _SIGN.sub(lambda match: _SIGNS[match[0]], in_prose(text)))

    def in_prose(text: str) -> str:
        # biber takes any name with a bare equals sign for its own extended form.
        return _BARE_EQUALS.sub("{=}", prose(text, ascii_only=ascii_only))

    def whole(text: str) -> str:
        """Return a family name or a whole name that is not to be taken apart."""
        escaped = in_prose(text)
        # biber makes no labels, and knows more of what is in braces.
        is_safe = extended or not (is_cut_apart(escaped) or is_cut_apart(f"{{{escaped}}}"))
        return f"{{{escaped}}}" if is_safe else in_letters(escaped, is_one_word=True)

    return " and ".join(_form(name, extended=extended)(name, escape, whole) for name in names if name)


def _named_graves(match: re.Match[str]) -> str:
    graves, letter = match[1].replace(r"{\`{}{}}", r"\textasciigrave"), match[2]
    return f"{{{graves} {letter}}}" if letter else rf"{graves}\relax{{}}"


def write_plain_names(names: Sequence[Name]) -> str | None:
    """Return what `write_names` writes where that is read back for certain; None where it has to be looked at.

    Most names are so: first and family names in plain words that begin with a capital, nothing else.
    """
    if len(names) > _MOST_PLAIN or not all(map(_is_plain, names)):
        return None
    return " and ".join([f"{name.family}, {name.given}" for name in names])


def _is_plain(name: Name) -> bool:
    if name.literal or name.particle or name.dropping_particle or name.suffix:
        return False
    return bool(_PLAIN_FAMILY.fullmatch(name.family) and _PLAIN_GIVEN.fullmatch(name.given))


def is_read_back(names: Iterable[Name], written: str) -> bool:
    """Whether a reader makes these names of what `write_names` has written for them.

    BibTeX has one kind of particle, which is read as the one that stays with the family name.
    """
    read = read_names(written)
    return read.is_exact and not read.has_others and read.names == tuple(name for name in names if name)


def _form(name: Name, *, extended: bool) -> Form:
    """Return the notation for a name: the plainest that says it, else the one that loses least."""
    particle = _particle(name)
    signs = f"{name.family}{name.given}{name.suffix}{particle}"
    commas = signs.count(",") + bool(name.given) + bool(name.suffix)
    if name.literal or not name.family or commas > _MOST_COMMAS:
        return _whole_name
    # A suffix needs a first name after it, a particle is known by its lower case.
    if (name.given or not name.suffix) and (not particle or _LOWER_CASE_WORDS.fullmatch(particle)):
        return _plain_name
    # biber knows no way to write the signs of the extended form inside one of its parts.
    return _extended_name if extended and not _EXTENDED_SIGNS.search(signs) else _joined_name


def _particle(name: Name) -> str:
    return clean(f"{name.dropping_particle} {name.particle}")


def _whole_name(name: Name, escape: Escape, whole: Escape) -> str:
    """Return a name that is not to be taken apart."""
    return whole(name.literal or spoken(name))


def _plain_name(name: Name, escape: Escape, whole: Escape) -> str:
    family = whole(name.family)
    if not _is_misread(name.family) and family == f"{{{escape(name.family)}}}":
        family = escape(name.family)
    particle = escape(_particle(name))
    parts = [f"{particle} {family}" if particle else family]
    parts += [_whole(part, escape) for part in (name.suffix, name.given) if part]
    return ", ".join(parts)


def _extended_name(name: Name, escape: Escape, whole: Escape) -> str:
    """Return BibLaTeX's extended form (manual, section 3.4)."""
    parts = {"family": name.family, "given": name.given, "prefix": _particle(name), "suffix": name.suffix}
    return ", ".join(f"{part}={{{escape(text)}}}" for part, text in parts.items() if text)


def _joined_name(name: Name, escape: Escape, whole: Escape) -> str:
    """Return a name with its particle, and a suffix that has no first name after it, taken into the family name."""
    last = clean(f"{_particle(name)} {name.family}")
    if not name.given:
        return whole(f"{last}, {name.suffix}" if name.suffix else last)
    parts = [_whole(part, escape) for part in (name.suffix, name.given) if part]
    return ", ".join([whole(last), *parts])


def spoken(name: Name) -> str:
    """Return a name as it is said: "Ludwig van Beethoven"."""
    parts = (name.given, name.dropping_particle, name.particle, name.family, name.suffix)
    return name.literal or clean(" ".join(parts))


def _is_misread(family: str) -> bool:
    """Whether a family name without braces would be split, or its first words be taken for a particle."""
    words = clean(family).split(" ")
    return bool(_SPLITTING.search(family)) or (len(words) > 1 and not all(_begins_as_name(word) for word in words))


def _begins_as_name(word: str) -> bool:
    return word[:1].isalpha() and not word[:1].islower()


def _whole(text: str, escape: Escape) -> str:
    return f"{{{escape(text)}}}" if _SPLITTING.search(text) else escape(text)
