"""What a word says beside its letters (money, measure, decimal points, capitals), and which words scanners take for each other."""

from __future__ import annotations

import re
import unicodedata

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_SIGNS = "%‰&@§°±×÷+≠≤≥∞"
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[,\s]\d{3})+(?!\d)")
_PARTED_YEAR = re.compile(r"(?<!\d)(?=(?:1\s*\d\s*\d\s*\d|2\s*0\s*\d\s*\d)(?!\s*\d))\d\s*\d\s*\d\s*\d")
_SPACED_DASH = re.compile(rf"\s*([{DASHES}])\s*")
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)(?:([{DASHES}.,:/])|\s+)(?=\d)")
_PARTED_NOT = re.compile(r"\W*(?:not|no)\s+[^\W\d_]", re.IGNORECASE)
_MINUS = re.compile(rf"^[{DASHES}](?=\d)")
_DIGITS = re.compile(r"\d+")
_LOOKS_LIKE_DIGIT = str.maketrans({"l": "1", "I": "1", "|": "1", "i": "1", "O": "0", "o": "0"})
# Letters that print alike, each written with the strokes it shares with the others.
_STROKES = str.maketrans(
    {"e": "c", "t": "f", "i": "l", "1": "l", "j": "l", "0": "o", "5": "s", "8": "b", "6": "b", "9": "g", "q": "g", "y": "v", "z": "2"}
    | {"u": "ll", "n": "ll", "h": "ll", "m": "rll", "d": "cl", "w": "vv", "k": "lc"}
)


def signs(text: str) -> tuple[str, ...]:
    """The signs of money, measure and mathematics in ``text``, what stands between and before its digits, and a "not" by itself.

    Two words with the same letters say the same only if their signs are equal: "1.5" is not "15". A comma or space that
    groups thousands, and a space in a year, as scans have it, say nothing. A space says something where it makes a "not":
    "not able" is not "notable".
    """
    if text.isalpha():
        return ()
    text = unicodedata.normalize("NFKC", text)
    text = _GROUPED.sub(lambda found: re.sub(r"[,\s]", "", found[0]), text)
    text = _PARTED_YEAR.sub(lambda found: "".join(found[0].split()), text)
    minus = ["minus"] if _MINUS.match(text) else []
    text = _SPACED_DASH.sub(r"\1", text)
    said = [character for character in text if character in _SIGNS or unicodedata.category(character) == "Sc"]
    between = ["-" if found[1] and found[1] in DASHES else found[1] or " " for found in _BETWEEN_DIGITS.finditer(text)]
    return (*said, *between, *minus, *(["not"] if _PARTED_NOT.match(text) else []))


def same_case(quoted: str, held: str, *, at_start: bool) -> bool:
    """Whether two words with the same letters have the same capitals; the first may differ ``at_start`` and in "[T]he"."""
    left, right = _plain(quoted), _plain(held)
    if left == right:
        return True
    return (at_start or "[" in quoted) and left[1:] == right[1:]


def other_number(quoted: str, held: str) -> bool:
    """Whether two words name other numbers; letters that print like digits count as such beside digits."""
    return _numbers(quoted) != _numbers(held)


def misread(quoted: str, held: str) -> bool:
    """Whether a scanner may have taken one word for the other: their letters have the same strokes."""
    return _strokes(quoted) == _strokes(held)


def _plain(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKD", text) if character.isalnum())


def _numbers(text: str) -> list[str]:
    if 2 * sum(map(str.isdigit, text)) < sum(map(str.isalnum, text)):
        return []  # A digit among letters is a misread letter.
    return _DIGITS.findall(re.sub(r"\s|(?<=\d),(?=\d)", "", text.translate(_LOOKS_LIKE_DIGIT)))


def _strokes(text: str) -> str:
    return _plain(text).casefold().translate(_STROKES)
