"""Mathematics in running text, as Unicode where that says the same."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

from sources.formats.latex.symbols import printed, subscript, superscript

#: A longer formula is hardly one that plain text can say.
_LONGEST = 200
#: Command -> how Unicode names the letters of its alphabet; those that it had before the alphabets were added have the shorter name.
_ALPHABETS = {
    "mathbb": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "mathcal": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "mathscr": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "mathfrak": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
}
_UPRIGHT = frozenset({"mathrm", "text", "textrm", "mathup", "rm", "operatorname", "mbox", "textnormal", "mathop"})
_FUNCTIONS = frozenset(
    {"arccos", "arcsin", "arctan", "cos", "cosh", "cot", "det", "dim", "exp", "gcd", "inf", "lim", "ln", "log", "max", "min"}
)
_FUNCTIONS |= {"mod", "sin", "sinh", "sup", "tan", "tanh"}
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\\(?P<sign>[%&#_${}, ;:!])|(?P<script>[\^_])\s*|(?P<brace>[{}])|(?P<text>[A-Za-z0-9 .,:;()\[\]+=<>|/!'*-])|(?P<other>[^\x00-\x7f])"
)
_GROUP = re.compile(r"\s*(?:\{((?:[^{}\\]|\\[A-Za-z]+\s*|\\[^A-Za-z])*)\}|([A-Za-z0-9*'+-])|(\\[A-Za-z]+)\s*)")
#: Superscripts that are no power.
_RAISED = {"∘": "°", "*": "*", "∗": "*", "′": "′", "'": "′", "†": "†", "‡": "‡", "⊤": "ᵀ"}
_ORDINALS = frozenset({"st", "nd", "rd", "th", "TM", "o", "a", "e", "er", "re", "ème"})


def formula(latex: str) -> tuple[str, bool] | None:
    """Return a formula in plain text and whether it loses nothing (italic letters do), or None where plain text cannot say it.

    Args:
        latex: What stands between the dollars.
    """
    if len(latex) > _LONGEST or not latex.strip():
        return None
    pieces: list[str] = []
    is_exact = True
    position = 0
    while position < len(latex):
        token = _TOKEN.match(latex, position)
        piece = _piece(token, latex) if token else None
        if token is None or piece is None:
            return None
        text, position, loses_nothing = piece
        is_exact &= loses_nothing
        pieces.append(text)
    return "".join(pieces), is_exact


def _piece(token: re.Match[str], latex: str) -> tuple[str, int, bool] | None:
    """Return the text of what begins with ``token``, where it ends, and whether it loses nothing."""
    word = token["word"]
    if word:
        return _command(word, latex, token.end())
    if token["script"]:
        return _script(token["script"], latex, token.end())
    if token["sign"]:
        return {"!": ""}.get(token["sign"], " " if token["sign"] in ",;: " else token["sign"]), token.end(), True
    if token["brace"]:
        # Braces that hold no argument only keep things together.
        return "", token.end(), True
    text = {"-": "−", "'": "′"}.get(token[0], token[0])
    return text, token.end(), not (text.isascii() and text.isalpha())


def _command(word: str, latex: str, position: int) -> tuple[str, int, bool] | None:
    if word in _UPRIGHT or word in _ALPHABETS:
        argument = _GROUP.match(latex, position)
        content = argument[1] if argument else None
        if argument is None or content is None or re.search(r"[\\{}^_$]", content):
            return None
        letters = content if word in _UPRIGHT else _in_alphabet(content, _ALPHABETS[word])
        return None if letters is None else (letters, argument.end(), True)
    if word in _FUNCTIONS:
        return _spaced(word, latex, position), position, True
    symbol = printed(word)
    return (_spaced(symbol, latex, position), position, True) if symbol and len(symbol) == 1 else None


def _spaced(symbol: str, latex: str, position: int) -> str:
    """Return an operator with the blank that was written after it; after a letter it only ends the command's name."""
    is_letter = len(symbol) == 1 and symbol.isalpha()
    return symbol if is_letter or not latex[position - 1 : position].isspace() else f"{symbol} "


def _in_alphabet(letters: str, alphabet: tuple[str, ...]) -> str | None:
    found = [_letter(letter, alphabet) for letter in letters]
    return "".join(letter for letter in found if letter) if all(found) else None


def _letter(letter: str, alphabet: tuple[str, ...]) -> str | None:
    size = "CAPITAL" if letter.isupper() else "SMALL"
    for prefix in alphabet:
        with suppress(KeyError):
            return unicodedata.lookup(f"{prefix} {size} {letter.upper()}")
    return None


def _script(script: str, latex: str, position: int) -> tuple[str, int, bool] | None:
    argument = _GROUP.match(latex, position)
    if argument is None:
        return None
    content = argument[1] if argument[1] is not None else argument[2] or argument[3]
    inner = formula(content) if "^" not in content and "_" not in content else None
    if inner is None:
        return None
    text, is_exact = inner
    if script == "_":
        lowered = subscript(text)
        return None if lowered is None else (lowered, argument.end(), True)
    if text in _RAISED:
        return _RAISED[text], argument.end(), True
    raised = superscript(text)
    if raised is not None:
        return raised, argument.end(), is_exact
    return (text, argument.end(), False) if text in _ORDINALS else None
