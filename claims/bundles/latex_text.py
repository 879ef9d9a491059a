r"""Words that LaTeX prints as they are, with any engine: nothing in them is a command, no letter is an error.

Letters that pdflatex prints by itself stand in the file as they are. Every other letter does too, but is declared before the
document begins (`preamble.tex` says what then happens to it), so that a person can read and copy the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sources.formats.plain_text import clean
from sources.reading.scripts import HANGUL, IDEOGRAPHIC

_COMMANDS = {
    "\\": "textbackslash",
    "^": "textasciicircum",
    "~": "textasciitilde",
    "<": "textless",
    ">": "textgreater",
    "|": "textbar",
    '"': "textquotedbl",
    "`": "textasciigrave",
}
_ESCAPES = {sign: f"\\{command}{{}}" for sign, command in _COMMANDS.items()} | {sign: f"\\{sign}" for sign in "{}%&$#_"}
_SIGNS = {command: sign for sign, command in _COMMANDS.items()}
# Two of these in a row would become another sign.
_JOINED = frozenset("-',")
#: What pdflatex prints in the encodings T1 and TS1 without being told.
_PRINTED = frozenset(
    "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğĹĺĽľŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž–—‘’“”„‚…•†‡‰‹›€™"
)
# Signs that nobody sees: they say how others are joined, or which way they run.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHIC}{HANGUL}]")
# Control characters and non-characters: not even declared letters may be these.
_NO_LETTER = re.compile("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LONG = 60
_PART = 30
_LINE = 110
_TOKEN = re.compile(
    r"\\excerptbreak\{\}|\\excerptcode\{([0-9A-F]{4,6})\}|\\(text[a-z]+)\{\}|\\([{}%&$#_])|\\excerptrtl(?=\{)|%\n|[{}]|(\\)"
)


def latex_text(words: str) -> str:
    """Return words as LaTeX, on lines short enough for TeX and for people."""
    written = " ".join(map(_right_to_left, _groups(unicodedata.normalize("NFC", words).split())))
    return _wrapped(written)


def read_latex(source: str) -> str:
    """Return the words that `latex_text` wrote, on one line.

    Raises:
        ValueError: There is a command that it never writes.
    """
    return " ".join(_TOKEN.sub(_read, source).split())


def declarations(letters: Iterable[str]) -> Iterator[str]:
    """Yield the lines that declare these letters, as far as they need it."""
    kinds: dict[str, list[str]] = {"excerptinvisible": [], "excerptideographs": [], "excerptletters": []}
    for letter in sorted(set(letters)):
        if letter.isascii() or letter in _PRINTED or letter.isspace() or _is_no_letter(letter):
            continue
        kinds[_kind(letter)].append(f"{ord(letter):04X}")
    for command, codes in kinds.items():
        for start in range(0, len(codes), 16):
            yield f"\\{command}{{{','.join(codes[start : start + 16])}}}\n"


def letters_of(text: str) -> set[str]:
    """Return the letters of a text in the form in which LaTeX gets them."""
    return set(text) | set(unicodedata.normalize("NFC", text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for what cannot be seen or printed."""
    return clean(one) == clean(other)


def _kind(letter: str) -> str:
    if _INVISIBLE.match(letter):
        return "excerptinvisible"
    return "excerptideographs" if _IDEOGRAPH.match(letter) else "excerptletters"


def _is_no_letter(letter: str) -> bool:
    return _NO_LETTER.match(letter) is not None or ord(letter) & 0xFFFE == 0xFFFE


def _groups(words: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield neighbouring words together that run from right to left, and others one by one."""
    together: list[str] = []
    for word in words:
        if _RIGHT_TO_LEFT.search(word):
            together.append(word)
            continue
        if together:
            yield True, together
            together = []
        yield False, [word]
    if together:
        yield True, together


def _right_to_left(group: tuple[bool, list[str]]) -> str:
    is_right_to_left, words = group
    written = " ".join(map(_word, words))
    return f"\\excerptrtl{{{written}}}" if is_right_to_left else written


def _word(word: str) -> str:
    if word.isascii() and word.isalnum() and len(word) <= _LONG:
        return word
    parts: list[str] = []
    for position, sign in enumerate(word):
        following = word[position + 1 : position + 2]
        parts.append(_sign(sign, following))
        if len(word) > _LONG and position % _PART == _PART - 1 and following and not unicodedata.combining(following):
            parts.append("\\excerptbreak{}%\n")
    return "".join(parts)


def _sign(sign: str, following: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if _is_no_letter(sign):
        return f"\\excerptcode{{{ord(sign):04X}}}"
    return f"{sign}{{}}" if sign in _JOINED and sign == following else sign


def _wrapped(written: str) -> str:
    lines: list[str] = []
    line = ""
    for word in written.split(" "):
        if line and len(line) - line.rfind("\n") + len(word) > _LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def _read(token: re.Match[str]) -> str:
    code, command, sign, unknown = token.groups()
    if code:
        return chr(int(code, 16))
    if command or unknown:
        if command not in _SIGNS:
            raise ValueError("a command that is none of a quotation's")
        return _SIGNS[command]
    return sign or ""
