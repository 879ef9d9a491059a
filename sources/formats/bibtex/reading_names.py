"""Lists of names as BibTeX and BibLaTeX write them, taken apart as bibtex's own `format.name$` does."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sources.formats.bibtex.plain_values import decoded
from sources.formats.latex.decoding import Decoded
from sources.formats.plain_text import clean
from sources.formats.record import Name

_SIGN = re.compile(r"[{}]")
_COMMA = re.compile(",")
_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_PART = re.compile(r"\s*([A-Za-z-]+)\s*=(.*)", re.DOTALL)
#: BibLaTeX's extended form (manual, section 3.4): its parts, and what says how to print them.
_PARTS = frozenset({"family", "given", "prefix", "suffix"})
_SETTINGS = frozenset(
    {"useprefix", "hash", "id", "sortingnamekeytemplatename", "nameformat", "gender", "family-i", "given-i", "prefix-i", "suffix-i"}
)
_WHITE = re.compile(r"[\s~]+")
#: What makes a name more than plain words.
_MARKUP = re.compile(r"[\\{}$~`=]|--|''")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
#: Letters that are commands, lower case and upper case; every other command leaves it to the letter after it.
_LOWER = frozenset({"i", "j", "oe", "ae", "aa", "o", "l", "ss"})
_UPPER = frozenset({"OE", "AE", "AA", "O", "L"})
_MOST_NAMES = 10_000
_NOTHING = Decoded("", is_exact=True)


class ReadNames(NamedTuple):
    """The names of one field."""

    names: tuple[Name, ...]
    #: Whether the list ends in "and others".
    has_others: bool
    #: Whether decoding lost nothing.
    is_exact: bool
    #: Names that cannot be right, with the reason.
    faults: tuple[str, ...]


class _ReadName(NamedTuple):
    name: Name
    is_exact: bool
    fault: str = ""


def read_names(value: str) -> ReadNames:
    """Return the names of a field: `von Last, Jr, First`, `First von Last`, `family=..., given=...`, `{Organisation}`."""
    written = split_names(value)
    has_others = len(written) > 1 and written[-1].lower() == "others"
    read = [_read_name(name) for name in (written[:-1] if has_others else written)[:_MOST_NAMES]]
    faults = tuple(one.fault for one in read if one.fault)
    if len(written) > _MOST_NAMES:
        faults = (*faults, f"There are more than {_MOST_NAMES:,} names; the rest is left out.")
    return ReadNames(tuple(one.name for one in read if one.name), has_others, all(one.is_exact for one in read), faults)


def split_names(value: str) -> list[str]:
    """Return the names of a list, split at each `and` outside braces; empty ones are left out."""
    return [name for name in map(str.strip, _split_outside_braces(f" {value} ", _AND)) if name]


def split_name(written: str) -> tuple[str, str, str, str]:
    """Return first, von, last and jr of one name, undecoded, as bibtex takes them apart; what follows a third comma goes to first."""
    parts = _split_outside_braces(written, _COMMA)
    words = _words(parts[0])
    lower = [position for position, word in enumerate(words[:-1]) if _is_lower(word)]
    if len(parts) == 1:
        first, last = (lower[0], lower[-1] + 1) if lower else (len(words) - 1, len(words) - 1)
        return " ".join(words[:first]), " ".join(words[first:last]), " ".join(words[last:]), ""
    border = lower[-1] + 1 if lower else 0
    jr, given = (parts[1], parts[2:]) if len(parts) > 2 else ("", parts[1:])
    firsts = " ".join(word for part in given for word in _words(part))
    return firsts, " ".join(words[:border]), " ".join(words[border:]), " ".join(_words(jr))


@lru_cache(maxsize=4096)
def _read_name(written: str) -> _ReadName:
    if not _MARKUP.search(written):
        plain = _plain_name(written)
        if plain is not None:
            return plain
    if _is_braced(written):
        text, is_exact = decoded(written[1:-1])
        return _ReadName(Name(literal=clean(text)), is_exact)
    extended = _extended(written) if "=" in written else None
    if extended is not None:
        return extended
    first, von, last, jr = split_name(written)
    parts = [decoded(part) if part else _NOTHING for part in (last, first, von, jr)]
    texts = [clean(part.text) for part in parts]
    is_exact = all(part.is_exact for part in parts)
    fault = ""
    if written.count(",") > 2 and len(_split_outside_braces(written, _COMMA)) > 3:
        fault = f"{clean(written)[:80]!r} has too many commas for one name. Write names as Last, First and join them with and."
    if not texts[0]:
        whole = clean(" ".join(filter(None, (texts[1], texts[2], texts[3]))))
        return _ReadName(Name(literal=whole), is_exact, fault)
    return _ReadName(Name(family=texts[0], given=texts[1], particle=texts[2], suffix=texts[3]), is_exact, fault)


def _plain_name(written: str) -> _ReadName | None:
    """Return a name such as "Nodomi, Mitsuru", which most are; None where one has to look closer."""
    family, comma, given = written.partition(",")
    words = family.split()
    if not comma or not words or "," in given or any(word[0].islower() or not word[0].isalpha() for word in words):
        return None
    return _ReadName(Name(clean(" ".join(words)), clean(given)), is_exact=True)


def _extended(written: str) -> _ReadName | None:
    """Return a name in BibLaTeX's extended form; None if it is not in that form."""
    found: dict[str, str] = {}
    is_exact = True
    for part in _split_outside_braces(written, _COMMA):
        match = _PART.fullmatch(part)
        name = match[1].lower() if match else ""
        if match is None or name not in _PARTS | _SETTINGS:
            return None
        value = match[2].strip()
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        text, exact = decoded(value)
        is_exact = is_exact and exact
        found[name] = clean(text)
    if not found.keys() & {"family", "given"}:
        return None
    name = Name(found.get("family", ""), found.get("given", ""), found.get("prefix", ""), "", found.get("suffix", ""))
    return _ReadName(name, is_exact)


def _split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    if "{" not in text:
        return separator.split(text)
    covered = _covered(text)
    parts = []
    start = at = 0
    for match in separator.finditer(text):
        while at < len(covered) and covered[at][1] <= match.start():
            at += 1
        if at == len(covered) or covered[at][0] >= match.start():
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _covered(text: str) -> list[tuple[int, int]]:
    """Return where braces of the outermost level open and close."""
    spans = []
    depth = start = 0
    for match in _SIGN.finditer(text):
        if match[0] == "{":
            if not depth:
                start = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((start, match.end()))
    if depth:
        spans.append((start, len(text)))
    return spans


def _is_braced(written: str) -> bool:
    """Whether one pair of braces encloses the whole, and is no accent."""
    if not written.startswith("{") or not written.endswith("}"):
        return False
    return _covered(written)[0][1] == len(written) and not (written.startswith("{\\") and _is_one_letter(written))


def _is_one_letter(written: str) -> bool:
    return " " not in written and len(written) < 12


def _words(part: str) -> list[str]:
    return [word for word in _split_outside_braces(part.strip(), _WHITE) if word]


def _is_lower(word: str) -> bool:
    """Whether a word begins in lower case, as bibtex sees it: by its first letter outside braces, or in a braced command."""
    at = 0
    while at < len(word):
        character = word[at]
        if character == "{":
            end = next((end for start, end in _covered(word[at:]) if start == 0), len(word) - at) + at
            if word.startswith("\\", at + 1):
                return _is_lower_command(word[at + 1 : end])
            at = end
        elif character == "\\":
            return _is_lower_command(word[at:])
        elif character.isalpha():
            return character.islower()
        else:
            at += 1
    return False


def _is_lower_command(latex: str) -> bool:
    command = _COMMAND.match(latex)
    if not command:
        return False
    if command[1] in _LOWER | _UPPER:
        return command[1] in _LOWER
    letter = next((character for character in latex[command.end() :] if character.isalpha()), "")
    return letter.islower()
