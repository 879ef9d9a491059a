"""Plain text as LaTeX inside BibTeX values. Each kind of field has its own rule, applied before assembling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from sources.formats.latex.accents import to_ascii_latex
from sources.formats.latex.signs import visible
from sources.formats.plain_text import clean

if TYPE_CHECKING:
    from collections.abc import Collection

_SPECIAL = re.compile(r"[\\{}^~%&$#_<>|`\u00a0]|-(?=-)|'(?=')")
_WORD = r"(?P<word>(?:[^\W_]|[\u0300-\u036f])+)"
_SPECIAL_OR_WORD = re.compile(f"{_WORD}|{_SPECIAL.pattern}")
#: Text on one line that has nothing to escape.
_PLAIN = re.compile(r"[A-Za-z0-9.,:;()/?!]++(?: [A-Za-z0-9.,:;()/?!]++)*+")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s{}\\]")
_DASHES = re.compile(r"\s*(?:--+|[-\u2010-\u2015\u2212]+)\s*")
_NUMBER = re.compile(r"[A-Za-z]{0,3}[0-9]+[A-Za-z]{0,2}|[ivxlcdm]+|[IVXLCDM]+")

_ESCAPES = {
    "\\": r"{\textbackslash}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    # Of an accent on nothing biber takes the nothing away, and pandoc knows no name of the sign: nothing twice suits both.
    "`": r"{\`{}{}}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    "\u00a0": "~",
    # Broken up, or TeX would join them to a dash or a quotation mark.
    "-": "-{}",
    "'": "'{}",
}
_ESCAPES |= {character: f"\\{character}" for character in "%&$#_"}
#: Readers give up on braces nested some hundred deep.
_DEEPEST_BRACES = 20
_LONE_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}


def prose(text: str, *, protect_capitals: bool = False, ascii_only: bool = False) -> str:
    r"""Return text for a field that LaTeX typesets.

    BibTeX counts `\{` as an opening brace, so only braces that pair in the text are written that way; a lone one
    becomes a command. No command of the text survives: a backslash is always printed.

    Args:
        text: Plain text; nothing in it is markup.
        protect_capitals: Brace each word with capitals, so that styles that write titles in lower case keep them.
            The first word's initial is not protected: it stays a capital anyway.
        ascii_only: Write Latin letters with accents, signs and mathematics as LaTeX commands. Scripts that LaTeX cannot say
            in ASCII (Japanese, Arabic, ...) stay UTF-8, since leaving them out would be a loss; of what cannot be seen
            only what joins their letters stays.
    """
    if _PLAIN.fullmatch(text) and not (protect_capitals and _has_capitals(text[1:])):
        return text
    cleaned = clean(visible(text) if ascii_only else text)
    pattern = _SPECIAL_OR_WORD if protect_capitals else _SPECIAL
    paired = _paired_braces(cleaned) if "{" in cleaned or "}" in cleaned else ()
    # In an address `~` is a tilde.
    escapes = _ESCAPES | {"\u00a0": r"{\nobreakspace}"} if "://" in cleaned else _ESCAPES
    is_first = True

    def replace(match: re.Match[str]) -> str:
        nonlocal is_first
        found = match[0]
        if found in _LONE_BRACES:
            return f"\\{found}" if match.start() in paired else _LONE_BRACES[found]
        if found in escapes:
            return escapes[found]
        was_first, is_first = is_first, False
        return f"{{{found}}}" if _needs_protection(found, is_first=was_first) else found

    escaped = pattern.sub(replace, cleaned)
    return to_ascii_latex(escaped) if ascii_only else escaped


def verbatim(text: str, *, ascii_only: bool = False) -> str:
    """Return an address or identifier (url, doi, eprint) as it is; braces, backslashes and blanks percent-encoded."""
    address = _UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0], safe=""), clean(text))
    return quote(address, safe="".join(map(chr, range(33, 127)))) if ascii_only else address


def number_range(text: str, *, ascii_only: bool = False) -> str:
    """Return page or issue numbers with BibTeX's range dash: "4-5, 9" becomes "4--5, 9"; "A-3" is no range and stays."""
    return ", ".join(_one_range(part, ascii_only=ascii_only) for part in re.split(r",\s*", clean(text)))


def _one_range(text: str, *, ascii_only: bool) -> str:
    ends = _DASHES.split(text)
    if len(ends) == 2 and all(_NUMBER.fullmatch(end) for end in ends):
        return "--".join(ends)
    return prose(text, ascii_only=ascii_only)


def _paired_braces(text: str) -> Collection[int]:
    """Return the positions of the braces that have a partner and do not lie too deep for a reader to follow."""
    opened: list[int] = []
    paired: set[int] = set()
    for position, character in enumerate(text):
        if character == "{":
            opened.append(position)
        elif character == "}" and opened:
            pair = {opened.pop(), position}
            paired |= pair if len(opened) < _DEEPEST_BRACES else set()
    return paired


def _has_capitals(text: str) -> bool:
    return text != text.lower()


def _needs_protection(word: str, *, is_first: bool) -> bool:
    letters = word[1:] if is_first else word
    return _has_capitals(letters)
