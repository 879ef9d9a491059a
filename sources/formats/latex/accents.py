"""Latin letters with accents as LaTeX commands, for readers that take nothing else, and back."""

from __future__ import annotations

import re
import unicodedata

from sources.formats.latex.signs import signs_as_commands

#: Combining mark -> accent command.
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}

#: Accent command -> combining mark.
MARKS = {command: mark for mark, command in _ACCENTS.items()} | {
    "t": "\u0361",
    "h": "\u0309",
    "G": "\u030f",
    "C": "\u030f",
    "f": "\u0311",
    "U": "\u030e",
}
#: Combining mark -> the sign that stands alone where the accent has no letter.
_ALONE = {
    "\u0300": "`",
    "\u0301": "´",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "¯",
    "\u0306": "˘",
    "\u0307": "˙",
    "\u0308": "¨",
    "\u030a": "˚",
    "\u030b": "˝",
    "\u030c": "ˇ",
    "\u0327": "¸",
    "\u0328": "˛",
}
#: Letters that are no letter with an accent -> LaTeX.
_CHARACTERS = {
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "đ": r"{\dj}",
    "Đ": r"{\DJ}",
    "ð": r"{\dh}",
    "Ð": r"{\DH}",
    "þ": r"{\th}",
    "Þ": r"{\TH}",
    "ŋ": r"{\ng}",
    "Ŋ": r"{\NG}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"{\i}",
    "\N{LATIN SMALL LETTER DOTLESS J}": r"{\j}",
    "ĳ": r"{\ij}",
    "Ĳ": r"{\IJ}",
    "ẞ": r"{\SS}",
}

#: Dashes that TeX joins from hyphens; next to another dash they would join with that, too.
_LONE_DASH = re.compile("(?<![-–—])[–—](?![-–—])")
_JOINED = {"–": "--", "—": "---"}

_ACCENTED = re.compile(f"([A-Za-zæÆøØ])([{''.join(_ACCENTS)}]+)")
_CHARACTER = re.compile(f"[{''.join(_CHARACTERS)}]")


def to_ascii_latex(escaped: str) -> str:
    """Return escaped LaTeX with Latin letters and common signs as commands; what LaTeX cannot say in ASCII stays.

    Args:
        escaped: Text in which every special character is already escaped.
    """
    if escaped.isascii():
        return escaped
    if "://" not in escaped:
        # In an address hyphens are hyphens.
        escaped = _LONE_DASH.sub(lambda dash: _JOINED[dash[0]], escaped)
    # Before letters are taken apart: a stroke through a sign would come off, too.
    apart = unicodedata.normalize("NFD", signs_as_commands(escaped))
    latin = _ACCENTED.sub(_accented, apart)
    return unicodedata.normalize("NFC", _CHARACTER.sub(lambda match: _CHARACTERS[match[0]], latin))


def _accented(match: re.Match[str]) -> str:
    letter = _CHARACTERS.get(match[1], match[1])
    for mark in match[2]:
        command = _ACCENTS[mark]
        is_letter = len(letter) == 1
        letter = f"{{\\{command}{{{letter}}}}}" if is_letter and command.isalpha() else f"{{\\{command}{letter}}}"
    return letter


def accented(text: str, mark: str) -> str:
    """Return text with an accent on its first letter; an accent without letter stands alone."""
    if not text.strip():
        return _ALONE.get(mark, "")
    letter = _with_dot(text[0], mark)
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return f"{letter}{text[1:end]}{mark}{text[end:]}"


def _with_dot(letter: str, mark: str) -> str:
    """Return i or j for the letter without dot, where Unicode has it with this mark or the mark takes the dot's place."""
    dotted = {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "\N{LATIN SMALL LETTER DOTLESS J}": "j"}.get(letter)
    if dotted is None:
        return letter
    is_above = unicodedata.combining(mark) == 230 and mark != "\u0307"
    return dotted if is_above or len(unicodedata.normalize("NFC", dotted + mark)) == 1 else letter
