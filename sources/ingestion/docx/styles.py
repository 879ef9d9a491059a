"""Which paragraphs are headings, by their styles, and how notes are numbered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sources.ingestion.docx.names import child, name_of, value_of
from sources.ingestion.elements import Element
from sources.ingestion.numerals import roman

_HEADING = re.compile(r"heading ([1-9])")
_DEEPEST = 20
_BODY_LEVEL = 9
_SMALL_LETTERS = {
    "i": "\u2071",
    "v": "\u1d5b",
    "x": "\u02e3",
    "l": "\u02e1",
    "c": "\u1d9c",
    "d": "\u1d48",
    "m": "\u1d50",
}
_SUPERSCRIPT = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079") | str.maketrans(_SMALL_LETTERS)
_SYMBOLS = "*\u2020\u2021\u00a7"


@dataclass(frozen=True)
class _Style:
    based_on: str
    name: str
    outline: str


class Styles:
    """The styles of paragraphs."""

    def __init__(self, root: Element | None) -> None:
        """Read them from the part ``styles.xml``, if there is one."""
        self._styles = {
            value_of(style, "styleId"): _Style(
                value_of(child(style, "basedOn")), value_of(child(style, "name")).lower(), value_of(child(style, "pPr", "outlineLvl"))
            )
            for style in (root if root is not None else ())
            if name_of(style) == "style"
        }

    def level(self, properties: Element | None) -> int:
        """Return the level of a heading, 1 for a title and 2 for "heading 1"; 0 for what is none.

        Args:
            properties: Of the paragraph (``w:pPr``).
        """
        own = value_of(child(properties, "outlineLvl"))
        if own:
            return _level(own)
        style = value_of(child(properties, "pStyle"))
        # Names of authors and dates are set in styles that follow the title's, and are no titles.
        if style in self._styles and self._styles[style].name == "title":
            return 1
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return 0
            heading = _HEADING.fullmatch(found.name)
            if heading or found.outline:
                return int(heading[1]) + 1 if heading else _level(found.outline)
            style = found.based_on
        return 0


def written_number(number: int, how: str) -> str:
    """Return a number as ``w:numFmt`` says: decimal, lowerRoman, upperRoman, lowerLetter, upperLetter or chicago; else decimal."""
    if how in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        return roman(number) if how == "lowerRoman" else roman(number).upper()
    if how in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if how == "lowerLetter" else letter.upper()
    if how == "chicago" and number > 0:
        return _SYMBOLS[(number - 1) % 4] * (1 + (number - 1) // 4)
    return str(number)


def raised(marker: str) -> str:
    """Return a marker as it is printed, raised, where Unicode has such signs; else in brackets, so that it runs into no word."""
    written = marker.translate(_SUPERSCRIPT)
    if all(sign in _SYMBOLS or unicodedata.decomposition(sign).startswith("<super>") for sign in written):
        return written
    return f"[{marker}]"


def _level(outline: str) -> int:
    return int(outline) + 2 if outline.isdigit() and int(outline) < _BODY_LEVEL else 0
