"""Latin letters as ASCII LaTeX, for readers that take nothing else."""

from __future__ import annotations

import re
import unicodedata

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
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}

#: Characters that are no letter with an accent -> LaTeX.
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
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": r"{\textquoteleft}",
    "\N{RIGHT SINGLE QUOTATION MARK}": r"{\textquoteright}",
    "\N{LEFT DOUBLE QUOTATION MARK}": r"{\textquotedblleft}",
    "\N{RIGHT DOUBLE QUOTATION MARK}": r"{\textquotedblright}",
    "\N{SINGLE LOW-9 QUOTATION MARK}": r"{\quotesinglbase}",
    "\N{DOUBLE LOW-9 QUOTATION MARK}": r"{\quotedblbase}",
    "«": r"{\guillemotleft}",
    "»": r"{\guillemotright}",
    "…": r"{\ldots}",
    "¿": r"{\textquestiondown}",
    "¡": r"{\textexclamdown}",
    "§": r"{\S}",
    "¶": r"{\P}",
    "©": r"{\textcopyright}",
    "®": r"{\textregistered}",
    "°": r"{\textdegree}",
    "£": r"{\textsterling}",
    "€": r"{\texteuro}",
    "¥": r"{\textyen}",
}

_ACCENTED = re.compile(f"([A-Za-z])([{''.join(_ACCENTS)}]+)")
_CHARACTER = re.compile(f"[{''.join(_CHARACTERS)}]")


def to_ascii_latex(escaped: str) -> str:
    """Return escaped LaTeX with Latin letters and common signs as commands; what LaTeX cannot say in ASCII stays.

    Args:
        escaped: Text in which every special character is already escaped.
    """
    if escaped.isascii():
        return escaped
    apart = unicodedata.normalize("NFD", escaped)
    latin = _ACCENTED.sub(_accented, apart)
    return unicodedata.normalize("NFC", _CHARACTER.sub(lambda match: _CHARACTERS[match[0]], latin))


def _accented(match: re.Match[str]) -> str:
    letter = match[1]
    for mark in match[2]:
        command = _ACCENTS[mark]
        is_letter = len(letter) == 1
        letter = f"{{\\{command}{{{letter}}}}}" if is_letter and command.isalpha() else f"{{\\{command}{letter}}}"
    return letter
